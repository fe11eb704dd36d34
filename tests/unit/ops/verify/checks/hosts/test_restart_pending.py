"""Services that run with other files than those that are there."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.hosts.restart_pending import RestartPending
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results, stopped, with_service


def test_nothing_is_pending() -> None:
    found = results(RestartPending, healthy_view())
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka": Status.OK}


def test_the_files_are_named() -> None:
    found = results(RestartPending, with_service(healthy_view(), "kafka", pending=("/etc/a", "/etc/b")))
    assert (found["kafka"].status, found["kafka"].observed) == (
        Status.WARNING,
        "changed since its start: /etc/a, /etc/b",
    )
    assert "hiera_kafka.core.roll_restart" in str(found["kafka"].hint)
    assert found["zookeeper"].status is Status.OK


def test_what_could_not_be_read_is_unknown() -> None:
    found = results(RestartPending, healthy_view(unread={"restart kafka": "not permitted"}))
    assert (found["kafka"].status, found["kafka"].observed) == (Status.UNKNOWN, "not permitted")
    assert found["zookeeper"].status is Status.OK


def test_what_does_not_run_is_unknown() -> None:
    assert results(RestartPending, stopped(healthy_view(), "kafka"))["kafka"].status is Status.UNKNOWN


def test_one_in_a_crash_loop_is_neither_pending_nor_ok() -> None:
    for pending in ((), ("/etc/a",)):
        found = results(RestartPending, with_service(healthy_view(), "kafka", pending=pending, loop=4))["kafka"]
        assert (found.status, found.observed) == (
            Status.UNKNOWN,
            "in a crash loop: started again 4 times in the last ten minutes; now running",
        )
