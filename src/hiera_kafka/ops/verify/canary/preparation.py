"""Has the topic of a canary there before anything is written: made where it is missing, never changed where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hiera_kafka.clients.brokers import Member
from hiera_kafka.clients.canary_topic import CanaryTopicAdmin, TopicShape
from hiera_kafka.clients.groups import TopicPartition
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.verify.canary.record import is_ours
from hiera_kafka.ops.verify.canary.target import CanaryTarget, Via
from hiera_kafka.ops.verify.canary.topic import SETTINGS, differences, led_by, placed, without_partition
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary

Tell = Callable[[str], None]
"""Takes what is being done, a line of text."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The topic of a canary, and who is there.

    Attributes:
        canary: What became of the topic, yet without records.
        shape: What the topic is like; None where nothing may be written.
        alive: Every broker that is alive, by id.
    """

    canary: ClusterCanary
    shape: TopicShape | None
    alive: Mapping[int, Member]

    @property
    def fresh(self) -> bool:
        """Whether the topic, or a partition of it, was made just now: others may not know of it yet."""
        return self.canary.created or bool(self.canary.added)


def prepare(admin: CanaryTopicAdmin, target: CanaryTarget, via: Via, tell: Tell) -> Prepared:
    """Have the topic of a cluster's canary there, with a partition led by each broker.

    Args:
        admin: A connection to the cluster.
        target: The cluster.
        via: Gives the way to a cluster.
        tell: Is told what is made.

    Raises:
        ClientError: The cluster does not answer, or refuses to be asked.
    """
    alive = {member.id: member for member in admin.members()}
    shape = admin.shape(target.topic)
    if shape is None:
        return _made(admin, target, alive, tell)
    differs = differences(shape.options)
    if differs:
        foreign = _foreign(target.endpoints, via(target.endpoints), target.topic, len(shape.leaders))
        if foreign is not None:
            return Prepared(_canary(target, shape, foreign=foreign), None, alive)
    lacking = [broker for broker in without_partition(target.brokers, shape.replicas) if broker in alive]
    if not lacking:
        shape = _preferred(admin, target.topic, shape, alive)
        return Prepared(_canary(target, shape), shape, alive)
    return _extended(admin, target, shape, lacking, alive, tell)


def _made(admin: CanaryTopicAdmin, target: CanaryTarget, alive: Mapping[int, Member], tell: Tell) -> Prepared:
    missing = tuple(broker for broker in target.brokers if broker not in alive)
    if missing:
        # Its partitions would be those of the others for good, and its replicas fewer than elsewhere.
        return Prepared(ClusterCanary(target.topic, missing=missing), None, alive)
    tell(f"{target.name}: making topic {target.topic}")
    racks = {broker: alive[broker].rack for broker in target.brokers}
    refused = admin.make(target.topic, placed(target.brokers, racks, admin.default_replication()), SETTINGS)
    shape = admin.shape(target.topic) if refused is None else None
    if shape is None:
        return Prepared(ClusterCanary(target.topic, refused=refused or "it is gone again"), None, alive)
    return Prepared(_canary(target, shape, created=True), shape, alive)


def _extended(
    admin: CanaryTopicAdmin,
    target: CanaryTarget,
    shape: TopicShape,
    lacking: list[int],
    alive: Mapping[int, Member],
    tell: Tell,
) -> Prepared:
    replicas = len(shape.replicas[0])
    if len(alive) < replicas:
        return Prepared(_canary(target, shape), shape, alive)
    tell(f"{target.name}: adding partitions to topic {target.topic} for brokers {', '.join(map(str, lacking))}")
    racks = {broker: member.rack for broker, member in alive.items()}
    refused = admin.extend(target.topic, shape.replicas, placed(lacking, racks, replicas))
    if refused is not None:
        return Prepared(_canary(target, shape, refused=refused), shape, alive)
    grown = admin.shape(target.topic) or shape
    added = tuple(range(len(shape.leaders), len(grown.leaders)))
    return Prepared(_canary(target, grown, added=added), grown, alive)


def _preferred(admin: CanaryTopicAdmin, topic: str, shape: TopicShape, alive: Mapping[int, Member]) -> TopicShape:
    """Give partitions of the topic back to brokers that lead none of it, as after a restart."""
    leading = led_by(shape.leaders, shape.replicas)
    first = {number: replicas[0] for number, replicas in enumerate(shape.replicas)}
    due = {number: broker for number, broker in first.items() if broker in alive and broker not in leading}
    if not due:
        return shape
    admin.prefer(topic, due)
    return admin.shape(topic) or shape


def _canary(
    target: CanaryTarget,
    shape: TopicShape,
    *,
    created: bool = False,
    added: tuple[int, ...] = (),
    foreign: str | None = None,
    refused: str | None = None,
) -> ClusterCanary:
    return ClusterCanary(
        target.topic,
        partitions=len(shape.leaders),
        created=created,
        added=added,
        differs=differences(shape.options),
        leaderless=without_partition(target.brokers, shape.replicas),
        foreign=foreign,
        refused=refused,
    )


def _foreign(endpoints: Endpoints, via: str | None, topic: str, partitions: int) -> str | None:
    """Return where the newest record of a partition is not the canary's, as text; None where there is none."""
    with ReadableCluster(endpoints, via) as cluster:
        ranges = cluster.ranges(TopicPartition(topic, number) for number in range(partitions))
        last = {place: found.latest - 1 for place, found in ranges.items() if found.latest > found.earliest}
        newest = cluster.first(last)
    for place, record in newest.items():
        if record is not None and not is_ours(record.key):
            return f"offset {record.offset} of partition {place.partition}"
    return None
