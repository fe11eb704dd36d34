"""When a process of a mirror counts as ready, and what is said of one that waits for its source."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.checks import MirrorCheck
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness_mirror import observe_mirror
from lib.recorded_groups import GROUP, answer, broker

SERVICE = "kafka-mirror-main-eqiad_to_main-codfw@0"
CLOSED = "127.0.0.1:1"
"""Nobody listens there."""

# PR_SET_NAME; a JVM names its threads so.
_NAMED = """
import ctypes, sys
ctypes.CDLL(None).prctl(15, sys.argv[1].encode())
print("named", flush=True)
sys.stdin.read()
"""


def process(thread: str) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", _NAMED, thread], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "named\n"
        yield started.pid
        started.terminate()


@pytest.fixture
def first() -> Iterator[int]:
    """A process that looks like a MirrorMaker 1 at work."""
    yield from process("mirrormaker-thread-0")


@pytest.fixture
def second() -> Iterator[int]:
    """A process that looks like a MirrorMaker 2 at work."""
    yield from process("MirrorHerder-main-eqiad")


def one(broker: str, **changes: object) -> MirrorCheck:
    values = {"group": GROUP, "engine": 1, "client": "", "here": 2, "everywhere": 2, **changes}
    return MirrorCheck(brokers=(broker,), sources=(broker,), **values)  # type: ignore[arg-type]


def two(broker: str, source: str, client: str = "kafka-mirror-host-x@0") -> MirrorCheck:
    return MirrorCheck("main-eqiad-mm2", 2, client, (broker,), (source,), 1, 1)


def test_a_process_that_has_not_begun_is_not_ready_whoever_is_in_the_group() -> None:
    for pid in (None, next(process("java"))):
        seen = observe_mirror(one(CLOSED), SERVICE, pid)
        assert (seen.ready, seen.seen, seen.warning) == (False, "has not begun to mirror yet", "")


def test_the_consumers_of_this_host_must_all_be_in_the_group(first: int) -> None:
    with broker([b"", answer("consumers")]) as port:
        assert observe_mirror(one(f"127.0.0.1:{port}"), SERVICE, first).ready
    with broker([b"", answer("consumers")]) as port:
        seen = observe_mirror(one(f"127.0.0.1:{port}", here=3), SERVICE, first)
    assert not seen.ready
    assert seen.seen == (
        f"group {GROUP} is Stable with 2 members, 2 of them 127.0.0.1, which is this host; "
        "wanted are 3 of these and 2 in all"
    )
    assert not seen.warning


def test_consumers_of_the_other_hosts_of_the_run_are_waited_for_as_well(first: int) -> None:
    with broker([b"", answer("consumers")]) as port:
        seen = observe_mirror(one(f"127.0.0.1:{port}", everywhere=4), SERVICE, first)
    assert not seen.ready
    assert "and 4 in all" in seen.seen


def test_a_group_that_is_sharing_out_its_work_is_not_ready(first: int) -> None:
    with broker([b"", answer("consumers").replace(b"\0\6Stable", b"\0\x0ePreparingRebal")]) as port:
        assert not observe_mirror(one(f"127.0.0.1:{port}"), SERVICE, first).ready


def test_a_mirror_whose_source_is_away_is_ready_with_a_warning(first: int) -> None:
    seen = observe_mirror(one(CLOSED), SERVICE, first)
    assert seen.ready
    assert seen.warning == (
        f"{SERVICE} waits for its source, which does not answer here: {CLOSED}: no connection: Connection refused"
    )


def test_a_source_that_answers_without_its_group_is_waited_for_and_then_let_pass(first: int) -> None:
    broken = b"\0" * 8  # an answer to another question
    with broker([broken, answer_of_metadata()]) as port:
        seen = observe_mirror(one(f"127.0.0.1:{port}"), SERVICE, first)
    assert not seen.ready
    assert "waits for its source" in seen.warning


def test_a_worker_is_known_by_its_own_name(second: int) -> None:
    with broker([b"", answer("workers")]) as port, broker([answer_of_metadata()]) as source:
        seen = observe_mirror(two(f"127.0.0.1:{port}", f"127.0.0.1:{source}"), SERVICE, second)
    assert (seen.ready, seen.warning) == (True, "")
    with broker([b"", answer("workers")]) as port:
        seen = observe_mirror(two(f"127.0.0.1:{port}", CLOSED, "kafka-mirror-host-x@1"), SERVICE, second)
    assert not seen.ready
    assert "0 of them kafka-mirror-host-x@1, which is this process" in seen.seen


def test_a_worker_whose_source_is_away_is_ready_with_a_warning(second: int) -> None:
    with broker([b"", answer("workers")]) as port:
        seen = observe_mirror(two(f"127.0.0.1:{port}", CLOSED), SERVICE, second)
    assert seen.ready
    assert seen.warning == (
        f"{SERVICE} waits for its source, which does not answer here: none of {CLOSED} can be reached"
    )


def test_a_worker_whose_destination_is_away_is_not_let_pass(second: int) -> None:
    seen = observe_mirror(two(CLOSED, CLOSED), SERVICE, second)
    assert (seen.ready, seen.warning) == (False, "")
    assert seen.seen == f"{CLOSED}: no connection: Connection refused"


def answer_of_metadata() -> bytes:
    """Return what a broker says that knows of nobody."""
    # Correlation, throttle time, no brokers, no cluster id, no controller, no topics.
    return bytes.fromhex("68696b61" + "00000000" + "00000000" + "ffff" + "ffffffff" + "00000000")
