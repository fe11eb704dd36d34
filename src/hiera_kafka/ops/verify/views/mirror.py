"""A mirror: its two clusters and processes in the data, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.mirrors.health import MirrorView as MirrorHealth
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.views.canary_seen import MirrorCanary
from hiera_kafka.ops.verify.views.host import HostView


@dataclass(frozen=True, slots=True)
class MirrorView:
    """One mirror.

    Attributes:
        mirror: What the data says of it.
        hosts: Every host that runs it, by name; one that did not answer says why.
        answer: Its lag and group, as `hiera-kafka mirrors` sees them, or why they cannot be seen.
        canary: What became of its source's canary, or why that could not be seen; None where nobody asked for it.
    """

    mirror: Mirror
    hosts: Mapping[str, HostView]
    answer: MirrorHealth | Diagnostic
    canary: MirrorCanary | Diagnostic | None = None
