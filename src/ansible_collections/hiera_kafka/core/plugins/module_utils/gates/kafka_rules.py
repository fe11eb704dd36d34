"""The gate of Kafka: what follows from one look at the cluster, without asking anybody anything."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Verdict, count, some
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.kafka import MIN_INSYNC, Snapshot
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import Partition
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem


def before(snapshot: Snapshot, own: int) -> Verdict:
    """Return whether broker `own` may be stopped: what would be left of every partition."""
    problems = [*_known(snapshot), *_down(snapshot)]
    if snapshot.unanswered is None and snapshot.controller is not None:
        problems += [*_hidden(snapshot), *_reassigning(snapshot), *_offline(snapshot), *_behind(snapshot)]
        problems += _short(snapshot, own)
    return Verdict(snapshot.text, snapshot.controller == own, tuple(problems), _outage(snapshot, own))


def after(snapshot: Snapshot, own: int) -> Verdict:
    """Return whether broker `own` is back: registered, answering, in the ISR of all its partitions."""
    leads = snapshot.controller == own
    if own in snapshot.silent:
        return Verdict(snapshot.text, leads, (_not_back(own, f"does not answer: {snapshot.silent[own]}"),))
    problems = _known(snapshot)
    if not problems:
        if own not in snapshot.registered:
            problems.append(_not_back(own, f"is not registered, these are: {_ids(snapshot.registered)}"))
        missing = [p.name for p in snapshot.partitions if own in p.replicas and own not in p.isr]
        if missing:
            problems.append(
                _not_back(own, f"is not in the ISR of {count(len(missing), 'partition')} yet: {some(missing)}")
            )
    return Verdict(snapshot.text, leads, tuple(problems))


def _known(snapshot: Snapshot) -> list[Problem]:
    if snapshot.controller is None:
        found = some("nobody" if number is None else str(number) for number in snapshot.controllers)
        return [
            Problem(
                "gate-controller",
                f"all brokers must name the same Kafka controller, they name: {found or 'no broker answers'}",
                hint="a new one is elected within seconds; see ZooKeeper and the brokers' logs if it is not",
            )
        ]
    if snapshot.unanswered is not None:
        return [
            Problem(
                "gate-not-told",
                f"the Kafka controller does not answer what a gate must know: {snapshot.unanswered}",
                hint="let clients without login describe topics and configurations on the plaintext listener",
            )
        ]
    return []


def _down(snapshot: Snapshot) -> list[Problem]:
    down = [
        f"{member.where}: {snapshot.silent[member.id]}" for member in snapshot.members if member.id in snapshot.silent
    ]
    if snapshot.unanswered is None and snapshot.controller is not None:
        down += [
            f"{member.where}: not registered"
            for member in snapshot.members
            if member.id not in snapshot.silent and member.id not in snapshot.registered
        ]
    if not down:
        return []
    return [
        Problem(
            "gate-broker-down",
            f"every broker must run before one is stopped; found down: {some(down)}",
            hint="start it (ansible-playbook hiera_kafka.core.site starts what is down), or fix what its log names",
        )
    ]


def _hidden(snapshot: Snapshot) -> list[Problem]:
    if not snapshot.hidden:
        return []
    return [
        Problem(
            "gate-not-told",
            "the cluster has an authorizer and does not show partitions that lie in the data directories of this "
            f"host, {len(snapshot.hidden)} in all: {some(snapshot.hidden)}",
            hint="allow User:ANONYMOUS to describe these topics; remove the directories of topics that are deleted",
        )
    ]


def _reassigning(snapshot: Snapshot) -> list[Problem]:
    if not snapshot.reassigning:
        return []
    number = count(len(snapshot.reassigning), "partition")
    return [
        Problem(
            "gate-reassignment",
            f"no partition may be in reassignment while a broker is stopped, {number}: {some(snapshot.reassigning)}",
            hint="wait for it; `kafka reassign-partitions --list` shows how far it is",
        )
    ]


def _offline(snapshot: Snapshot) -> list[Problem]:
    offline = [partition.name for partition in snapshot.partitions if partition.leader is None]
    if not offline:
        return []
    return [
        Problem(
            "gate-partition-offline",
            f"every partition must have a leader before a broker is stopped, {len(offline)} without: {some(offline)}",
            hint="`kafka topics --describe --unavailable-partitions` shows which brokers had them",
        )
    ]


def _behind(snapshot: Snapshot) -> list[Problem]:
    behind = [partition for partition in snapshot.partitions if len(partition.isr) < len(partition.replicas)]
    if not behind:
        return []
    missing = {number for partition in behind for number in partition.replicas if number not in partition.isr}
    names = some(partition.name for partition in behind)
    return [
        Problem(
            "gate-under-replicated",
            f"every replica must be in sync before a broker is stopped, {count(len(behind), 'partition')} "
            f"under-replicated: {names}; not in sync: broker {_ids(missing)}",
            hint="wait until these brokers have caught up; `kafka topics --describe --under-replicated-partitions`",
        )
    ]


def _short(snapshot: Snapshot, own: int) -> list[Problem]:
    short = [
        f"{partition.name} (in sync {_ids(partition.isr)}, {MIN_INSYNC} {_needed(snapshot, partition)})"
        for partition in snapshot.partitions
        if own in partition.isr
        and len(partition.isr) - 1 < _needed(snapshot, partition)
        and not _without_margin(snapshot, partition)
    ]
    if not short:
        return []
    return [
        Problem(
            "gate-min-insync",
            f"without broker {own}, {count(len(short), 'partition')} would have fewer replicas in sync than "
            f"{MIN_INSYNC}: {some(short)}",
            hint="wait until the other replicas have caught up",
        )
    ]


def _outage(snapshot: Snapshot, own: int) -> Problem | None:
    hint = "accept the outage with -e roll_restart_allow_outage=true"
    if len(snapshot.members) == 1:
        return Problem(
            "gate-outage",
            f"stopping broker {own} ends the service of the cluster: it is the only one",
            hint=hint,
        )
    # What moves has old and new replicas at once, and is refused for moving.
    moving = set(snapshot.reassigning or ())
    hit = [
        f"{partition.name} ({count(len(partition.replicas), 'replica')}, {MIN_INSYNC} {_needed(snapshot, partition)})"
        for partition in snapshot.partitions
        if own in partition.replicas and _without_margin(snapshot, partition) and partition.name not in moving
    ]
    if not hit:
        return None
    return Problem(
        "gate-outage",
        f"stopping broker {own} takes partitions out of service that have no replica to spare, {len(hit)} in all: "
        f"{some(hit)}",
        hint=f"give these topics more replicas than {MIN_INSYNC}, or {hint}",
    )


def _needed(snapshot: Snapshot, partition: Partition) -> int:
    return max(1, snapshot.min_insync.get(partition.topic, 1))


def _without_margin(snapshot: Snapshot, partition: Partition) -> bool:
    return len(partition.replicas) <= _needed(snapshot, partition)


def _not_back(own: int, what: str) -> Problem:
    return Problem(
        "gate-not-back",
        f"broker {own} was restarted and {what}",
        hint="its log says why; the other brokers were left as they are",
    )


def _ids(numbers: frozenset[int] | set[int] | tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in sorted(numbers)) or "none"
