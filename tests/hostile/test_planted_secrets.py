"""Secrets are planted on every way that a value can take, and searched in all that read-only commands say."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.cli.main import run
from lib.data import planted_secrets

WORDS = [*planted_secrets.FRAGMENTS, *planted_secrets.NUMBERS]


def leaks(inventory: Path, keys: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[list[str], dict[str, int]]:
    """Return what each command shows of a secret, and the exit code of each."""
    found: list[str] = []
    codes: dict[str, int] = {}
    for line in planted_secrets.commands(inventory, keys):
        codes[" ".join(line)] = run(line)
        captured = capsys.readouterr()
        for stream, text in (("stdout", captured.out), ("stderr", captured.err)):
            found += [
                f"{' '.join(line)} [{stream}]: {row.strip()[:300]}"
                for row in text.splitlines()
                if any(word in row for word in WORDS)
            ]
    return found, codes


def reported(found: list[str]) -> str:
    return "\n".join([f"{len(found)} lines show a secret", *found[:40]])


@pytest.fixture(autouse=True)
def _in_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


def test_no_way_through_the_data_loses_a_secrets_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory = planted_secrets.ways(tmp_path)
    keys = [
        *planted_secrets.KEYS,
        *planted_secrets.HOCON_KEYS,
        *planted_secrets.JSON,
        "decrypted",
        "decrypted_hash",
        "kafka_clusters",
        "db.name",
    ]

    found, codes = leaks(inventory, keys, capsys)

    assert not found, reported(found)
    failed = [line for line, code in codes.items() if code > 1 and line.startswith(("catalog", "render", "explain"))]
    assert [line for line in failed if "no.such.option" not in line] == []


def test_what_a_secret_gets_into_is_narrow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory = planted_secrets.ways(tmp_path)
    out = tmp_path / "rendered"

    assert run(["render", "--out", str(out), "-i", str(inventory)]) == 0, capsys.readouterr().err

    holding = [path for path in out.rglob("*") if path.is_file() and any(word in path.read_text() for word in WORDS)]
    assert any(path.name == "server.properties" for path in holding)
    assert {oct(path.stat().st_mode & 0o777) for path in holding} == {oct(planted_secrets.NEW_MODE)}
    # Each secret of the data got there, so that none was lost on its way to the commands above.
    text = "".join(path.read_text() for path in holding)
    missing = [key for key in planted_secrets.option_keys() if f"custom.of.{key}=" not in text]
    assert missing == []


@pytest.mark.parametrize("encrypted", [False, True], ids=["interpolated", "encrypted"])
def test_a_secret_in_the_place_of_a_name_or_number_is_not_quoted(
    encrypted: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = ["kafka_clusters", "zookeeper_clusters", "kafka_mirrors", "classes", "kafka_zookeeper_config"]
    inventory = planted_secrets.uses(tmp_path, encrypted=encrypted)

    found, _ = leaks(inventory, keys, capsys)

    assert not found, reported(found)


def test_a_secret_that_names_the_dialect_is_not_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory = planted_secrets.uses(
        tmp_path,
        encrypted=True,
        only=planted_secrets.DIALECT + planted_secrets.CLUSTERS.replace("{", "{{").replace("}", "}}"),
    )

    found, _ = leaks(inventory, ["kafka_dialect"], capsys)

    assert not found, reported(found)


@pytest.mark.parametrize("public", [None, *planted_secrets.PUBLIC])
def test_wikimedias_dialect_shows_no_secret(
    public: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {} if public is None else {public: planted_secrets.PUBLIC[public]}
    inventory = planted_secrets.wikimedia(tmp_path, more)
    keys = [*planted_secrets.WIKIMEDIA, *more]

    found, codes = leaks(inventory, keys, capsys)

    assert not found, reported(found)
    if public is None:
        assert [line for line, code in codes.items() if code and line.startswith(("catalog", "render"))] == []


def test_a_file_is_narrow_for_the_one_secret_that_came_under_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = planted_secrets.two_files(tmp_path)
    out = tmp_path / "rendered"

    assert run(["render", "--out", str(out), "-i", str(inventory)]) == 0, capsys.readouterr().err

    holding = [path for path in out.rglob("*") if path.is_file() and any(word in path.read_text() for word in WORDS)]
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in holding} == {
        "server.properties": oct(planted_secrets.NEW_MODE),
        "zoo.cfg": oct(planted_secrets.NEW_MODE),
    }
