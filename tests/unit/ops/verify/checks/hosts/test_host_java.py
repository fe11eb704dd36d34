"""Java that is missing, too old, or not the one of the data."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import JavaSeen
from hiera_kafka.ops.verify.checks.hosts.host_java import HostJava
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service

HOME = "/usr/lib/jvm/default-java"


@pytest.mark.parametrize(
    ("java", "status", "observed"),
    [
        (JavaSeen(HOME, "17.0.15"), Status.OK, f"Java 17.0.15 at {HOME}"),
        (JavaSeen(HOME, "11"), Status.OK, f"Java 11 at {HOME}"),
        (JavaSeen(HOME, "21-ea"), Status.OK, f"Java 21-ea at {HOME}"),
        (JavaSeen(HOME, "1.8.0_402"), Status.CRITICAL, f"Java 1.8.0_402 at {HOME}"),
        (JavaSeen(HOME, None, "no such file"), Status.CRITICAL, f"none at {HOME}: no such file"),
        (JavaSeen(HOME, "seventeen"), Status.UNKNOWN, "a version of another form: seventeen"),
        (JavaSeen(HOME, "9" * 5000), Status.UNKNOWN, f"a version of another form: {'9' * 5000}"),
        (None, Status.UNKNOWN, "the host does not report it"),
    ],
)
def test_the_java_of_a_host(java: JavaSeen | None, status: Status, observed: str) -> None:
    found = results(HostJava, healthy_view(java=java))[""]
    assert (found.status, found.observed) == (status, observed)
    assert found.expected == "Java 11 or later for Kafka 3.9.2"


def test_services_run_with_the_java_of_the_data() -> None:
    found = results(HostJava, healthy_view())
    assert {name: one.status for name, one in found.items()} == dict.fromkeys(("", "zookeeper", "kafka"), Status.OK)


@pytest.mark.parametrize(("pending", "status"), [((), Status.CRITICAL), (("/etc/default/kafka",), Status.WARNING)])
def test_a_service_that_runs_with_another(pending: tuple[str, ...], status: Status) -> None:
    view = with_service(healthy_view(), "kafka", java="/opt/java-11", pending=pending)
    found = results(HostJava, view)
    assert (found["kafka"].status, found["kafka"].observed) == (status, "runs with /opt/java-11")
    assert found["kafka"].expected == f"runs with {HOME} (default)"
    assert found["zookeeper"].status is Status.OK


def test_a_java_that_was_replaced_under_a_service() -> None:
    view = with_service(healthy_view(), "kafka", program="/usr/lib/jvm/java-17-openjdk-amd64/bin/java (deleted)")
    found = results(HostJava, view)
    assert found["kafka"].status is Status.WARNING
    assert found["kafka"].observed == f"runs with {HOME}, which was replaced since it started"
    assert found["zookeeper"].status is Status.OK


def test_a_program_is_no_java_home() -> None:
    program = "/usr/lib/jvm/java-17-openjdk-amd64/bin/java"
    assert set(results(HostJava, with_service(healthy_view(), "kafka", java=program, program=program))) == {
        "",
        "zookeeper",
    }


def test_a_service_that_does_not_run_or_does_not_say_is_left_to_others() -> None:
    assert set(results(HostJava, stopped(healthy_view(), "kafka"))) == {"", "zookeeper"}
    assert set(results(HostJava, with_service(healthy_view(), "kafka", java=None))) == {"", "zookeeper"}
