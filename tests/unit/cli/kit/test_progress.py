"""Progress of a fetch: a bar on a terminal, lines elsewhere, and in neither anything that a terminal would obey."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

FETCH = (
    "from hiera_kafka.cli.kit.progress import progress_on_stderr\n"
    "with progress_on_stderr() as progress:\n"
    "    progress.say('trying maven\\x1b[2J')\n"
    "    progress.start('fetching jars', 2_000_000)\n"
    "    progress.advance(1_000_000)\n"
)


def test_logs_get_lines() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FETCH + "    progress.start('packing', None)\n"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    assert done.stderr == "trying maven\\x1b[2J\nfetching jars, 2.0 MB\npacking\n"


def test_a_terminal_gets_a_bar_that_is_gone_at_the_end() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", FETCH], stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as running:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # how Linux says that the other side is closed
            pass
        finally:
            os.close(ours)
    assert running.returncode == 0
    text = shown.decode()
    assert "trying maven\\x1b[2J" in text
    assert "fetching jars" in text
    assert "1.0/2.0 MB" in text
    assert text.rstrip().endswith("\x1b[2K")
