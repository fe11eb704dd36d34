"""What a gate asks of Kafka: every partition, the min.insync.replicas of every topic, reassignments, versions served.

Each question is asked in a version that every broker from 1.1 on serves, or is looked up in what the broker serves.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.broker_metadata import (
    METADATA,
    METADATA_VERSION,
    Metadata,
    read_metadata,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    ProtocolError,
    encode_array,
    encode_text,
    frame,
    unframe,
)

API_VERSIONS = 18
DESCRIBE_CONFIGS = 32
LIST_PARTITION_REASSIGNMENTS = 46

NOT_CONTROLLER = 41

TOPIC, BROKER = 2, 4  # org.apache.kafka.common.config.ConfigResource.Type

_UNKNOWN_TOPIC = 3
_ANSWER_MS = 5000
_EVERYTHING = b"\0"  # a null array of the flexible encoding
_NO_TAGS = b"\0"


class AnswerError(ProtocolError):
    """The broker understood the question and answered with an error."""

    def __init__(self, what: str, code: int, words: str | None = None) -> None:
        self.code = code
        super().__init__(f"{what}: Kafka's error {code}" + (f", {words}" if words else ""))


class Partition(NamedTuple):
    """One partition; brokers by id, leader None when it has none."""

    topic: str
    index: int
    leader: int | None
    replicas: tuple[int, ...]
    isr: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name that logs and data directories have for it."""
        return f"{self.topic}-{self.index}"


def encode_partitions_request() -> bytes:
    """Return the question for all brokers, topics and partitions."""
    return frame(METADATA, METADATA_VERSION, struct.pack(">i?", -1, False))


def decode_partitions_response(answer: bytes) -> tuple[Metadata, tuple[Partition, ...]]:
    """Return the brokers and every partition that the broker lets us see.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When the broker refuses to describe a topic.
    """
    reader = unframe(answer)
    metadata = read_metadata(reader)
    found: list[Partition] = []

    def topic() -> None:
        code, name = reader.short(), reader.text() or ""
        reader.flag()  # whether it is one of Kafka's own
        found.extend(reader.array(lambda: partition(name)))
        if code:
            raise AnswerError(f"topic {name} is not described", code)

    def partition(name: str) -> Partition:
        reader.short()  # the error says what the leader and the replicas say as well
        index, leader = reader.integer(), reader.integer()
        replicas, isr = reader.integers(), reader.integers()
        reader.integers()  # offline replicas, which are not in the ISR
        return Partition(name, index, leader if leader >= 0 else None, replicas, isr)

    reader.array(topic)
    return metadata, tuple(found)


def encode_configs_request(kind: int, names: Sequence[str], option: str) -> bytes:
    """Return the question for one option of each topic or broker, in its version 1.

    Args:
        kind: TOPIC or BROKER.
        names: Names of the topics, or the id of the broker that is asked, as text.
        option: Name of the option.
    """
    options = encode_array([encode_text(option)])
    resources = [struct.pack(">b", kind) + encode_text(name) + options for name in names]
    return frame(DESCRIBE_CONFIGS, 1, encode_array(resources) + struct.pack(">?", False))


def decode_configs_response(answer: bytes, option: str) -> dict[str, str]:
    """Return name to the effective value of the option: for a topic its own, else the broker's.

    A topic that was deleted meanwhile is left out, and what has no such option.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When the broker refuses to tell.
    """
    reader = unframe(answer)
    reader.integer()  # time that the broker throttled us
    found: dict[str, str] = {}

    def entry() -> tuple[str, str | None]:
        name, value = reader.text() or "", reader.text()
        reader.flag()  # read-only
        reader.byte()  # where the value comes from
        reader.flag()  # sensitive
        reader.array(synonym)
        return name, value

    def synonym() -> None:
        reader.text()
        reader.text()
        reader.byte()

    def resource() -> None:
        code, words = reader.short(), reader.text()
        reader.byte()
        of = reader.text() or ""
        value = dict(reader.array(entry)).get(option)
        if code not in (0, _UNKNOWN_TOPIC):
            raise AnswerError(f"{option} of {of} is not in the answer", code, words)
        if value is not None:
            found[of] = value

    reader.array(resource)
    return found


def encode_reassignments_request() -> bytes:
    """Return the question for every reassignment that is going on; only the Kafka controller answers it."""
    body = struct.pack(">i", _ANSWER_MS) + _EVERYTHING + _NO_TAGS
    return frame(LIST_PARTITION_REASSIGNMENTS, 0, body, flexible=True)


def decode_reassignments_response(answer: bytes) -> tuple[str, ...]:
    """Return the names of the partitions that are being reassigned.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When the broker refuses; NOT_CONTROLLER when the controller is another one by now.
    """
    reader = unframe(answer, flexible=True)
    reader.integer()  # time that the broker throttled us
    code, words = reader.short(), reader.compact_text()
    if code:
        raise AnswerError("the broker does not answer for reassignments", code, words)
    found: list[str] = []

    def topic() -> None:
        name = reader.compact_text() or ""
        found.extend(f"{name}-{index}" for index in reader.compact_array(partition))
        reader.tags()

    def partition() -> int:
        index = reader.integer()
        for _ in ("replicas", "adding", "removing"):
            reader.compact_integers()
        reader.tags()
        return index

    reader.compact_array(topic)
    reader.tags()
    return tuple(found)


def encode_versions_request() -> bytes:
    """Return the question for what the broker serves, in the version that every broker answers."""
    return frame(API_VERSIONS, 0, b"")


def decode_versions_response(answer: bytes) -> dict[int, range]:
    """Return the number of each question that the broker serves, and its versions.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When the broker refuses.
    """
    reader = unframe(answer)
    code = reader.short()
    if code:
        raise AnswerError("the broker does not answer for its versions", code)

    def version() -> tuple[int, range]:
        key, lowest, highest = reader.short(), reader.short(), reader.short()
        return key, range(lowest, highest + 1)

    return dict(reader.array(version))
