"""Downloads over HTTP."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from hiera_kafka.dist import http
from hiera_kafka.dist.progress import silent
from hiera_kafka.errors import DistError

DATA = os.urandom(3_000_000)

KILLED = """
import sys
from pathlib import Path
from hiera_kafka.dist import http
from hiera_kafka.dist.progress import silent
http.download(sys.argv[1], Path(sys.argv[2]), shown="x", limit=1 << 30, timeout_s=(3, 60), progress=silent)
"""


def _download(url, part, progress=silent, limit=1 << 30, timeout_s=(3.0, 30.0)):
    http.download(url, part, shown="kafka.tgz", limit=limit, timeout_s=timeout_s, progress=progress)


def test_a_file_is_downloaded_and_counted(site, told, tmp_path):
    site.files["/k"] = DATA
    _download(f"{site.url}/k", tmp_path / "part", told)
    assert (tmp_path / "part").read_bytes() == DATA
    assert told.started == [("kafka.tgz", len(DATA))]
    assert told.counted == len(DATA)


@pytest.mark.parametrize("ranges", [True, False])
def test_an_interrupted_download_goes_on_where_the_server_knows_ranges(site, told, tmp_path, ranges):
    site.files["/k"] = DATA
    site.ranges = ranges
    (tmp_path / "part").write_bytes(DATA[:1_000_000])
    _download(f"{site.url}/k", tmp_path / "part", told)
    assert (tmp_path / "part").read_bytes() == DATA
    assert site.asked == [("/k", "bytes=1000000-")]
    assert told.counted == len(DATA)


def test_a_download_that_was_whole_already_stays_as_it_is(site, tmp_path):
    site.files["/k"] = DATA
    (tmp_path / "part").write_bytes(DATA)
    _download(f"{site.url}/k", tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA


def test_a_process_killed_in_the_middle_loses_only_what_was_under_way(site, tmp_path):
    part = tmp_path / "part"
    site.files["/k"] = DATA
    site.stall_after = 2_000_000
    child = subprocess.Popen([sys.executable, "-c", KILLED, f"{site.url}/k", part])
    assert site.stalled.wait(60)
    while not part.is_file() or part.stat().st_size < 1_000_000:
        assert child.poll() is None
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    there = part.stat().st_size
    site.stall_after = None
    site.go_on.set()
    _download(f"{site.url}/k", part)
    assert part.read_bytes() == DATA
    assert site.asked[-1] == ("/k", f"bytes={there}-")


def test_a_file_larger_than_any_release_is_refused_before_it_is_stored(site, tmp_path):
    site.files["/k"] = DATA
    with pytest.raises(DistError, match="more than 1 MiB"):
        _download(f"{site.url}/k", tmp_path / "part", limit=1 << 20)
    assert not (tmp_path / "part").exists()


def test_a_silent_server_is_given_up(site, tmp_path):
    site.files["/k"] = DATA
    site.stall_after = 1000
    with pytest.raises(DistError, match=r"download-failed.*(silent|no connection|broke off)"):
        _download(f"{site.url}/k", tmp_path / "part", timeout_s=(3.0, 0.2))


@pytest.mark.parametrize(
    ("url", "reason"),
    [("/missing", "HTTP status 404"), ("ftp://example.org/k", "only http"), ("file:///etc/passwd", "only http")],
)
def test_what_cannot_be_downloaded_is_reported_with_its_reason(site, tmp_path, url, reason):
    with pytest.raises(DistError, match=reason) as caught:
        _download(site.url + url if url.startswith("/") else url, tmp_path / "part")
    assert caught.value.diagnostics[0].id == "download-failed"


def test_a_refused_connection_is_reported(unused_port, tmp_path):
    with pytest.raises(DistError, match="no connection"):
        _download(f"http://127.0.0.1:{unused_port}/k", tmp_path / "part")
