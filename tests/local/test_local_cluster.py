"""The library of these tests leaves nothing running, however a test process ends."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

from lib.clusters.local_cluster import reap, running, watched

TEST_PROCESS = """
import subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from lib.clusters.local_cluster import watched
with watched(Path(sys.argv[2])):
    service = subprocess.Popen(["sleep", "600"], cwd=sys.argv[2], start_new_session=True)
    print(service.pid, flush=True)
    sys.stdin.read()
"""


def ends(process: int) -> bool:
    return bool(select.select([process], [], [], 30)[0])


def test_services_end_with_a_test_process_that_is_killed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-c", TEST_PROCESS, str(Path(__file__).parents[1]), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as test:
        assert test.stdout is not None
        service = os.pidfd_open(int(test.stdout.readline()))
        try:
            assert running(home) != []
            test.kill()
            assert ends(service)
        finally:
            os.close(service)
    assert running(home) == []


def test_a_cluster_that_is_watched_is_not_reaped(tmp_path: Path) -> None:
    with watched(tmp_path), subprocess.Popen(["sleep", "600"], cwd=tmp_path) as service:
        reap()
        assert service.poll() is None
        service.kill()
