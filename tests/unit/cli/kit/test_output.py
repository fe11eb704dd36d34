"""What is printed, and how."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from hiera_kafka.cli.kit.output import (
    Output,
    aligned,
    emit,
    plain,
    print_diagnostics,
    print_table,
    say,
    show,
    show_exactly,
    wants_json,
)
from hiera_kafka.errors import Diagnostic, Position, Severity

TELL = (
    "from hiera_kafka.cli.kit.output import print_diagnostics\n"
    "from hiera_kafka.errors import Diagnostic\n"
    "print_diagnostics([Diagnostic('an-id', 'a message')], None)\n"
)


def on_terminal(script: str, **environment: str) -> str:
    """Return what a script prints with a terminal as its standard output and error."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, "TERM": "xterm", "COLUMNS": "80", **environment},
        )
        os.close(theirs)
        found = b""
        try:
            while chunk := terminal.read(4096):
                found += chunk
        except OSError:  # how Linux says that nobody holds the other end
            pass
        process.wait()
    return found.decode()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["catalog", "h", "--output", "json"], True),
        (["catalog", "--output=json", "h"], True),
        (["catalog", "--output", "text", "json"], False),
        (["local", "up", "--", "--output", "json"], False),
        ([], False),
    ],
)
def test_json_is_wanted_when_the_command_line_says_so_before_two_dashes(arguments: list[str], expected: bool) -> None:
    assert wants_json(arguments) is expected


PLANTED = "a\n::error::b\t\x1b[31m"


def test_a_line_stays_one_and_text_keeps_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    say(PLANTED)
    show(PLANTED, err=True, end="")
    printed = capsys.readouterr()
    assert printed.out == "a\\n::error::b\\t\\x1b[31m\n"
    assert printed.err == "a\n\\::error::b\t\\x1b[31m"


def test_what_is_asked_for_exactly_is_escaped_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    show_exactly(PLANTED)
    assert capsys.readouterr().out == f"{PLANTED}\n"
    shown = on_terminal(f"from hiera_kafka.cli.kit.output import show_exactly\nshow_exactly({PLANTED!r})\n")
    assert shown == "a\r\n\\::error::b\t\\x1b[31m\r\n"


def test_a_cell_is_one_line_on_a_terminal_too() -> None:
    shown = on_terminal(
        f"from hiera_kafka.cli.kit.output import print_table\nprint_table(['x'], [[{PLANTED!r}]])\n", NO_COLOR="1"
    )
    assert r"a\n::error::b\t\x1b[31m" in shown


def test_cells_are_aligned_as_they_are_shown() -> None:
    assert aligned([("a\n", "b"), ("cc", "d")]) == "a\\n  b\ncc   d"


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([("a", "bb"), ("ccc", "d")]) == "a    bb\nccc  d"
    assert aligned([]) == ""


def test_a_table_is_aligned_text_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("host", "state"), [("kafka1", "RUNNING")])

    assert capsys.readouterr().out == "host    state\nkafka1  RUNNING\n"


def test_a_table_on_a_terminal_shows_cells_as_they_are() -> None:
    printed = on_terminal(
        "from hiera_kafka.cli.kit.output import print_table\nprint_table(('h',), [('[red]x[/red]',)])\n"
    )

    assert "[red]x[/red]" in printed


def test_the_text_form_is_not_made_when_json_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    emit(Output.JSON, {"clé": 1}, lambda: pytest.fail("not wanted"))

    assert capsys.readouterr().out == '{\n  "clé": 1\n}\n'


def test_diagnostics_go_to_standard_error_with_places_relative_to_the_base(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_diagnostics(
        [Diagnostic("an-id", "a message", where=(Position("/a/b.yaml", 1, 2),), level=Severity.WARNING)], "/a"
    )

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "b.yaml:1:2: warning[an-id]: a message\n    docs: docs/rules/an-id.md\n"


def test_terminals_get_colours() -> None:
    assert "\x1b[31m" in on_terminal(TELL)


def test_no_color_is_honoured() -> None:
    assert "\x1b" not in on_terminal(TELL, NO_COLOR="1")


@pytest.mark.parametrize(("value", "text"), [("a b", "a b"), (5, "5"), ({}, "{}"), (None, "null")])
def test_scalars_are_plain_without_quotation_marks(value: object, text: str) -> None:
    assert plain(value) == text
