"""The table of what a bundle holds: one entry a part. What a later service fetches is one entry more."""

from __future__ import annotations

from typing import Final

from hiera_kafka.dist.bundle import debian, releases, wheels
from hiera_kafka.dist.bundle.contents import BundleRequest, Part

PARTS: Final = {
    part.name: part
    for part in (
        Part(
            name="kafka",
            holds="Kafka releases",
            wanted=lambda request: bool(request.releases),
            collect=releases.collect,
            take=releases.take,
        ),
        Part(
            name="wheels",
            holds="Python packages, with a Java for local clusters",
            wanted=lambda _: True,
            collect=wheels.collect,
        ),
        Part(
            name="debian",
            holds="lists of Debian packages that hosts install",
            wanted=lambda request: bool(request.packages),
            collect=debian.collect,
        ),
    )
}
"""Every part by its name, in the order they are collected and taken in."""


def wanted(request: BundleRequest) -> tuple[str, ...]:
    """Return the names of the parts that a request needs."""
    return tuple(part.name for part in PARTS.values() if part.wanted(request))
