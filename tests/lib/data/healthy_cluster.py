"""What the brokers of the inventory `three` say when all is well, for tests that break one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.clients.cluster_state import LogDirectorySeen, PartitionSeen
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.look.seen import DataSeen
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.plan.running_options import rendered
from lib.data.verify_views import compiler, host_seen, host_view, hosts

IDS = (1001, 1002, 1003)
CLUSTER_ID = "Jx0ODYQ4TGCrH2jDYpTb7w"
CONTROLLER = 1002
RACKS = dict(zip(IDS, "ABC", strict=True))
FILE = "/etc/kafka/server.properties"


def host_of(broker: int) -> str:
    return hosts()[IDS.index(broker)]


def address_of(broker: int) -> str:
    return compiler().catalogs[host_of(broker)].machine.address


def options(broker: int, **changed: BrokerOption | None) -> dict[str, BrokerOption]:
    """The options of a broker as rendered; names are written with underscores, None takes one away."""
    found = {
        name: BrokerOption(in_file=True, file=value, default=None, type="string")
        for name, value in rendered(compiler().catalogs[host_of(broker)], OptionKind.BROKER).items()
    }
    found["leader.imbalance.per.broker.percentage"] = BrokerOption(in_file=False, file=None, default="10", type="int")
    for name, option in changed.items():
        if option is None:
            del found[name.replace("_", ".")]
        else:
            found[name.replace("_", ".")] = option
    return found


def partition(*replicas: int, leader: int | None = 0, isr: Iterable[int] | None = None, **more: Any) -> PartitionSeen:
    """A partition, led by its first replica and with all in sync where nothing else is said."""
    in_sync = tuple(isr) if isr is not None else replicas
    made = PartitionSeen(replicas[0] if leader == 0 else leader, replicas, in_sync, (), None)
    return replace(made, **more)


def partitions(count: int = 30, topic: str = "t") -> dict[TopicPartition, PartitionSeen]:
    """Partitions whose preferred leaders are spread over all brokers."""
    turns = [(*IDS[turn:], *IDS[:turn]) for turn in range(len(IDS))]
    return {TopicPartition(topic, number): partition(*turns[number % len(turns)]) for number in range(count)}


def seen(**fields: Any) -> ClusterSeen:
    members = {broker: Member(broker, address_of(broker), 9092, RACKS[broker]) for broker in IDS}
    return replace(
        ClusterSeen(
            took_s=0.1,
            id=CLUSTER_ID,
            controllers=dict.fromkeys(IDS, CONTROLLER),
            members=members,
            endpoints={broker: (f"PLAINTEXT://{address_of(broker)}:9092",) for broker in IDS},
            options={broker: options(broker) for broker in IDS},
            partitions=partitions(),
            directories={broker: (LogDirectorySeen("/srv/kafka/data", None, 100, 50),) for broker in IDS},
            silent={},
            releases=dict.fromkeys(IDS, (3, 9)),
            moving={},
        ),
        **fields,
    )


def without(broker: int, **fields: Any) -> ClusterSeen:
    """The same cluster after one broker was stopped."""
    whole = seen()
    names = ("controllers", "members", "endpoints", "options", "directories", "releases")
    rest = {name: {key: value for key, value in getattr(whole, name).items() if key != broker} for name in names}
    return replace(whole, **rest, **fields)


def host_views(**fields: Any) -> dict[str, HostView]:
    """The hosts, each with the brokers' data on its disk."""
    data = DataSeen("/srv/kafka/data", {"cluster.id": CLUSTER_ID, "version": "0"})
    return {host: host_view(number, host_seen(**{"data": (data,), **fields})) for number, host in enumerate(hosts())}


def view(answer: ClusterSeen | None = None, views: Mapping[str, HostView] | None = None) -> ClusterView:
    model = compiler().clusters.kafka["three"]
    return ClusterView("three", model, host_views() if views is None else views, answer or seen())


def results(check: type[ClusterCheck], answer: ClusterSeen | None = None, **more: Any) -> list[Result]:
    return list(check().check(view(answer, **more)))


def statuses(found: Iterable[Result]) -> dict[str, Status]:
    """Status by subject, of those that have one result."""
    return {result.subject: result.status for result in found}
