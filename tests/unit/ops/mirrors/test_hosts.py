"""What hosts say of the processes of mirrors; tests/local/test_mirrors_command.py asks real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.seen import HostSeen, LogError
from hiera_kafka.ops.mirrors.hosts import Seen, ask, cause, seen
from hiera_kafka.ops.mirrors.inventory import MirrorProcess
from lib.data.project_trees import project_tree

PROCESS = MirrorProcess("codfw2001.example.org", "kafka-mirror-a_to_b@0")
SERVICE = {
    "state": "running",
    "detail": "active (running)",
    "pid": 7,
    "loop": 4,
    "since": 5.5,
    "errors": [{"at": "2026-11-23 16:55:36", "text": "it broke"}],
    "unreadable": ["x.log: Permission denied"],
}
MIRRORED = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1}}}\n"
    "kafka_clusters:\n"
    "  a: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 1}}}\n"
    "  b: {zookeeper_cluster_name: main, brokers: {k2.example.org: {id: 1}}}\n"
    "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: [x]}}\n"
)


def answered(found: dict[str, object], **unread: str) -> HostSeen:
    facts = {"clock": {"began": 1.0, "ended": 1.0, "synchronized": None}, "services": found, "unread": unread}
    return host_seen(PROCESS.host, {"facts": facts}, Exchange(1.0, 1.0))


def test_what_a_host_says_of_a_process_is_read() -> None:
    found = seen(PROCESS, answered({"kafka-mirror-a_to_b@1": {**SERVICE, "pid": 8}, PROCESS.service: SERVICE}))

    assert found == Seen(
        PROCESS,
        "running",
        "active (running)",
        7,
        5.5,
        (LogError("2026-11-23 16:55:36", "it broke"),),
        ("x.log: Permission denied",),
        loop=4,
    )
    assert found.runs
    assert found.to_dict()["errors"] == SERVICE["errors"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            Diagnostic("ssh-unreachable", "k1 cannot be reached: no route"),
            "unreachable: k1 cannot be reached: no route",
        ),
        (Diagnostic("look-answer-invalid", "the answer of k1 cannot be read"), "the answer of k1 cannot be read"),
        (answered({}), "the host does not report it"),
        (answered({}, services="systemd has not answered"), "systemd has not answered"),
    ],
)
def test_a_host_that_does_not_answer_is_not_one_whose_process_is_stopped(
    answer: HostSeen | Diagnostic, words: str
) -> None:
    found = seen(PROCESS, answer)

    assert (found.state, found.detail, found.runs) == (None, words, False)


def test_each_host_is_asked_once_for_all_of_its_processes(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, MIRRORED, local=True))
    services = [service.name for service in compiler.catalog("k2.example.org").section("kafka_mirror").services]  # type: ignore[union-attr]
    processes = [MirrorProcess("k2.example.org", name) for name in services]
    nowhere = MirrorProcess("k1.example.org", services[0])
    reaches = [Reach.here("k2.example.org"), Reach("k1.example.org", "127.0.0.1", port=1)]
    with Sessions(reaches) as sessions:
        found = ask(compiler, [*processes, nowhere], sessions)

    assert [found[process].state for process in processes] == ["stopped"] * len(processes)
    assert found[nowhere].state is None
    assert found[nowhere].detail.startswith("unreachable: ")


WHY = "Error when sending message\norg.apache.kafka.common.errors.RecordTooLargeException: too large"
ENDS = "Mirror maker thread exited abnormally, stopping the whole mirror maker."


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([], None),
        ([("2026-11-23 17:00:00", WHY), ("2026-11-23 17:00:01", ENDS)], WHY),
        ([("2026-11-23 16:58:59", WHY), ("2026-11-23 17:00:00", ENDS)], ENDS),
        (
            [("2026-11-23 17:00:00", WHY), ("2026-11-23 17:00:01", "java.lang.OutOfMemoryError")],
            "java.lang.OutOfMemoryError",
        ),
        ([(None, WHY), (None, ENDS)], WHY),
        ([("2026-99-99 17:00:00", WHY), ("2026-11-23 17:00:01", ENDS)], ENDS),
        ([(None, WHY), ("2026-11-23 17:00:00", ENDS)], ENDS),
    ],
)
def test_what_a_process_says_of_why_it_ends_counts_more_than_that_it_ends(
    errors: list[tuple[str | None, str]], said: str | None
) -> None:
    found = cause([LogError(at, text) for at, text in errors])

    assert (found.text if found is not None else None) == said
