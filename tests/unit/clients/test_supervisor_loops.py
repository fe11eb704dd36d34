"""Crash loops in supervisord's log: the same as hosts tell, from the same lines."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.loops import loop
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor_log import restarts
from hiera_kafka.clients.supervisor_loops import loops

NOW = 1_796_000_000.0
EVENTS = st.sampled_from(
    [
        "INFO spawned: 'a' with pid 7",
        "INFO spawned: 'b' with pid 8",
        "WARN exited: a (exit status 1; not expected)",
        "INFO exited: a (exit status 0; expected)",
        "INFO stopped: a (exit status 143)",
        "INFO gave up: a entered FATAL state, too many start retries too quickly",
        "INFO supervisord started with pid 5",
        "INFO success: a entered RUNNING state",
    ]
)


AGES = {"kafka": (41, 33, 25, 17), "zookeeper": (300, 10), "settled": (400, 390, 380, 370)}
"""Name to how many seconds ago it was started."""


def line(age: float, event: str) -> str:
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(NOW - age))},001 {event}"


def test_a_program_that_dies_again_and_again_is_in_a_loop_and_others_are_not() -> None:
    died = [line(age, f"INFO spawned: '{name}' with pid 7") for name, ages in AGES.items() for age in ages]
    assert loops("\n".join(died), NOW) == {"kafka": 3}


@given(st.lists(st.tuples(st.integers(0, 900), EVENTS), max_size=30))
def test_it_says_what_hosts_say(found: list[tuple[int, str]]) -> None:
    lines = [line(age, event) for age, event in sorted(found, reverse=True)]
    hosts = {name: loop(times, NOW) for name, times in restarts(lines).items()}
    assert loops("\n".join(lines), NOW) == {name: times for name, times in hosts.items() if times}
