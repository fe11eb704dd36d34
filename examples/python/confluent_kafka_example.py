"""Produce and consume with confluent-kafka.

The first argument is a file that `hiera-kafka clients CLUSTER --for confluent-kafka --output json` wrote.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from confluent_kafka import Consumer, KafkaException, Message, Producer


def produce(settings: dict[str, str], topic: str) -> None:
    """Send each line of standard input, and return when the brokers have acknowledged all."""
    failed = []

    def delivered(error: object, message: Message) -> None:
        if error is not None:
            failed.append(f"{message.value()!r}: {error}")

    producer = Producer({**settings, "acks": "all", "enable.idempotence": True})
    for line in sys.stdin:
        producer.produce(topic, line.rstrip("\n").encode(), on_delivery=delivered)
        producer.poll(0)
    producer.flush()
    if failed:
        sys.exit("\n".join(failed))


def consume(settings: dict[str, str], topic: str, group: str, count: int) -> None:
    """Print messages, each committed when it is done with."""
    consumer = Consumer({**settings, "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    try:
        while count:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise KafkaException(message.error())
            print(message.value().decode(), flush=True)
            consumer.commit(message, asynchronous=False)
            count -= 1
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
