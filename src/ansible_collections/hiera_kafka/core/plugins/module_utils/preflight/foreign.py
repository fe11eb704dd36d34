"""What on a host is somebody else's: a Kafka or ZooKeeper that runs, data that it left, files that Puppet manages.

Nothing of it is touched before whoever runs Ansible has said so.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import owners, paths, processes, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.directories import OPTION
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

RELEASED = "hiera_kafka_released_by_puppet"
"""Extra variable of Ansible: Puppet does not manage these files any more, whatever its list of resources says."""

RESOURCES = (
    "/opt/puppetlabs/puppet/cache/state/resources.txt",
    "/var/lib/puppet/state/resources.txt",
    "/var/cache/puppet/state/resources.txt",
)
"""Where agents of Puppet, in its packages and in Debian's, list the resources that they manage."""

_SETTLE_S = 2.0
"""How long a service may be on its way from one process to the next."""
_POLL_S = 0.1
_SHOWN = 5


@dataclass(frozen=True)
class _Kind:
    """What is to be known of a program to see that it, or its data, is there.

    Attributes:
        title: Its name.
        classes: Main classes that it is started by.
        lock: File in its data directory that it has locked while it runs.
    """

    title: str
    classes: tuple[str, ...]
    lock: str | None = None

    def left(self, directory: str) -> str | None:
        """Return the path in a data directory that shows that it has been used, None where nothing does."""
        if self.lock is not None:
            path = f"{directory}/meta.properties"
            return path if _is_there(path) else None
        if untrusted.holds_something(f"{directory}/version-2"):
            return f"{directory}/version-2"
        path = f"{directory}/myid"
        return path if _is_there(path) else None


KINDS: Mapping[str, _Kind] = {
    "kafka-data": _Kind("Kafka broker", ("kafka.Kafka",), ".lock"),
    "zookeeper-data": _Kind(
        "ZooKeeper",
        (
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            "org.apache.zookeeper.server.ZooKeeperServerMain",
        ),
    ),
}
"""Kinds of guards of data directories. `expected` is the service, `file` what every run of ours writes for it."""


@dataclass(frozen=True)
class Released:
    """What the caller says is no longer somebody else's.

    Attributes:
        take_over: Data directory to its present owner, by name or number.
        by_puppet: Whether Puppet's list of resources does not count.
    """

    take_over: Mapping[str, str] = field(default_factory=dict)
    by_puppet: bool = False


def check_data(guard: Guard, manager: ServiceManager, released: Released) -> list[Problem]:
    """Return the directories of a guard that a program which is not ours uses, or has left its data in."""
    try:
        return [problem for path in guard.directories for problem in _of_directory(path, guard, manager, released)]
    except ProblemError as error:
        return list(error.problems)


def check_puppet(managed: Collection[str], root: str, released: Released) -> list[Problem]:
    """Return that Puppet manages what is about to be written.

    Args:
        managed: Files and services that a run writes, as Puppet names resources: `file[/etc/kafka/server.properties]`.
        root: Directory that stands for the host's `/`.
        released: What the caller said.
    """
    if released.by_puppet:
        return []
    try:
        return [problem for path in RESOURCES if (problem := _of_puppet(f"{root}{path}", managed)) is not None]
    except ProblemError as error:
        return list(error.problems)


def _of_directory(path: str, guard: Guard, manager: ServiceManager, released: Released) -> Iterator[Problem]:
    kind, service = KINDS[guard.kind], guard.expected[0]
    foreign = _foreign(path, kind, service, manager)
    if foreign:
        shown = ", ".join(map(processes.described, foreign[:_SHOWN]))
        yield Problem(
            "service-not-ours",
            f"{path} is used by a {kind.title} that is not ours: {shown}",
            where=guard.where,
            note="nothing on the host was changed",
            hint="to go on with its data, stop it first, as the page says; else name another directory in the data",
        )
    elif not _is_there(guard.file) and (left := kind.left(path)) is not None:
        problem = _not_taken_over(path, left, kind, guard, released)
        if problem is not None:
            yield problem


def _not_taken_over(path: str, left: str, kind: _Kind, guard: Guard, released: Released) -> Problem | None:
    """Return that data is there which nobody has said is to be taken over, None where that was said."""
    with paths.directory(path) as found:
        uid = os.fstat(found.descriptor).st_uid
    owner = owners.user_name(uid)
    if released.take_over.get(path) in {owner, str(uid)}:
        return None
    return Problem(
        "data-not-ours",
        f"{left} is the data of a {kind.title} that is not ours, which belongs to {owner}",
        where=guard.where,
        note=f"a host that this has set up has {guard.file}; nothing on the host was changed",
        hint="to go on with that data, see the page, and name its owner: "
        f'-e \'{{"{OPTION}": {{"{path}": "{owner}"}}}}\'; '
        "else name another directory in the data",
    )


def _foreign(path: str, kind: _Kind, service: str, manager: ServiceManager) -> list[int]:
    """Return the processes of that kind that use a directory and do not belong to the service."""
    deadline = time.monotonic() + _SETTLE_S
    while True:
        own = manager.status(service).pid or -1
        found = [pid for pid in _users(path, kind) if not processes.descends(pid, own)]
        # A service that restarts has another process now than when it was looked for.
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(_POLL_S)


def _users(path: str, kind: _Kind) -> list[int]:
    found = {pid for pid in processes.running_class(kind.classes) if processes.uses(pid, path)}
    if kind.lock is not None:
        found |= set(processes.lock_holders(f"{path}/{kind.lock}"))
    return sorted(found)


def _of_puppet(path: str, managed: Collection[str]) -> Problem | None:
    try:
        text = untrusted.read_text(path, untrusted.LARGE)
    except FileNotFoundError:
        return None
    listed = sorted(set(managed) & {line.strip() for line in text.splitlines()})
    if not listed:
        return None
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return Problem(
        "managed-by-puppet",
        f"Puppet manages {', '.join(_plain(one) for one in listed[:_SHOWN])}{more} on this host, by {path}",
        note="two programs that write the same files undo each other's work; nothing on the host was changed",
        hint="remove these resources from Puppet's code and run its agent once, which writes that list anew; where "
        f"Puppet is gone for good, remove the list, or say so: -e {RELEASED}=true",
    )


def _plain(resource: str) -> str:
    kind, _, title = resource.rstrip("]").partition("[")
    return title if kind == "file" else f"{kind} {title}"


def _is_there(path: str) -> bool:
    with contextlib.suppress(FileNotFoundError), paths.leaf(path):
        return True
    return False
