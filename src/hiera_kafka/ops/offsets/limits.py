"""Which offsets a group may be given: one rule for setting and for undoing."""

from __future__ import annotations

from hiera_kafka.clients.groups import Range, TopicPartition
from hiera_kafka.errors import Diagnostic, Position


def out_of_range(
    partition: TopicPartition, offset: int, allowed: Range, hint: str, where: tuple[Position, ...] = ()
) -> Diagnostic | None:
    """Return why an offset may not be committed, None where it may.

    Args:
        partition: Where.
        offset: What is to be committed.
        allowed: Offsets that the partition can be read from.
        hint: What can be done instead.
        where: Line of a file that asks for it.
    """
    if offset in allowed:
        return None
    return Diagnostic(
        "offset-out-of-range",
        f"offset {offset} of {partition} is out of range, {allowed} is allowed",
        where,
        f"{allowed.earliest} is the first message, {allowed.latest} is one past the last",
        hint,
    )
