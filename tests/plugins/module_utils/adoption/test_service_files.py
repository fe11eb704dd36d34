"""Root reads for a process what that may read itself; the rest is in test_services.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.service_files import Reader, absolute


@pytest.mark.parametrize(
    ("reader", "mode", "may"),
    [
        (Reader(1, frozenset({1})), 0o400, True),
        (Reader(1, frozenset({1})), 0o077, False),
        (Reader(2, frozenset({1})), 0o040, True),
        (Reader(2, frozenset({1})), 0o404, False),
        (Reader(2, frozenset({2})), 0o004, True),
        (Reader(2, frozenset({2})), 0o440, False),
        (Reader(0, frozenset({0})), 0o000, True),
    ],
)
def test_what_a_process_may_read_follows_from_the_mode(reader: Reader, mode: int, *, may: bool) -> None:
    status = os.stat_result((mode, 0, 0, 1, 1, 1, 0, 0, 0, 0))

    assert reader.may_read(status) is may


def test_a_process_is_its_effective_user_with_all_its_groups() -> None:
    found = Reader.of(Path("/proc/self"))

    assert found == Reader(os.geteuid(), frozenset((os.getegid(), *os.getgroups())))


def test_paths_are_those_of_the_process() -> None:
    assert absolute("config/../a", "/opt/kafka") == "/opt/kafka/a"
    assert absolute("/a//b", "/opt/kafka") == "/a/b"
