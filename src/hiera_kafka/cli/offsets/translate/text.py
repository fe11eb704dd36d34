"""Tables and sentences of `hiera-kafka offsets translate` and `save`."""

from __future__ import annotations

from typing import Any

from hiera_kafka.ops.offsets.execution import Plan
from hiera_kafka.ops.offsets.plan import OffsetChange
from hiera_kafka.ops.offsets.translate.bounds import Way, again, to_read, unprocessed_there
from hiera_kafka.ops.offsets.translate.translation import Translated, Translation

Row = tuple[str, ...]

TOPICS = ("topic", "by", "unprocessed", "not there yet", "to read", "again", "because")
CHANGES = ("topic", "partition", "may be", "is", "becomes", "effect")
SAVED = ("group", "topic", "by", "unprocessed", "again")


def head(found: Translation) -> str:
    """Return one line on what is translated, and how the group is at the source."""
    ask, group = found.ask, found.source_group
    if group is None:
        state = f"{ask.source} does not answer"
    elif group.is_active:
        members = ", ".join(str(member) for member in group.members) or "members that are just joining"
        state = f"it is still active in {ask.source}: {members}"
    else:
        state = f"it has no active consumer in {ask.source}"
    return f"Group {ask.group}, from {ask.source} to {ask.destination}; {state}."


def topic_rows(found: Translation) -> list[Row]:
    """Return a row for each topic."""
    return [
        (
            one.topic,
            str(one.way),
            _number(one.bound.unprocessed),
            _number(one.bound.waiting),
            str(to_read(one.bound, one.destination)),
            _number(again(one.bound, one.destination)),
            one.bound.why,
        )
        if one.bound is not None
        else (one.topic, "nothing", "?", "?", "?", "?", unproven(one))
        for one in found.topics
    ]


def notes(found: Translation) -> list[str]:
    """Return what an operator must know beside the tables."""
    ask = found.ask
    lines = [f"Left as it is: {topic}: {why}." for topic, why in sorted(found.left.items())]
    if found.source_group is None and not ask.topics:
        lines.append(f"Topics of the group that only {ask.source} could name are not among these: --topic names them.")
    if found.source_group is not None and found.source_group.is_active:
        lines.append("What it processes from now on is read again.")
    waiting = sum(one.bound.waiting or 0 for one in found.topics if one.bound is not None)
    if waiting:
        lines.append(
            f"At most {waiting} unprocessed messages are not in {ask.destination} yet: the mirror brings them, "
            f"as long as {ask.source} runs."
        )
    missing = sum(_missing(one) for one in found.topics)
    if missing:
        lines.append(f"{missing} unprocessed messages are no longer in {ask.destination}: it has deleted them.")
    lines += [
        f"Mirror {name} skips messages written to a topic before it found the topic: no group ever got those."
        for name in sorted({one.flow.name for one in found.topics if one.flow.skips})
    ]
    if any(one.way is Way.TIME for one in found.topics):
        lines.append("Only you can know whether messages are skipped: nothing here proves the time that you gave.")
    return lines


def _missing(one: Translated) -> int:
    if one.bound is None or one.bound.unprocessed is None or one.bound.waiting is None:
        return 0
    return max(0, unprocessed_there(one.bound) - to_read(one.bound, one.destination))


def unproven(one: Translated) -> str:
    """Return why a topic has no position."""
    return "; ".join(f"by {way}: {why}" for way, why in one.unproven.items())


def change_rows(plan: Plan) -> list[Row]:
    """Return a row for each partition."""
    return [
        (
            change.partition.topic,
            str(change.partition.partition),
            str(change.range),
            "none" if change.old is None else str(change.old.offset),
            str(change.new),
            _effect(change),
        )
        for change in plan.changes
    ]


def _effect(change: OffsetChange) -> str:
    left = f"{change.range.latest - change.new} to read"
    if not change.needed:
        return f"stays, {left}"
    if change.skipped:
        return f"{change.skipped} on, {left}"
    return f"{change.reread} back, {left}" if change.reread else left


def end(found: Translation, plan: Plan) -> str:
    """Return the sum in one line."""
    if not plan.needed:
        return "Every partition is there already: nothing to write."
    repeated = [again(one.bound, one.destination) for one in found.topics if one.bound is not None]
    known = [number for number in repeated if number is not None]
    read_again = f"about {sum(known)} messages" if len(known) == len(repeated) else "an unknown number of messages"
    proven = all(one.way is not Way.TIME for one in found.topics)
    skipped = "none skipped" if proven else "skipped ones unknown"
    number = len(plan.needed)
    return f"{number} partition{'' if number == 1 else 's'} to write: {skipped}, {read_again} read again."


def to_dict(found: Translation, plan: Plan, entry: int | None) -> dict[str, Any]:
    """Return a JSON-able form of a translation and what is done with it."""
    return {
        **saved_dict(found),
        "from": found.ask.source,
        "to": found.ask.destination,
        "source_answers": found.source_group is not None,
        "source_active": None if found.source_group is None else found.source_group.is_active,
        "left": dict(sorted(found.left.items())),
        "executed": entry is not None,
        "entry": entry,
        "partitions": [change.to_dict() for change in plan.changes],
    }


def saved_dict(found: Translation) -> dict[str, Any]:
    """Return a JSON-able form of what was found of a group."""
    return {"group": found.ask.group, "topics": [_topic(one) for one in found.topics]}


def _topic(one: Translated) -> dict[str, Any]:
    bound = one.bound
    return {
        "topic": one.topic,
        "mirror": one.flow.name,
        "by": None if one.way is None else str(one.way),
        "because": unproven(one) if bound is None else bound.why,
        "unprocessed": None if bound is None else bound.unprocessed,
        "waiting": None if bound is None else bound.waiting,
        "lost": None if bound is None else bound.lost,
        "skipped": 0 if bound is not None and one.way is not Way.TIME else None,
        "to_read": None if bound is None else to_read(bound, one.destination),
        "again": None if bound is None else again(bound, one.destination),
    }


def saved_rows(found: Translation) -> list[Row]:
    """Return a row for each topic of a group that is saved."""
    return [
        (
            found.ask.group,
            one.topic,
            str(one.way),
            _number(one.bound.unprocessed),
            _number(again(one.bound, one.destination)),
        )
        if one.bound is not None
        else (found.ask.group, one.topic, f"nothing, not saved: {unproven(one)}", "?", "?")
        for one in found.topics
    ]


def _number(number: int | None) -> str:
    return "?" if number is None else str(number)
