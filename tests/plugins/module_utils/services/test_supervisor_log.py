"""What is read from supervisord's log."""

from __future__ import annotations

import time

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor_log import restarts


def counts(log: list[str]) -> dict[str, int]:
    return {name: len(times) for name, times in restarts(log).items()}


def test_what_the_log_says_of_starts_is_counted_since_the_last_one_on_purpose() -> None:
    head = "2026-11-30 11:28:32,001 INFO "
    spawned, died = f"{head}spawned: 'a' with pid 7", f"{head}exited: a (terminated by SIGKILL; not expected)"
    ended = f"{head}exited: a (exit status 0; expected)"
    stopped, gave_up = f"{head}stopped: a (exit status 143)", f"{head}gave up: a entered FATAL state, too many starts"

    assert counts([spawned, died, spawned, died, spawned]) == {"a": 2}
    for purpose in (stopped, gave_up, ended):
        assert counts([spawned, died, spawned, purpose, spawned, died, spawned]) == {"a": 1}
    assert counts([spawned, died, f"{head}supervisord started with pid 5", spawned]) == {"a": 0}
    assert counts([f"{head}spawned: 'b' with pid 7", "not a line of it", died]) == {"b": 0}


def test_each_start_has_the_local_time_of_its_line() -> None:
    lines = [f"2026-11-30 11:28:{second:02},001 INFO spawned: 'a' with pid 7" for second in (2, 12, 22)]
    noon = time.mktime((2026, 11, 30, 11, 28, 0, 0, 0, -1))
    assert restarts(lines) == {"a": [noon + 12, noon + 22]}
    assert restarts(["9-9 9:9,1 INFO spawned: 'a' with pid 7"] * 2) == {"a": [0.0]}
