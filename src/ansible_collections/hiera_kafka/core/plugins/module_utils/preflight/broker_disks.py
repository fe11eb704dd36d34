"""What the data directories of a broker hold: of which cluster they are, and which partitions there are copies of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted

_PARTITION = re.compile(r"(?P<topic>[a-zA-Z0-9._-]{1,249})-(?P<index>[0-9]{1,9})")
_CLUSTER_ID = re.compile(r"^\s*cluster\.id\s*=\s*(\S+)\s*$", re.MULTILINE)


class Replica(NamedTuple):
    """A copy of a partition."""

    topic: str
    index: int

    @property
    def name(self) -> str:
        """The name that logs and data directories have for it."""
        return f"{self.topic}-{self.index}"


@dataclass(frozen=True)
class OnDisk:
    """What a broker's directories hold.

    Attributes:
        ids: Directory to the cluster id in its `meta.properties`, for those that have one.
        replicas: The partitions that there is a directory of; one that is being deleted or moved does not count.
    """

    ids: Mapping[str, str]
    replicas: frozenset[Replica]

    @property
    def used(self) -> bool:
        """Whether a broker has run on it; old releases write no cluster id."""
        return bool(self.ids or self.replicas)


def on_disk(directories: Iterable[str]) -> OnDisk:
    """Return what data directories hold; one that is missing holds nothing.

    Raises:
        ProblemError: One of them is not what a broker may have.
        OSError: One of them cannot be read.
    """
    ids: dict[str, str] = {}
    replicas: set[Replica] = set()
    for directory in directories:
        try:
            names = untrusted.directory_names(directory)
        except FileNotFoundError:
            continue
        matches = (_PARTITION.fullmatch(name) for name in names)
        replicas |= {Replica(match["topic"], int(match["index"])) for match in matches if match}
        try:
            found = _CLUSTER_ID.search(untrusted.read_text(f"{directory}/meta.properties"))
        except FileNotFoundError:
            continue
        if found:
            ids[directory] = found[1]
    return OnDisk(ids, frozenset(replicas))
