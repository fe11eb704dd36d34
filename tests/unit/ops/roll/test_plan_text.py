"""The plan of a rolling restart as a person reads it."""

from __future__ import annotations

from hiera_kafka.ops.roll.observation import GateAnswer, Observation, ServiceState
from hiera_kafka.ops.roll.plan import plan_of
from hiera_kafka.ops.roll.plan_text import blockers_of, text_of
from hiera_kafka.ops.roll.sections import rolled

B1, B2 = "b1.example.org", "b2.example.org"
FIRST, SECOND = "kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1"
FILE = "/etc/default/kafka-mirror-a_to_b@0"


def mirrors(host: str, *pending: str, down: tuple[str, ...] = (), everything: bool = False) -> Observation:
    services = tuple(
        ServiceState(name, name not in down, (FILE,) if name in pending else ()) for name in (FIRST, SECOND)
    )
    return Observation(host, rolled("kafka_mirror"), "b", services, everything)


def broker(host: str, *, leads: bool = False, blockers: tuple[str, ...] = ()) -> Observation:
    service = ServiceState("kafka", True, ("/etc/kafka/server.properties",))
    return Observation(host, rolled("kafka_broker"), "b", (service,), gate=GateAnswer(leads, blockers, ()))


def lines(*observations: Observation) -> list[str]:
    first, *rest = text_of(plan_of(observations)).splitlines()
    assert first == "Rolling restart, one at a time, each behind gates:"
    return rest


def test_each_process_that_has_a_restart_pending_is_restarted_and_no_other() -> None:
    assert lines(mirrors(B1, FIRST), mirrors(B2, FIRST, SECOND)) == [
        "  Mirrors to b",
        f"    1. {B1} {FIRST}: changed since its start: {FILE}",
        f"    2. {B2} {FIRST}: changed since its start: {FILE}",
        f"    3. {B2} {SECOND}: changed since its start: {FILE}",
        f"    nothing pending: {B1} {SECOND}",
    ]


def test_all_are_restarted_when_that_is_asked_for_but_those_that_do_not_run() -> None:
    assert lines(mirrors(B1, everything=True, down=(SECOND,)))[1:] == [
        f"    1. {B1} {FIRST}: nothing changed, but asked for",
        f"    does not run, so is not restarted: {B1} {SECOND}",
    ]


def test_mirrors_come_last_in_the_whole_plan() -> None:
    found = lines(mirrors(B1, FIRST), broker(B1))
    assert found[0] == "  Kafka b"
    assert found[-1] == f"    nothing pending: {B1} {SECOND}"


def test_the_controller_is_named_and_comes_last() -> None:
    assert lines(broker(B1, leads=True), broker(B2))[1:] == [
        f"    1. {B2}: changed since its start: /etc/kafka/server.properties",
        f"    2. {B1} (the Kafka controller now, so last): changed since its start: /etc/kafka/server.properties",
    ]


def test_without_restarts_it_says_so() -> None:
    assert lines(mirrors(B1))[-1] == "Nothing is to be restarted."
    assert lines() == ["Nothing is to be restarted."]


def test_what_stands_in_the_way_of_several_is_said_once() -> None:
    plan = plan_of([broker(B1, blockers=("down",)), broker(B2, blockers=("down",))])
    assert blockers_of(plan) == (f"{B1}, {B2}: down",)


def test_what_the_data_names_cannot_break_a_line() -> None:
    plan = plan_of([Observation("b1\n::error::", rolled("kafka_broker"), "b", (ServiceState("kafka", False),))])
    assert "b1\\n::error::" in text_of(plan)
