"""Whether preferred leaders lead."""

from __future__ import annotations

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.ops.verify.checks.brokers.leader_balance import LeaderBalance
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from lib.data.healthy_cluster import CONTROLLER, IDS, host_of, options, partition, results, seen

OFF = BrokerOption(in_file=True, file="false", default="true", type="boolean")


def led_by_others(number: int, **fields: object) -> ClusterSeen:
    """Thirty partitions that prefer broker 1001, so many of which 1002 leads."""
    found = {
        TopicPartition("t", index): partition(*IDS, leader=1002 if index < number else 1001) for index in range(30)
    }
    return seen(partitions=found, **fields)


def of_controller(**changed: BrokerOption) -> dict[int, dict[str, BrokerOption]]:
    return {**{broker: options(broker) for broker in IDS}, CONTROLLER: options(CONTROLLER, **changed)}


def test_leaders_are_where_they_should_be() -> None:
    (result,) = results(LeaderBalance)

    assert (result.status, result.observed) == (Status.OK, "0 % at most, of 30 partitions")
    assert result.expected == "at most 10 % of a broker's preferred partitions led by others"


def test_what_kafka_leaves_alone_is_well_and_more_is_a_warning() -> None:
    (well,), (more,) = results(LeaderBalance, led_by_others(3)), results(LeaderBalance, led_by_others(4))

    assert (well.status, well.value, well.unit) == (Status.OK, 10.0, "%")
    assert (more.status, more.observed) == (Status.WARNING, "broker 1001: 13 % (4 of 30)")
    assert more.hosts == (host_of(1001),)
    assert more.hint is not None
    assert "moves them back" in more.hint


def test_the_limit_is_that_of_the_controller() -> None:
    limit = BrokerOption(in_file=True, file="20", default="10", type="int")
    answer = led_by_others(4, options=of_controller(leader_imbalance_per_broker_percentage=limit))

    assert results(LeaderBalance, answer)[0].status is Status.OK


def test_without_automatic_rebalancing_one_partition_is_a_warning() -> None:
    answer = led_by_others(1, options=of_controller(auto_leader_rebalance_enable=OFF))

    (result,) = results(LeaderBalance, answer)

    assert result.status is Status.WARNING
    assert result.expected == "at most 0 % of a broker's preferred partitions led by others"
    assert result.hint is not None
    assert "leader-election" in result.hint


def test_kafkas_own_limit_counts_where_no_broker_tells_its_options() -> None:
    assert results(LeaderBalance, led_by_others(3, options={}))[0].status is Status.OK
    assert results(LeaderBalance, led_by_others(4, options={}))[0].status is Status.WARNING


def test_a_cluster_without_topics_is_balanced() -> None:
    assert results(LeaderBalance, seen(partitions={}))[0].status is Status.OK
