"""When a process of a mirror counts as ready, and what is said of one that waits for its source."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.mirror import MirrorCheck, MirrorProcess
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.clusters.recorded_groups import GROUP, answer, broker
from lib.machine.known_services import Known

SERVICE = "kafka-mirror-main-eqiad_to_main-codfw@0"
OTHER = "kafka-mirror-main-eqiad_to_main-codfw@1"
CLOSED = "127.0.0.1:1"
"""Nobody listens there."""

# PR_SET_NAME; a JVM names its threads so.
_NAMED = """
import ctypes, sys, threading
begun = threading.Barrier(len(sys.argv))
def work(name):
    ctypes.CDLL(None).prctl(15, name.encode())
    begun.wait()
    sys.stdin.read()
for name in sys.argv[1:]:
    threading.Thread(target=work, args=(name,), daemon=True).start()
begun.wait()
print("named", flush=True)
sys.stdin.read()
"""


def process(*threads: str) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", _NAMED, *threads], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started_:
        assert started_.stdout is not None
        assert started_.stdout.readline() == "named\n"
        yield started_.pid
        started_.kill()


@pytest.fixture
def first() -> Iterator[int]:
    """A process that looks like a MirrorMaker 1 with two streams at work."""
    yield from process("mirrormaker-thread-0", "mirrormaker-thread-1")


@pytest.fixture
def second() -> Iterator[int]:
    """A process that looks like a MirrorMaker 2 at work."""
    yield from process("MirrorHerder-main-eqiad")


def one(broker: str, *, everywhere: int = 2, processes: tuple[MirrorProcess, ...] = ()) -> MirrorCheck:
    own = processes or (started(SERVICE),)
    return MirrorCheck(SERVICE, None, GROUP, 1, "", (broker,), (broker,), everywhere, own)


def two(broker: str, source: str, client: str = "kafka-mirror-host-x@0") -> MirrorCheck:
    return MirrorCheck(SERVICE, None, "main-eqiad-mm2", 2, client, (broker,), (source,), 1, (started(SERVICE),))


def started(service: str, record: Path = Path("/nonexistent"), *files: Path) -> MirrorProcess:
    return MirrorProcess(service, str(record), tuple(map(str, files)))


def running(pid: int | None, **others: int) -> Known:
    """Return a process manager that knows of this process, and of others of the same mirror by their number."""
    manager = Known()
    for name, process_ in {
        SERVICE: pid,
        **{f"{SERVICE[:-1]}{key[1:]}": other for key, other in others.items()},
    }.items():
        manager.states[name] = Status("running", pid=process_)
    return manager


def test_a_process_that_has_not_begun_is_not_ready_whoever_is_in_the_group() -> None:
    for pid in (None, next(process("java"))):
        seen = one(CLOSED).observe(running(pid))
        assert (seen.ready, seen.seen, seen.warning) == (False, "has not begun to mirror yet", "")


def test_the_consumers_of_this_process_must_all_be_in_the_group(first: int) -> None:
    with broker([b"", answer("consumers")]) as port:
        assert one(f"127.0.0.1:{port}").observe(running(first)).ready


def test_the_consumers_of_the_other_processes_of_this_host_are_not_taken_for_its_own(first: int) -> None:
    both = (started(SERVICE), started(OTHER))
    with broker([b"", answer("consumers")]) as port:
        seen = one(f"127.0.0.1:{port}", processes=both).observe(running(first, n1=first))
    assert not seen.ready
    assert seen.seen == (
        f"group {GROUP} is Stable with 2 members, 2 of them from 127.0.0.1, which is this host; "
        "wanted are 4 of these and 2 in all"
    )
    assert not seen.warning


def test_a_process_that_runs_with_other_files_is_not_waited_for(first: int, tmp_path: Path) -> None:
    changed = changed_since_start(tmp_path, "mirror.properties")
    seen = one(CLOSED, processes=(changed(SERVICE),)).observe(running(first))
    assert (seen.ready, seen.seen, seen.warning) == (True, "runs with other files than those on disk", "")


@pytest.mark.parametrize(("file", "ready"), [("consumer.properties", True), ("log4j.properties", False)])
def test_a_process_that_may_be_in_another_group_is_not_counted(
    first: int, tmp_path: Path, file: str, ready: bool
) -> None:
    both = (started(SERVICE), changed_since_start(tmp_path, file)(OTHER))
    with broker([b"", answer("consumers")]) as port:
        seen = one(f"127.0.0.1:{port}", processes=both).observe(running(first, n1=first))
    assert seen.ready is ready


def test_consumers_of_the_other_hosts_of_the_run_are_waited_for_but_not_for_good(first: int) -> None:
    with broker([b"", answer("consumers")]) as port:
        seen = one(f"127.0.0.1:{port}", everywhere=4).observe(running(first))
    assert not seen.ready
    assert "and 4 in all" in seen.seen
    assert seen.warning == f"not all members were seen: {seen.seen}"


def test_a_group_that_is_sharing_out_its_work_is_not_ready(first: int) -> None:
    with broker([b"", answer("consumers").replace(b"\0\6Stable", b"\0\x0ePreparingRebal")]) as port:
        assert not one(f"127.0.0.1:{port}").observe(running(first)).ready


def test_a_mirror_whose_source_is_away_is_ready_with_a_warning(first: int) -> None:
    seen = one(CLOSED).observe(running(first))
    assert seen.ready
    assert seen.warning == (
        f"{SERVICE} waits for its source, which does not answer here: {CLOSED}: no connection: Connection refused"
    )


def test_a_source_that_answers_without_its_group_is_waited_for_and_then_let_pass(first: int) -> None:
    broken = b"\0" * 8  # an answer to another question
    with broker([broken, answer_of_metadata()]) as port:
        seen = one(f"127.0.0.1:{port}").observe(running(first))
    assert not seen.ready
    assert "waits for its source" in seen.warning


def test_a_worker_is_known_by_its_own_name(second: int) -> None:
    with broker([b"", answer("workers")]) as port, broker([answer_of_metadata()]) as source:
        seen = two(f"127.0.0.1:{port}", f"127.0.0.1:{source}").observe(running(second))
    assert (seen.ready, seen.warning) == (True, "")
    with broker([b"", answer("workers")]) as port:
        seen = two(f"127.0.0.1:{port}", CLOSED, "kafka-mirror-host-x@1").observe(running(second))
    assert not seen.ready
    assert "0 of them kafka-mirror-host-x@1, which is this process" in seen.seen


def test_a_worker_whose_source_is_away_is_ready_with_a_warning(second: int) -> None:
    with broker([b"", answer("workers")]) as port:
        seen = two(f"127.0.0.1:{port}", CLOSED).observe(running(second))
    assert seen.ready
    assert seen.warning == (
        f"{SERVICE} waits for its source, which does not answer here: none of {CLOSED} can be reached"
    )


def test_a_worker_whose_destination_is_away_is_not_let_pass(second: int) -> None:
    seen = two(CLOSED, CLOSED).observe(running(second))
    assert (seen.ready, seen.warning) == (False, "")
    assert seen.seen == f"{CLOSED}: no connection: Connection refused"


def changed_since_start(directory: Path, name: str) -> Callable[[str], MirrorProcess]:
    """Return what makes a process whose file is another one than at its start."""
    (directory / name).write_text("now")
    (directory / "started").write_text(f"{'0' * 64}  {directory / name}\n")
    return lambda service: started(service, directory / "started", directory / name)


def answer_of_metadata() -> bytes:
    """Return what a broker says that knows of nobody."""
    # Correlation, throttle time, no brokers, no cluster id, no controller, no topics.
    return bytes.fromhex("68696b61" + "00000000" + "00000000" + "ffff" + "ffffffff" + "00000000")
