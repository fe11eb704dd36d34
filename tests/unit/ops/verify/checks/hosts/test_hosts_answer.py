"""Hosts that answer, and those that do not."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.hosts.hosts_answer import HostsAnswer
from hiera_kafka.ops.verify.result import Status
from lib.data.verify_views import SILENT, host_seen, host_view


def test_a_host_that_answers_says_after_how_long() -> None:
    view = host_view(answer=host_seen(took_s=1.23456))
    (result,) = HostsAnswer().check(view)

    assert (result.status, result.subject) == (Status.OK, view.host)
    assert (result.observed, result.value, result.unit) == ("an answer after 1.2 s", 1.235, "s")


def test_a_host_that_does_not_answer_says_why() -> None:
    view = host_view(answer=SILENT)
    (result,) = HostsAnswer().check(view)

    assert result.status is Status.CRITICAL
    assert result.observed == "none: no connection: timed out"
    assert (result.hint, result.hosts) == ("start it", (view.host,))
