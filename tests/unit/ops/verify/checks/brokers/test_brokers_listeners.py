"""What brokers advertise."""

from __future__ import annotations

import pytest

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.ops.verify.checks.brokers.brokers_listeners import BrokersListeners
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_cluster import IDS, address_of, options, results, seen, without

WRONG = "PLAINTEXT://192.0.2.7:9093"


def test_what_is_registered_is_what_the_data_says() -> None:
    found = results(BrokersListeners)

    assert [result.status for result in found] == [Status.OK] * 3
    assert found[0].expected == found[0].observed == f"PLAINTEXT://{address_of(1001)}:9092"
    assert found[0].where  # its host and port in the data


@pytest.mark.parametrize("place", ["registered", "option", "dynamic"])
def test_others_are_critical_wherever_they_are_seen(place: str) -> None:
    endpoints = {broker: seen().endpoints[broker] for broker in IDS if broker != 1001}
    option = BrokerOption(in_file=True, file=WRONG, default=None)
    if place == "dynamic":
        right = options(1001)["advertised.listeners"].file
        option = BrokerOption(in_file=True, file=right, default=None, dynamic=(("this broker", WRONG),))
    answer = (
        seen(endpoints={**endpoints, 1001: (WRONG,)})
        if place == "registered"
        else seen(endpoints=endpoints, options={**seen().options, 1001: options(1001, advertised_listeners=option)})
    )

    found = results(BrokersListeners, answer)

    assert [result.status for result in found] == [Status.CRITICAL, Status.OK, Status.OK]
    assert found[0].observed == WRONG


def test_one_listener_too_many_is_critical() -> None:
    both = (*seen().endpoints[1003], "SSL://k:9093")

    assert results(BrokersListeners, seen(endpoints={**seen().endpoints, 1003: both}))[2].status is Status.CRITICAL


def test_a_broker_that_is_not_there_is_unknown() -> None:
    found = results(BrokersListeners, without(1003))

    assert (found[2].status, found[2].observed) == (Status.UNKNOWN, "the broker is not registered")


def test_without_zookeeper_and_options_nothing_is_known() -> None:
    silent = seen(endpoints={}, options={}, silent={"1001": "no answer within 5 s"})

    found = results(BrokersListeners, silent)

    assert {result.status for result in found} == {Status.UNKNOWN}
    assert found[0].observed == "the broker does not tell its options: no answer within 5 s"
