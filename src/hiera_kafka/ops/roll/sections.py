"""Which sections of hosts are rolled, in which order, and by which lock.

ZooKeeper comes before Kafka, which needs it; mirrors come last, since nobody waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.dialects.native import kafka, zookeeper
from hiera_kafka.dialects.native.mirror import mirror
from hiera_kafka.errors import CatalogError, Diagnostic


@dataclass(frozen=True, slots=True)
class RolledSection:
    """A kind of section that can be rolled.

    Attributes:
        role: Its role.
        title: What stands before the name of its cluster.
        lock: Role whose lock covers it: a mirror writes to the cluster of the broker beside it, so it has that one's.
        leader: What the one of a cluster is called whose stop is an election; None where no gate stands before a stop.
            A mirror that is stopped commits what it has mirrored and holds nothing that others need.
    """

    role: str
    title: str
    lock: str
    leader: str | None = None

    @property
    def gated(self) -> bool:
        """Whether a gate stands before each stop and after each start."""
        return self.leader is not None


SECTIONS = (
    RolledSection(zookeeper.ROLE, "ZooKeeper", lock=zookeeper.ROLE, leader="the leader"),
    RolledSection(kafka.ROLE, "Kafka", lock=kafka.ROLE, leader="the controller"),
    RolledSection(mirror.ROLE, "Mirrors to", lock=kafka.ROLE),
)
"""All of them, in the order in which they are rolled."""


def rolled(role: str) -> RolledSection:
    """Return how the section of a role is rolled.

    Raises:
        CatalogError: `role-not-rolled`.
    """
    for section in SECTIONS:
        if section.role == role:
            return section
    raise CatalogError(
        Diagnostic(
            "role-not-rolled",
            f"the role {role} is not rolled, and has no lock; these are: {', '.join(one.role for one in SECTIONS)}",
        )
    )
