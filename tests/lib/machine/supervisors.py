"""Runs a real supervisord in the foreground, for tests that ask one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIG = """\
[supervisord]
nodaemon=true
logfile={run}/supervisord.log
pidfile={run}/supervisord.pid
[unix_http_server]
file=/proc/self/cwd/supervisor.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:sleeper]
command=sleep 600
startsecs=0
[program:stopped]
command=sleep 600
autostart=false
"""


@contextmanager
def supervisord(run: Path) -> Iterator[None]:
    """Run one whose socket lies in `run`, with a program that runs and one that does not, until the block ends."""
    run.mkdir(parents=True)
    config = run / "supervisord.conf"
    config.write_text(CONFIG.format(run=run))
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(config)]
    # The name of a socket may have 107 bytes only, so supervisord finds it from the directory that it stands in.
    with subprocess.Popen(command, cwd=run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            said: list[str] = []
            for line in process.stdout or ():
                said.append(line)
                if "entered RUNNING state" in line:
                    break
            else:
                raise AssertionError(f"supervisord ended: {''.join(said)}")
            yield
        finally:
            process.terminate()
            # Read to the end: it writes while it stops its programs, and a closed pipe would end it before they are.
            process.communicate()
