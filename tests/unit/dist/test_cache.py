"""Where the cache is, and who may change it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.dist import cache

HOLDER = """
import sys
from pathlib import Path
from hiera_kafka.dist import cache
with cache.locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_cache_is_where_xdg_says(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.directory() == tmp_path / "hiera-kafka"
    assert cache.directory(Path("/given")) == Path("/given")


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_an_xdg_cache_home_that_is_not_absolute_is_ignored(monkeypatch, tmp_path, value):
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.directory() == tmp_path / ".cache" / "hiera-kafka"


def test_a_second_run_waits_for_the_first_and_says_so(tmp_path, told):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        told.say = lambda text: (told.said.append(text), holder.stdin.close())
        with cache.locked(tmp_path, told):
            assert holder.wait() == 0, "the first run ended before the second began"
    assert told.said == [f"waiting for another run that fills {tmp_path}"]


def test_a_run_that_was_killed_holds_nothing(tmp_path, told):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
        holder.wait()
    with cache.locked(tmp_path, told):
        assert told.said == []


def test_descriptions_that_are_none_are_passed_over(tmp_path):
    (tmp_path / "kafka-3.9.2-0123456789ab.json").write_text("[]")
    (tmp_path / "kafka-3.9.2-ba9876543210.json").write_text('{"version": 1}')
    assert cache.entries(tmp_path) == []
