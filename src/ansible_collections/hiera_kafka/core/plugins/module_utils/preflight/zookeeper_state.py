"""What ZooKeeper says of a Kafka cluster: its id, its live brokers, its partitions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.broker_disks import Replica
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper.nodes import Nodes, NodesError

_TOPIC = re.compile(r"[a-zA-Z0-9._-]{1,249}")


class Elected(NamedTuple):
    """Who leads a partition, -1 for nobody, and who is in sync, by ids."""

    leader: int
    isr: tuple[int, ...]


@dataclass(frozen=True)
class ClusterNodes:
    """The nodes of one Kafka cluster.

    Attributes:
        nodes: A session.
        chroot: Path below which they are, without a slash at its end; empty for none.
    """

    nodes: Nodes
    chroot: str

    @property
    def id_path(self) -> str:
        """The node that has the id of the cluster."""
        return f"{self.chroot}/cluster/id"

    def cluster_id(self) -> str | None:
        """Return the id of the cluster, None where there is none; this and the others raise what `Nodes.data` does."""
        content = self.nodes.data([self.id_path])[self.id_path]
        return None if content is None else str(_object(content, self.id_path).get("id"))

    def live(self) -> set[int]:
        """Return the ids of the brokers that are registered now."""
        names = self.nodes.children(f"{self.chroot}/brokers/ids") or []
        return {int(name) for name in names if name.isdecimal()}

    def assigned(self, broker: int) -> set[Replica]:
        """Return what a broker is to have a copy of, without topics that are being deleted."""
        deleted = set(self.nodes.children(f"{self.chroot}/admin/delete_topics") or [])
        topics = [name for name in self.nodes.children(f"{self.chroot}/brokers/topics") or [] if name not in deleted]
        paths = {f"{self.chroot}/brokers/topics/{name}": name for name in topics if _TOPIC.fullmatch(name)}
        found = set()
        for path, content in self.nodes.data(paths).items():
            if content is None:
                continue  # deleted meanwhile
            partitions = _object(content, path).get("partitions")
            for index, replicas in (partitions if isinstance(partitions, dict) else {}).items():
                if str(index).isdecimal() and isinstance(replicas, list) and broker in replicas:
                    found.add(Replica(paths[path], int(index)))
        return found

    def elected(self, replicas: Iterable[Replica]) -> dict[Replica, Elected]:
        """Return the state of partitions; one that never had a leader has none."""
        paths = {
            f"{self.chroot}/brokers/topics/{one.topic}/partitions/{one.index}/state": one for one in sorted(replicas)
        }
        states = {
            paths[path]: _object(content, path)
            for path, content in self.nodes.data(paths).items()
            if content is not None
        }
        return {one: _elected(state, one) for one, state in states.items()}


def _elected(state: dict[str, Any], replica: Replica) -> Elected:
    leader, isr = state.get("leader"), state.get("isr")
    if not isinstance(leader, int) or not isinstance(isr, list) or not all(isinstance(one, int) for one in isr):
        raise NodesError(f"the state of {replica.name} in ZooKeeper has no leader and isr")
    return Elected(leader, tuple(isr))


def _object(content: bytes, path: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NodesError(f"the node {path} of ZooKeeper is no JSON") from error
    if not isinstance(found, dict):
        raise NodesError(f"the node {path} of ZooKeeper is no JSON object")
    return found
