"""Services as they run: what cannot be seen of one that does not is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.running import NOT_REPORTED, RunningServiceCheck, deviation, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.healthy_host import K1, healthy_view, results, stopped, with_service


class Made(RunningServiceCheck):
    id = "made"
    title = "made for this test"
    order = 0

    def expected(self, _view: HostView, service: Service) -> str | None:
        return f"of {service.name}" if service.name == "kafka" else None

    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterator[Result]:
        yield self.ok(subject(view, service), expected=expected, observed=str(seen.pid), hosts=(view.host,))


def test_services_of_which_nothing_is_expected_are_left_out() -> None:
    found = results(Made, healthy_view())
    assert [(name, one.expected, one.status) for name, one in found.items()] == [("kafka", "of kafka", Status.OK)]


def test_what_does_not_run_is_unknown() -> None:
    found = results(Made, stopped(healthy_view(), "kafka", "failed"))["kafka"]
    assert (found.status, found.expected, found.observed) == (Status.UNKNOWN, "of kafka", "it does not run: failed")


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(Made, healthy_view(services={}))["kafka"]
    assert (found.status, found.observed) == (Status.UNKNOWN, NOT_REPORTED)


@pytest.mark.parametrize(
    ("reasons", "reason"),
    [
        ({}, NOT_REPORTED),
        ({"limits": "no /proc"}, "no /proc"),
        ({"limits kafka": "gone", "limits": "no /proc"}, "gone"),
        ({"limits zookeeper": "gone"}, NOT_REPORTED),
    ],
)
def test_the_host_says_why_something_is_missing(reasons: dict[str, str], reason: str) -> None:
    assert missing(healthy_view(unread=reasons), "limits", "kafka") == reason


def test_a_restart_that_is_pending_makes_a_difference_less_bad() -> None:
    kafka = healthy_view(K1).seen.services["kafka"]
    assert deviation(kafka) is Status.CRITICAL
    assert deviation(replace(kafka, pending=("/etc/default/kafka",))) is Status.WARNING
    assert with_service(healthy_view(), "kafka", pending=("x",)).seen.services["kafka"].pending == ("x",)
