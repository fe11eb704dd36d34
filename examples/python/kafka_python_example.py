"""Produce and consume with kafka-python.

The first argument is a file that `hiera-kafka clients CLUSTER --for kafka-python --output json` wrote.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition


def produce(settings: dict[str, Any], topic: str) -> None:
    """Send each line of standard input, and return when the brokers have acknowledged all."""
    producer = KafkaProducer(**settings, acks="all")
    sent = [producer.send(topic, line.rstrip("\n").encode()) for line in sys.stdin]
    for future in sent:
        future.get(timeout=30)
    producer.close()


def consume(settings: dict[str, Any], topic: str, group: str, count: int) -> None:
    """Print messages, each committed when it is done with."""
    consumer = KafkaConsumer(topic, **settings, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False)
    try:
        for message in consumer:
            print(message.value.decode(), flush=True)
            partition = TopicPartition(message.topic, message.partition)
            consumer.commit({partition: OffsetAndMetadata(message.offset + 1, "", -1)})
            count -= 1
            if not count:
                break
    finally:
        consumer.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("settings", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("produce").add_argument("topic")
    reader = commands.add_parser("consume")
    reader.add_argument("topic")
    reader.add_argument("group")
    reader.add_argument("--count", type=int, default=-1, help="end after so many messages; default: never")
    given = parser.parse_args()
    settings = json.loads(given.settings.read_text())[0]["settings"]
    if given.command == "produce":
        produce(settings, given.topic)
    else:
        consume(settings, given.topic, given.group, given.count)


if __name__ == "__main__":
    main()
