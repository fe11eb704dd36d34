"""What the topic of the canary is to be like: without a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hiera_kafka.clients.topics import Option

SETTINGS: Mapping[str, str] = {
    "cleanup.policy": "delete",
    "retention.ms": "3600000",
    "retention.bytes": "10485760",
    "segment.ms": "600000",
    "segment.bytes": "1048576",
}
"""Options that the topic gets. A broker removes whole segments, so these are short as well. What keeps records safe,
replicas and `min.insync.replicas`, is the cluster's own: the canary is to fail where other topics would."""


def placed(leaders: Iterable[int], racks: Mapping[int, str | None], replicas: int) -> list[tuple[int, ...]]:
    """Return the brokers of a partition for each leader, which comes first; then those after it, of other racks first.

    Args:
        leaders: Ids of the brokers that are to lead a partition each.
        racks: Every broker that is alive, with its rack.
        replicas: How many brokers each partition gets, or fewer where there are fewer.
    """
    ring = sorted(racks)
    return [_from(ring[(at := ring.index(leader)) :] + ring[:at], racks, replicas) for leader in leaders]


def _from(candidates: list[int], racks: Mapping[int, str | None], count: int) -> tuple[int, ...]:
    chosen: list[int] = []
    while len(chosen) < min(count, len(candidates)):
        left = [broker for broker in candidates if broker not in chosen]
        used = {racks[broker] for broker in chosen}
        chosen.append(next((broker for broker in left if racks[broker] not in used), left[0]))
    return tuple(chosen)


def without_partition(brokers: Iterable[int], replicas: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return the brokers that are the preferred leader of no partition, sorted."""
    leading = {partition[0] for partition in replicas if partition}
    return tuple(sorted(broker for broker in brokers if broker not in leading))


def differences(options: Mapping[str, Option]) -> dict[str, str]:
    """Return each option whose value in force is not the canary's, to what it is; `?` where brokers do not know it."""
    values = {name: options[name].value if name in options else "?" for name in SETTINGS}
    return {name: value for name, value in values.items() if value != SETTINGS[name]}


def led_by(leaders: Sequence[int | None], replicas: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return each broker that leads partitions now, to the one of them that it is preferred for, else to the first."""
    found: dict[int, int] = {}
    for number, leader in enumerate(leaders):
        if leader is not None and (leader not in found or _prefers(replicas, number, leader, found[leader])):
            found[leader] = number
    return found


def _prefers(replicas: Sequence[Sequence[int]], number: int, leader: int, instead: int) -> bool:
    return replicas[number][:1] == (leader,) and replicas[instead][:1] != (leader,)
