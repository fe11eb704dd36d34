"""A consumer group whose processing is remembered, so that what it skipped and what it had twice can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaError, Message, TopicPartition
from confluent_kafka.admin import AdminClient

from lib.clusters.flows import reader

_BATCH = 100


@dataclass
class Processor:
    """Processes messages and commits after each batch, in whichever cluster it is sent to.

    Attributes:
        group: Its consumer group.
        topics: What it reads.
        processed: (topic, number) to how often it was processed.
    """

    group: str
    topics: Sequence[str]
    processed: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def twice(self) -> int:
        """How many messages were processed again."""
        return sum(self.processed.values()) - len(self.processed)

    def run(self, servers: str, count: int | None = None) -> int:
        """Process at most `count` messages, all that there are by default; return how many."""
        done = 0
        with reader(servers, self.group) as consumer:
            assigned: list[TopicPartition] = []
            consumer.subscribe(list(self.topics), on_assign=lambda _, partitions: assigned.extend(partitions))
            ended: set[tuple[str | None, int | None]] = set()
            batch: list[Message] = []
            while (count is None or done < count) and not (assigned and len(ended) == len(assigned)):
                message = consumer.poll(60)
                assert message is not None, f"{servers} does not answer"
                place = (message.topic(), message.partition())
                if error := message.error():
                    assert error.code() == KafkaError._PARTITION_EOF, error
                    ended.add(place)
                    continue
                topic, value = message.topic(), message.value()
                assert topic is not None
                assert value is not None
                self.processed[topic, int(value)] += 1
                done += 1
                batch.append(message)
                if len(batch) == _BATCH:
                    consumer.commit(asynchronous=False)
                    batch.clear()
            if batch:
                consumer.commit(asynchronous=False)
        return done

    def position(self, servers: str) -> dict[tuple[str, int], int]:
        """Return what the group has committed in a cluster, per topic and partition."""
        client = AdminClient({"bootstrap.servers": servers, "log_level": 0})
        (answer,) = client.list_consumer_group_offsets([ConsumerGroupTopicPartitions(self.group)]).values()
        return {
            (place.topic, place.partition): place.offset
            for place in answer.result().topic_partitions or ()
            if place.offset >= 0
        }
