"""Wording that text, drawing and page share."""

from __future__ import annotations

from hiera_kafka.topology.graph import MirrorEdge, Topology


def count(number: int, word: str) -> str:
    """Return a number with its noun: `1 host`, `2 hosts`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def ends(topology: Topology, mirror: MirrorEdge) -> tuple[str, str]:
    """Return source and destination of a mirror; a cluster that the inventory does not have is called unknown."""
    unknown = topology.unknown()
    source, destination = (
        f"{name} (unknown)" if name in unknown else name for name in (mirror.source, mirror.destination)
    )
    return source, destination
