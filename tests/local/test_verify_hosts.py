"""Checks of hosts seen red on a real cluster: each thing is broken, the check of it says so, and no other does."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.registry import all_checks
from lib.clusters.kafka_clients import until, zookeeper
from lib.clusters.local_cluster import HOST, LocalCluster
from lib.machine.silent_mount import silent_mount

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

CHECKS = [check.id for check in all_checks() if isinstance(check, HostCheck)]
OF_A_PROCESS = ("release-running", "crash-loops", "restart-pending", "ports-closed")
"""Checks that ask what only a process can answer."""
REGISTERED = "/brokers/ids/1"
"""Node of the one broker, below the chroot of its cluster."""

Red = dict[tuple[str, str], str]
"""Check and subject without the host, to status."""


def verified(cluster: LocalCluster) -> list[dict[str, Any]]:
    words = [word for check in CHECKS for word in ("--only", check)]
    results: list[dict[str, Any]] = cluster.hiera_kafka("verify", *words, "--output", "json").data["results"]
    return results


def red(cluster: LocalCluster) -> Red:
    results = verified(cluster)
    return {
        (one["check"], one["subject"].removeprefix(HOST).strip()): one["status"]
        for one in results
        if one["status"] != "ok"
    }


@contextlib.contextmanager
def written(path: Path, content: bytes) -> Iterator[None]:
    """Give a file another content, or make it, for a while."""
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@contextlib.contextmanager
def log_configured(cluster: LocalCluster) -> Iterator[Red]:
    path = cluster.host() / "etc/kafka/log4j.properties"
    with written(path, path.read_bytes() + b"# by hand\n"):
        yield {("host-files", "kafka_broker"): "warning", ("restart-pending", "kafka"): "warning"}


@contextlib.contextmanager
def mode_changed(cluster: LocalCluster) -> Iterator[Red]:
    path = cluster.host() / "etc/zookeeper/conf/myid"
    before = path.stat().st_mode
    path.chmod(0o600)
    try:
        yield {("host-files", "zookeeper"): "warning"}
    finally:
        path.chmod(before)


@contextlib.contextmanager
def held(cluster: LocalCluster) -> Iterator[Red]:
    path = cluster.host() / "etc/kafka/release"
    with written(path, path.read_bytes().replace(b"kafka-3", b"kafka-2")):
        yield {("upgrade-pending", "kafka"): "warning"}


@contextlib.contextmanager
def left_over(cluster: LocalCluster) -> Iterator[Red]:
    name = "kafka-mirror-old@0"
    with written(cluster.host() / f"etc/supervisor/conf.d/{name}.conf", f"[program:{name}]\n".encode()):
        yield {("service-strangers", name): "warning"}


@contextlib.contextmanager
def of_another_broker(cluster: LocalCluster) -> Iterator[Red]:
    path = cluster.host() / "srv/kafka/data/meta.properties"
    with written(path, path.read_bytes().replace(b"broker.id=1\n", b"broker.id=7\n")):
        yield {("data-directories", str(path.parent)): "critical"}


@contextlib.contextmanager
def on_a_silent_filesystem(cluster: LocalCluster) -> Iterator[Red]:
    """The data of a broker is where nothing answers; the broker stands still, as it would there."""
    place = cluster.host() / "srv/kafka/data"
    process = cluster.pids()[HOST, "kafka"]
    os.kill(process, signal.SIGSTOP)
    try:
        with silent_mount(place):
            yield {
                ("data-directories", str(place)): "unknown",
                ("host-disk", str(place)): "unknown",
                ("host-files", "kafka_broker"): "unknown",
                ("host-inodes", str(place)): "unknown",
            }
    finally:
        os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def stopped(cluster: LocalCluster) -> Iterator[Red]:
    supervisor = Supervisor(str(cluster.host()))
    supervisor.stop("kafka", 60)
    try:
        yield {
            ("service-runs", "kafka"): "critical",
            ("ports-open", "kafka 9092"): "critical",
            **{(check, "kafka"): "unknown" for check in OF_A_PROCESS},
        }
    finally:
        supervisor.start("kafka")
        until(lambda: red(cluster) == {})


@contextlib.contextmanager
def taken(cluster: LocalCluster) -> Iterator[Red]:
    """Another process has the port of the broker."""
    address = cluster.brokers[0].partition(":")[0]
    with stopped(cluster) as found, socket.create_server((address, 9092)):
        (one,) = (one for one in verified(cluster) if one["subject"] == f"{HOST} kafka 9092")
        assert one["observed"] == f"{address}:9092, by process {os.getpid()}"
        yield found


@contextlib.contextmanager
def killed(cluster: LocalCluster, service: str, expected: Red) -> Iterator[Red]:
    """A service is started again by itself, which counts until somebody restarts it on purpose."""
    supervisor = Supervisor(str(cluster.host()))
    before = supervisor.status(service).pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: supervisor.status(service).pid not in {None, before} and red(cluster) == expected)
    try:
        yield expected
    finally:
        supervisor.stop(service, 60)
        supervisor.start(service)
        until(lambda: red(cluster) == {})


def once_killed(cluster: LocalCluster) -> AbstractContextManager[Red]:
    return killed(cluster, "zookeeper", {("crash-loops", "zookeeper"): "warning"})


@contextlib.contextmanager
def started_otherwise(cluster: LocalCluster) -> Iterator[Red]:
    """The broker was started with another Java and from another directory than its files name now."""
    host, supervisor = cluster.host(), Supervisor(str(cluster.host()))
    environment, release = host / "etc/default/kafka", host / "etc/kafka/release"
    before = {path: path.read_text() for path in (environment, release)}
    java, home = (
        text.partition(f"{name}=")[2].partition("\n")[0].strip("\"'")
        for name, text in zip(("JAVA_HOME", "KAFKA_HOME"), (before[environment], before[release]), strict=True)
    )
    links = {java: host / "other-java", home: host / "opt/kafka/other"}
    for target, link in links.items():
        link.symlink_to(target)
    try:
        with contextlib.ExitStack() as put_back:
            for path, target in ((environment, java), (release, home)):
                changed = path.read_text().replace(target, str(links[target]))
                put_back.enter_context(written(path, changed.encode()))
            supervisor.stop("kafka", 60)
            supervisor.start("kafka")
            until(lambda: ("ports-open", "kafka 9092") not in red(cluster))
        yield {
            ("host-java", "kafka"): "warning",
            ("release-running", "kafka"): "warning",
            ("restart-pending", "kafka"): "warning",
        }
    finally:
        supervisor.stop("kafka", 60)
        for link in links.values():
            link.unlink()
        supervisor.start("kafka")
        until(lambda: red(cluster) == {})


BROKEN: list[Callable[[LocalCluster], AbstractContextManager[Red]]] = [
    log_configured,
    mode_changed,
    held,
    left_over,
    of_another_broker,
    on_a_silent_filesystem,
    taken,
    once_killed,
    started_otherwise,
]


def test_all_is_well_before_anything_is_broken(running: LocalCluster) -> None:
    results = verified(running)

    assert [one for one in results if one["status"] != "ok"] == []
    # Of supervisor there are no limits, and nothing that starts with a host; this machine's kernel is not ours to set.
    assert {*CHECKS} - {one["check"] for one in results} == {"service-limits", "service-enabled", "host-kernel"}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_what_is_broken_is_red_and_nothing_else(
    running: LocalCluster, broken: Callable[[LocalCluster], AbstractContextManager[Red]]
) -> None:
    with broken(running) as expected:
        assert red(running) == expected
    assert red(running) == {}


def test_a_broker_that_ends_again_and_again_is_red(running: LocalCluster) -> None:
    """As long as ZooKeeper has somebody else under its id. What else is red depends on whether it is just starting."""
    supervisor = Supervisor(str(running.host()))
    expected = {"crash-loops": "critical", "service-runs": "critical", "restart-pending": "unknown"}
    supervisor.stop("kafka", 60)
    try:
        with zookeeper(running.strings()["zookeeper_connect"]) as other:
            until(lambda: not other.exists(REGISTERED))
            other.create(REGISTERED, b"{}", ephemeral=True)
            supervisor.start("kafka")
            until(
                lambda: {(check, "kafka"): status for check, status in expected.items()}.items() <= red(running).items()
            )
    finally:
        supervisor.stop("kafka", 60)
        supervisor.start("kafka")
    until(lambda: red(running) == {})


def test_a_stopped_broker_says_where_the_data_asks_for_it(running: LocalCluster) -> None:
    with stopped(running) as expected:
        results = verified(running)
        assert {
            (one["check"], one["subject"].removeprefix(HOST).strip()) for one in results if one["status"] != "ok"
        } == {*expected}
        (service,) = (one for one in results if (one["check"], one["status"]) == ("service-runs", "critical"))
        assert service["where"][0]["file"] == str(running.data / "project.yaml")
        assert "kafka.out" in service["hint"]
