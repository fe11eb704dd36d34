"""What a terminal shows while hosts and clusters are asked."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from hiera_kafka.cli.verify.progress import waiting

CODE = """
from hiera_kafka.cli.verify.progress import waiting
with waiting() as progress:
    progress.tell("2 of 3 hosts [red]answered\\x1b]0;planted\\x07")
    with progress.aside():
        print("a line of the report")
"""


def test_nothing_is_shown_where_nobody_waits(capfd: pytest.CaptureFixture[str]) -> None:
    with waiting() as progress:
        progress.tell("2 of 3 hosts answered")
        with progress.aside():
            sys.stdout.write("a line of the report\n")

    assert capfd.readouterr() == ("a line of the report\n", "")


def test_a_terminal_shows_what_is_waited_for_and_obeys_nothing_of_it() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)

    assert done.stdout == b"a line of the report\n"
    assert "2 of 3 hosts [red]answered" in shown
    assert "\x1b]0;" not in shown
