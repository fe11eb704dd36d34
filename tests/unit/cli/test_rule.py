"""`hiera-kafka rule`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka import rule_pages
from hiera_kafka.errors import ExitCode

from .conftest import Run
from .test_completion import PROGRAM, completed

PAGES = Path(__file__).resolve().parents[3] / "docs/rules"


def test_the_page_of_a_message_is_shown(hiera_kafka: Run) -> None:
    result = hiera_kafka("rule", "yaml-boolean")

    assert result.code == ExitCode.OK
    assert result.stdout == (PAGES / "yaml-boolean.md").read_text()


def test_a_page_is_json_with_its_sections(hiera_kafka: Run) -> None:
    shown = hiera_kafka("rule", "misspelt-key", "--output", "json").json

    assert shown["id"] == "misspelt-key"
    assert shown["summary"] == "Nothing looks this key up, and one that is looked up is a slip away."
    assert shown["markdown"] == (PAGES / "misspelt-key.md").read_text()
    assert [section["title"] for section in shown["sections"]] == ["", "Bad", "Good", "How to silence it"]
    assert shown["sections"][1]["markdown"] == "```yaml\nprofile::kafka::broker::num_io_thread: 8\n```"


def test_the_page_of_a_check_is_shown(hiera_kafka: Run) -> None:
    assert hiera_kafka("rule", "hosts-answer").stdout == (PAGES.parent / "checks/hosts-answer.md").read_text()


def test_an_unknown_id_comes_with_the_nearest(hiera_kafka: Run) -> None:
    result = hiera_kafka("rule", "yaml-bolean")

    assert result.code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr == (
        "error[unknown-rule]: no rule, message or check is named 'yaml-bolean'\n"
        "    hint: did you mean 'yaml-boolean'?\n"
        "    docs: docs/rules/unknown-rule.md\n"
    )
    assert "`hiera-kafka rule` without an id lists all" in hiera_kafka("rule", "../../etc/passwd").stderr


def test_without_an_id_all_are_listed_with_the_levels_of_rules(hiera_kafka: Run) -> None:
    rows = hiera_kafka("rule", "--output", "json").json["rules"]
    by_id = {row["id"]: row for row in rows}

    assert list(by_id) == sorted((*rule_pages.ids(), *rule_pages.check_ids()))
    assert {id_ for id_, row in by_id.items() if row["check"]} == set(rule_pages.check_ids())
    assert by_id["yaml-boolean"]["level"] == "warning"
    assert by_id["usage"] == {
        "id": "usage",
        "level": None,
        "check": False,
        "summary": "The command line is wrong: an option or argument is missing, unknown, or has a value that it "
        "cannot have.",
    }
    lines = hiera_kafka("rule").stdout.splitlines()
    assert len(lines) == 1 + len(rows)
    assert lines[0].split() == ["id", "kind", "summary"]


def test_ids_are_completed() -> None:
    assert completed("rule", "yaml-b") == ["yaml-boolean"]


def test_outside_of_a_clone_messages_name_the_command_that_shows_their_page(
    hiera_kafka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = hiera_kafka("rule", "nope-nope").stderr.splitlines()[-1].removeprefix("    docs: ")

    assert command == "hiera-kafka rule unknown-rule"
    assert hiera_kafka(*command.split()[1:]).stdout.startswith("# unknown-rule\n")


def test_a_terminal_gets_the_page_drawn() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}
    with subprocess.Popen([sys.executable, PROGRAM, "rule", "yaml-boolean"], stdout=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        # The end of a terminal whose other side is closed is an error on Linux.
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)

    assert process.returncode == ExitCode.OK
    assert b"yaml-boolean" in shown
    assert b"# yaml-boolean" not in shown
    assert b"```" not in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
