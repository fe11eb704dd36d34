"""One run at a time works on a cluster: who a run is, and which hosts give it leases.

The leases are in `module_utils/host/leases.py`; `docs/decisions/0030-locks-of-clusters.md` says why they are as they
are. What the hosts' answers come to is in `lock_verdict.py`.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.ops.roll import process_identity
from hiera_kafka.ops.roll.sections import RolledSection, rolled
from hiera_kafka.text import one_line

_LONGEST = 200
"""Characters of an owner or a reason that others are shown."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock of one cluster.

    Attributes:
        lock: Its name on a host, the role of the section that it is of.
        cluster: Name of the cluster, for people.
        members: The hosts that grant it, in the order in which they are asked.
    """

    lock: str
    cluster: str
    members: tuple[str, ...]

    @property
    def title(self) -> str:
        """What is locked, for people."""
        return f"{rolled(self.lock).title} {self.cluster}"

    @property
    def needed(self) -> int:
        """How many members have to grant it."""
        return len(self.members) // 2 + 1


@dataclass(frozen=True, slots=True)
class Run:
    """A run that locks clusters.

    Attributes:
        run: Its name, which no other has.
        owner: Who started it where, for people.
        reason: What it does, for people.
        since: When it began, for people.
        process: Its process, as `process_identity` describes it.
        seconds: How long a lease counts unless it is renewed.
        locks: What it locks.
    """

    run: str
    owner: str
    reason: str
    since: str
    process: str
    seconds: float
    locks: tuple[Lock, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """All members, each once, in the order in which they are asked."""
        return tuple(dict.fromkeys(host for lock in self.locks for host in lock.members))

    def locks_of(self, host: str) -> dict[str, str]:
        """Return what one host is asked for: name of the lock to name of the cluster."""
        return {lock.lock: lock.cluster for lock in self.locks if host in lock.members}


def describe(inventory_file: str, services: Iterable[Sequence[str]], reason: str, seconds: float) -> Run:
    """Describe a run that locks clusters: who it is, and who has to grant it what.

    Args:
        inventory_file: Absolute path.
        services: Role and host of each service that the run works on; hosts without the role are left out.
        reason: What the run does.
        seconds: How long a lease counts unless it is renewed.

    Raises:
        HieraKafkaError: The data has errors, or a role has no lock.
    """
    locks = [_lock(inventory_file, host, rolled(role)) for role, host in services]
    return Run(
        run=secrets.token_hex(4),
        owner=shown(f"{_user()}@{socket.gethostname()}"),
        reason=shown(reason),
        since=datetime.now(UTC).isoformat(timespec="seconds"),
        # Actions are workers: the run is their parent.
        process=process_identity.of_process(os.getppid()),
        seconds=seconds,
        locks=tuple(sorted({lock for lock in locks if lock}, key=lambda lock: (lock.lock, lock.members))),
    )


def shown(text: object) -> str:
    """Return what somebody wrote elsewhere so that it can be put into a line."""
    return one_line(str(text))[:_LONGEST]


def _lock(inventory_file: str, host: str, rolled_section: RolledSection) -> Lock | None:
    catalog = compiler_of(inventory_file).catalog(host)
    section = catalog.section(rolled_section.lock) if catalog.section(rolled_section.role) else None
    if section is None:
        return None
    (readiness,) = section.readiness
    # In the same order for all runs, so that of two at once one meets the other at the first host.
    members = sorted(readiness.members, key=lambda member: (readiness.members[member], member))
    return Lock(section.role, section.cluster, tuple(members))


def _user() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}"
    # Who becomes root by sudo still has a name.
    behind = os.environ.get("SUDO_USER")
    return f"{behind} as {user}" if behind and behind != user else user
