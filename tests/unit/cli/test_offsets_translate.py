"""`hiera-kafka offsets translate` and `save` before they talk to a cluster; tests/local has the rest."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.clients import kafka, records
from lib.kafka_clients import UNCLOSED, forget_clients
from lib.repository import ROOT

from .conftest import Run

pytestmark = pytest.mark.filterwarnings(UNCLOSED)
INVENTORY = ("-i", ROOT / "inventories/multi-dc")
ENDS = ("--from", "main-eqiad", "--to", "main-codfw")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("translate", "g", "--from", "main-eqiad"), "missing option '--to'"),
        (("translate", "g", *ENDS, "--by", "saved", "--at", "2026-01-01"), "--by and --at exclude each other"),
        (("translate", "g", *ENDS, "--at", "noon"), "is no date and time of ISO 8601"),
        (("translate", "g", *ENDS, "--margin", "2m"), "is no duration of ISO 8601"),
        (("translate", "g", *ENDS, "--margin", "P-1D"), "is no duration of ISO 8601"),
        (("translate", "g", *ENDS, "--read-at-most", "0"), "0 is not in the range"),
        (("translate", "g", "--from", "main-eqiad", "--to", "main-eqiad"), "--from and --to are the same cluster"),
        (("save", "--from", "main-eqiad", "--to", "main-eqiad"), "--from and --to are the same cluster"),
        (("translate", "g", "--from", "main-eqiat", "--to", "main-codfw"), "did you mean 'main-eqiad'?"),
        (("save", "--from", "main-codfw", "--to", "jumbo-eqiad"), "error[translate-no-mirror]"),
    ],
)
def test_wrong_command_lines_are_refused_before_anything_is_asked(
    hiera_kafka: Run, words: tuple[str, ...], complaint: str
) -> None:
    result = hiera_kafka("offsets", *words, *INVENTORY)

    assert result.code == 3
    assert complaint in result.stderr


def test_a_destination_that_does_not_answer_is_an_error(
    hiera_kafka: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setattr(kafka, "CONNECT_S", 0.3)
        servers = f"127.0.0.1:{closed.getsockname()[1]}"
        opened = records.ReadableCluster
        monkeypatch.setattr("hiera_kafka.cli.offsets_translate.ReadableCluster", lambda _: opened(servers))
        result = hiera_kafka("offsets", "translate", "g", *ENDS, *INVENTORY)

    assert result.code == 4
    assert "error[cluster-not-answering]" in result.stderr
