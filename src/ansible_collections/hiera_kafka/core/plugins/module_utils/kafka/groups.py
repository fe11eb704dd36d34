"""What Kafka says of a group: which broker coordinates it, and who is in it.

Consumers of MirrorMaker 1 and workers of MirrorMaker 2 form groups of the same kind. Both questions are asked in a
version that every broker from 1.1 on serves.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import AnswerError
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    Connection,
    ProtocolError,
    encode_array,
    encode_text,
    frame,
    unframe,
)

FIND_COORDINATOR = 10
DESCRIBE_GROUPS = 15

STABLE = "Stable"

_GROUP = 0  # the key of the coordinator that is looked for is a group, not a transaction


@dataclass(frozen=True)
class GroupMember:
    """One member of a group: the id that its client gave itself, and the address that the broker sees it at."""

    client: str
    address: str


@dataclass(frozen=True)
class Group:
    """A group as its coordinator sees it.

    Attributes:
        state: `Stable` when every member has its share; `Dead` when there is no such group.
        own_address: The address that the coordinator sees this host at.
    """

    state: str
    members: tuple[GroupMember, ...]
    own_address: str = ""


def ask_group(group: str, address: str, port: int) -> Group:
    """Return the group, asked of its coordinator, which the broker at `address` names.

    Raises:
        OSError: When the broker or the coordinator does not answer in time.
        ProtocolError: When what listens there is no Kafka broker.
        AnswerError: When there is no coordinator yet, or it refuses.
    """
    with Connection(address, port) as connection:
        host, at = decode_coordinator_response(connection.ask(encode_coordinator_request(group)))
    with Connection(host, at) as connection:
        found = decode_groups_response(connection.ask(encode_groups_request(group)))
        return Group(found.state, found.members, connection.own_address)


def encode_coordinator_request(group: str) -> bytes:
    """Return the question for the broker that coordinates a group."""
    return frame(FIND_COORDINATOR, 1, encode_text(group) + struct.pack(">b", _GROUP))


def decode_coordinator_response(answer: bytes) -> tuple[str, int]:
    """Return host and port of the coordinator, as it advertises them.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When there is none at the moment.
    """
    reader = unframe(answer)
    reader.integer()  # time that the broker throttled us
    code, words = reader.short(), reader.text()
    if code:
        raise AnswerError("the broker does not name the group's coordinator", code, words)
    reader.integer()  # its id
    return reader.text() or "", reader.integer()


def encode_groups_request(group: str) -> bytes:
    """Return the question for one group."""
    return frame(DESCRIBE_GROUPS, 1, encode_array([encode_text(group)]))


def decode_groups_response(answer: bytes) -> Group:
    """Return the one group that was asked for.

    Raises:
        ProtocolError: When it is no answer to our question.
        AnswerError: When the broker refuses, or no longer coordinates it.
    """
    reader = unframe(answer)
    reader.integer()  # time that the broker throttled us

    def member() -> GroupMember:
        reader.text()  # the id that the coordinator gave it
        client, address = reader.text() or "", reader.text() or ""
        reader.data()  # what it subscribes to
        reader.data()  # its share
        # Java writes a host name, which may be empty, and the address behind it: /10.0.0.1
        return GroupMember(client, address.rpartition("/")[2])

    def group() -> Group:
        code, name, state = reader.short(), reader.text(), reader.text() or ""
        reader.text()  # consumer or connect
        reader.text()  # how shares are dealt out
        members = reader.array(member)
        if code:
            raise AnswerError(f"group {name} is not described", code)
        return Group(state, tuple(members))

    groups = reader.array(group)
    if len(groups) != 1:
        raise ProtocolError(f"an answer about {len(groups)} groups")
    return groups[0]
