"""Services that were left behind."""

from __future__ import annotations

from hiera_kafka.ops.verify.checks.hosts.service_strangers import ServiceStrangers
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import healthy_view, results


def test_there_is_none() -> None:
    assert results(ServiceStrangers, healthy_view())[""].status is Status.OK


def test_what_could_not_be_read_is_unknown() -> None:
    found = results(ServiceStrangers, healthy_view(unread={"strangers": "not permitted"}))[""]
    assert (found.status, found.observed) == (Status.UNKNOWN, "not permitted")


def test_each_is_named() -> None:
    names = ("kafka-mirror-old@0", "kafka-mirror-$(reboot)@0")
    found = results(ServiceStrangers, healthy_view(strangers=names))
    assert {name: one.status for name, one in found.items()} == dict.fromkeys(names, Status.WARNING)
    assert f"--now {names[0]}`" in str(found[names[0]].hint)
    assert f"--now '{names[1]}'`" in str(found[names[1]].hint)
