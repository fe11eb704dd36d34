"""`hiera-kafka offsets` before it talks to a cluster; tests/local/test_offsets.py has the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from hiera_kafka.ops.offsets.journal import EntryState, Journal, JournalEntry

ELSEWHERE = ("--bootstrap-servers", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("show",), "give a GROUP, or --all"),
        (("show", "g", "--all"), "give a GROUP, or --all"),
        (("set", "g"), "give one of --to-offset, --to-earliest"),
        (("set", "g", "--to-earliest", "--to-latest"), "give one of"),
        (("set", "g", "--to-offset", "-1"), "-1 is not in the range"),
        (("set", "g", "--to-earliest", "--topic", "a b"), "is neither TOPIC nor TOPIC:0,2"),
        (("set", "g", "--to-datetime", "noon"), "is no date and time of ISO 8601"),
        (("set", "g", "--by-duration", "2h"), "is no duration of ISO 8601"),
        (("show", "g", "--cluster", "c"), "--cluster and --bootstrap-servers exclude each other"),
        (("undo", "0"), "0 is not in the range"),
        (("show", ""), "'' is no name of a group: it is empty"),
        (("show", " "), "' ' is no name of a group: it is empty"),
        (("set", "", "--to-earliest"), "'' is no name of a group: it is empty"),
        (("set", "g", "--to-earliest", "--topic", ""), "'' is neither TOPIC nor TOPIC:0,2"),
        (("show", "g", "--isolation", "none"), "'none' is not one of"),
    ],
)
def test_wrong_command_lines_are_refused_before_anything_is_asked(
    hiera_kafka: Run, words: tuple[str, ...], complaint: str
) -> None:
    result = hiera_kafka("offsets", *words, *ELSEWHERE)

    assert result.code == 3
    assert complaint in result.stderr


def test_a_file_names_its_partitions_alone(hiera_kafka: Run, tmp_path: Path) -> None:
    path = tmp_path / "offsets.csv"
    path.write_text("t,0,1\n")
    result = hiera_kafka("offsets", "set", "g", "--from-file", path, "--topic", "t", *ELSEWHERE)

    assert result.code == 3
    assert "--topic and --from-file exclude each other" in result.stderr


def test_a_wrong_file_is_named_with_its_line(hiera_kafka: Run, tmp_path: Path) -> None:
    path = tmp_path / "offsets.csv"
    path.write_text("t,0,1\nt,one,1\n")
    result = hiera_kafka("offsets", "set", "g", "--from-file", path, *ELSEWHERE)

    assert result.code == 3
    assert f"{path}:2:1: error[offsets-file-invalid]" in result.stderr


def test_the_journal_is_listed_without_a_cluster(
    hiera_kafka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    journal = Journal.of_user({"XDG_STATE_HOME": str(tmp_path)})
    with journal.locked():
        journal.add(
            JournalEntry(0, "id", "b:1", "g", "--to-latest", "me", "2026-01-31T12:00:00+00:00", EntryState.PLANNED, ())
        )

    assert hiera_kafka("offsets", "undo", "--list").stdout == (
        "entry  when                       who  group  what         partitions  state\n"
        "1      2026-01-31T12:00:00+00:00  me   g      --to-latest  0           planned\n"
    )
    (entry,) = json.loads(hiera_kafka("offsets", "undo", "--list", "--output", "json").stdout)
    assert (entry["entry"], entry["state"]) == (1, "planned")
