"""Numbered messages that are written, mirrored and read, and what became of them."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

KEYS = 50
"""How many keys the messages of a topic have: message N has the key N modulo this."""


@dataclass
class Flow:
    """Writes messages 0, 1, 2, ... to topics of one cluster, and keeps which were acknowledged (acks=all).

    Attributes:
        servers: Brokers, `host:port,...`.
        written: Topic to how many messages were given to the producer so far.
        acknowledged: Topic to the numbers that the cluster acknowledged.
    """

    servers: str
    written: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        # Idempotent, so that what comes twice at a destination comes twice because of a mirror.
        self._producer = Producer(
            {
                "bootstrap.servers": self.servers,
                "acks": "all",
                "enable.idempotence": True,
                "linger.ms": 5,
                # Where Java puts a key; mirrors of the first engine choose partitions by it as well.
                "partitioner": "murmur2_random",
                "reconnect.backoff.max.ms": 500,
                # Short, so that a broker that is away does not keep a message for minutes that it then has twice.
                "message.timeout.ms": 60_000,
                "log_level": 0,
            }
        )

    def write(self, topic: str, count: int) -> None:
        """Write the next messages of a topic, and wait until they were acknowledged or given up."""
        first = self.written[topic]
        for number in range(first, first + count):
            self._producer.produce(topic, key=f"k{number % KEYS}", value=f"{number}", on_delivery=self._delivered)
            self._producer.poll(0)
        self.written[topic] += count
        self._producer.flush(90)

    def stop(self) -> None:
        """Give up what was not delivered, so that nothing is written later."""
        self._producer.purge()
        self._producer.flush(10)

    def _delivered(self, error: KafkaError | None, message: Message) -> None:
        if error is None:
            topic, value = message.topic(), message.value()
            assert topic is not None
            assert value is not None
            self.acknowledged[topic].add(int(value))


@dataclass(frozen=True)
class Arrived:
    """What a topic of a cluster holds: per partition the keys and numbers of its messages, in order."""

    partitions: tuple[tuple[tuple[bytes, int], ...], ...]

    @property
    def total(self) -> int:
        return sum(map(len, self.partitions))

    @property
    def numbers(self) -> set[int]:
        return {number for messages in self.partitions for _, number in messages}

    @property
    def twice(self) -> int:
        """How many messages came again after they had come."""
        return self.total - len(self.numbers)

    @property
    def overtaken(self) -> list[tuple[bytes, int]]:
        """First deliveries that came after the first delivery of a later message of the same key."""
        found = []
        for messages in self.partitions:
            newest: dict[bytes, int] = {}
            seen: set[int] = set()
            for key, number in messages:
                if number not in seen and number < newest.get(key, -1):
                    found.append((key, number))
                seen.add(number)
                newest[key] = max(number, newest.get(key, -1))
        return found

    @property
    def torn(self) -> set[bytes]:
        """Keys whose messages lie in more than one partition, so that their order is nobody's."""
        places = defaultdict(set)
        for partition, messages in enumerate(self.partitions):
            for key, _ in messages:
                places[key].add(partition)
        return {key for key, partitions in places.items() if len(partitions) > 1}


@contextlib.contextmanager
def reader(servers: str, group: str = "reader-of-tests") -> Iterator[Consumer]:
    """Give a consumer that commits what the test asks for, and nothing else."""
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": group,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
            "log_level": 0,
        }
    )
    try:
        yield consumer
    finally:
        consumer.close()


def create(servers: str, topic: str, partitions: int, replicas: int = 1) -> None:
    """Create a topic."""
    client = AdminClient({"bootstrap.servers": servers, "log_level": 0})  # its end is that of what it is asked
    (done,) = client.create_topics([NewTopic(topic, partitions, replicas)]).values()
    done.result()


def layout(servers: str) -> dict[str, int]:
    """Return topic to number of partitions."""
    topics = AdminClient({"bootstrap.servers": servers, "log_level": 0}).list_topics(timeout=30).topics
    return {name: len(topic.partitions) for name, topic in topics.items()}


def ends(servers: str, topics: Sequence[str]) -> dict[str, int]:
    """Return topic to how many messages it was given; 0 for those that are not there."""
    there = layout(servers)
    with reader(servers) as consumer:
        return {
            topic: sum(
                consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)[1]
                for partition in range(there.get(topic, 0))
            )
            for topic in topics
        }


def arrived(servers: str, topic: str) -> Arrived:
    """Read a topic from its beginning to its present end."""
    partitions = layout(servers).get(topic, 0)
    found: list[list[tuple[bytes, int]]] = [[] for _ in range(partitions)]
    with reader(servers) as consumer:
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in range(partitions)])
        left = partitions
        while left:
            message = consumer.poll(30)
            assert message is not None, f"{servers} does not answer"
            if error := message.error():
                assert error.code() == KafkaError._PARTITION_EOF, error
                left -= 1
                continue
            partition, key, value = message.partition(), message.key(), message.value()
            assert partition is not None
            assert key is not None
            assert value is not None
            found[partition].append((key, int(value)))
    return Arrived(tuple(map(tuple, found)))
