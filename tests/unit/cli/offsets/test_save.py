"""`hiera-kafka offsets save` before it talks to a cluster; tests/local/test_offsets_translate.py has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from lib.repository import ROOT


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--from", "main-eqiad", "--to", "main-eqiad"), "--from and --to are the same cluster"),
        (("--from", "main-codfw", "--to", "main-eqiad", "--group", ""), "'' is no name of a group: it is empty"),
        (("--from", "main-codfw", "--to", "jumbo-eqiad"), "error[translate-no-mirror]"),
        (("--from", "main-codfw", "--to", "main-eqiad", "--file", "/"), "is a directory"),
    ],
)
def test_wrong_command_lines_are_refused_before_anything_is_saved(
    hiera_kafka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], complaint: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    result = hiera_kafka("offsets", "save", *words, "-i", ROOT / "inventories/multi-dc")

    assert result.code == 3
    assert complaint in result.stderr
    assert list(tmp_path.rglob("*.json")) == []
