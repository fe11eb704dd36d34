"""Whether the data stops naming what a host has: directories with data in them, and what follows from names.

All is judged by what the host remembers, see `remembered`; where nothing lies on its disks, everything may change.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import BROKER, ZOOKEEPER, Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import data_there
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.remembered import Before, Wanted, before
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError, of_os_error
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

DATA_LEFT = "hiera_kafka_data_left"
"""Extra variable of Ansible: host to directories whose data is left behind, or is gone with a disk."""
MOVED = "hiera_kafka_moved"
"""Extra variable of Ansible: host to services that may get another identity, or give way to another role."""
_STATEFUL = (BROKER, ZOOKEEPER)
_MIRROR = "kafka_mirror"
_UNTOUCHED = "nothing on the host was changed"


@dataclass
class Allowed:
    """What the caller says may change all the same, each by its exact name.

    Attributes:
        left: Directories that may be left behind.
        moved: Services that may get another identity.
        used: Those of both that mattered.
    """

    left: Collection[str] = ()
    moved: Collection[str] = ()
    used: set[str] = field(default_factory=set)

    def leaves(self, directory: str) -> bool:
        """Return whether a directory may be left."""
        return self._named(directory, self.left)

    def moves(self, service: str) -> bool:
        """Return whether a service may be another one from now on."""
        return self._named(service, self.moved)

    def unused(self) -> list[str]:
        """Return `variable: entry` of what mattered nowhere."""
        entries = [(DATA_LEFT, one) for one in self.left] + [(MOVED, one) for one in self.moved]
        return [f"{variable}: {one}" for variable, one in entries if one not in self.used]

    def _named(self, name: str, names: Collection[str]) -> bool:
        if name in names:
            self.used.add(name)
            return True
        return False


@dataclass(frozen=True)
class Host:
    """A host that is looked at.

    Attributes:
        name: In the inventory.
        root: Directory that stands for its `/`.
        records: What it remembers.
        manager: Who keeps its services running.
        allowed: What may change.
    """

    name: str
    root: str
    records: Mapping[str, Placed]
    manager: ServiceManager
    allowed: Allowed

    def check(self, wanted: Sequence[Wanted]) -> list[Problem]:
        """Return what the data would leave behind or take for something else."""
        problems: list[Problem] = []
        leaving = [record for name, record in self.records.items() if name not in {one.service for one in wanted}]
        for one in wanted:
            try:
                problems += self._of_service(one, leaving)
            except ProblemError as error:
                problems += error.problems
        return problems

    def left(self, wanted: Collection[str]) -> dict[str, list[str]]:
        """Return what lies there of services that have left the data: service to a text for each directory.

        Args:
            wanted: Names of the services that the data gives to the host.
        """
        gone = {name: record for name, record in self.records.items() if name not in wanted}
        return {name: [_described(record.role, path) for path in record.directories] for name, record in gone.items()}

    def left_members(self, wanted: Sequence[Wanted]) -> list[dict[str, str]]:
        """Return the members of the host's clusters that the data has no longer, by what the host remembers."""
        return [
            {"host": host, "id": member.id, "address": member.address, "cluster": one.cluster, "role": one.role}
            for one in wanted
            if (record := self.records.get(one.service)) is not None
            for host, member in record.members.items()
            if host not in one.members
        ]

    def _of_service(self, wanted: Wanted, leaving: Sequence[Placed]) -> Iterator[Problem]:
        found = before(wanted, self.root, self.records)
        if wanted.role == _MIRROR:
            yield from self._renamed_mirror(wanted, leaving)
            return
        if wanted.role not in _STATEFUL:
            return
        if found is None:
            yield from self._other_role(wanted, leaving)
            return
        if wanted.role == BROKER:
            yield from self._left_by_broker(wanted, found)
        else:
            yield from self._left_by_zookeeper(wanted, found)
        if _used(wanted.role, found):
            yield from self._other_identity(wanted, found)

    def _left_by_broker(self, wanted: Wanted, found: Before) -> Iterator[Problem]:
        for directory in found.directories:
            if not any(data_there.same_place(directory, other) for other in wanted.directories):
                new = set(wanted.directories) - set(found.directories)
                yield from self._left_directory("data-directory-left", directory, wanted, found, sorted(new))

    def _left_by_zookeeper(self, wanted: Wanted, found: Before) -> Iterator[Problem]:
        if not found.directories:
            return
        # Snapshots lie in the first one, transaction logs in the last, which may be the same.
        kinds: dict[tuple[str, str], tuple[str, ...]] = {}
        for kind, number in (("snapshot", 0), ("log", -1)):
            pair = (found.directories[number], wanted.directories[number])
            kinds[pair] = (*kinds.get(pair, ()), kind)
        for (directory, other), names in kinds.items():
            if not data_there.same_place(directory, other):
                yield from self._left_directory("zookeeper-directory-moved", directory, wanted, found, [other], names)

    def _left_directory(
        self,
        id_: str,
        directory: str,
        wanted: Wanted,
        found: Before,
        others: Sequence[str],
        kinds: Collection[str] = (),
    ) -> Iterator[Problem]:
        """Yield that a directory leaves the data with what lies in it, unless that was moved or may be left.

        Args:
            id_: Of the problem.
            directory: What leaves.
            wanted: The service.
            found: What it had.
            others: Where what lay in it may lie by now.
            kinds: What of it counts, see `data_there`.
        """
        seen = found.record.seen.get(directory, {}) if found.record is not None else {}
        try:
            there = data_there.data_there(wanted.role, directory, kinds)
            gone = bool(seen) and not placed.what_lies(wanted.role, directory)
        except OSError as error:
            why = f"cannot be read: {of_os_error(error).message}"
        except ProblemError as error:
            why = f"cannot be read: {error.problems[0].message}"
        else:
            if there.count:
                why = f"holds {there.text}"
            elif gone and (moved := _moved_to(wanted.role, others, seen, kinds)) is None:
                why = "is empty or missing, where data lay when the service was last seen"
            elif gone and self.manager.status(wanted.service).running:
                why = f"was moved to {moved} while {wanted.service} runs"
            else:
                return
        if self.allowed.leaves(directory):
            return
        yield _left(id_, directory, why, self.name, wanted, found)

    def _other_identity(self, wanted: Wanted, found: Before) -> Iterator[Problem]:
        record = found.record
        changes = []
        if record is not None and record.host != self.name:
            changes.append(f"the host was {record.host}")
        if wanted.role == BROKER and (was := found.identity.get("zookeeper")) is not None:
            now = wanted.identity.get("zookeeper", "")
            if not _same_metadata(was, now, servers=record is not None):
                named = f" of the cluster {record.cluster}" if record and record.cluster != wanted.cluster else ""
                changes.append(f"the metadata{named} was at {was}, the data says {now}")
        if changes and not self.allowed.moves(wanted.service):
            yield Problem(
                "identity-changed",
                f"{wanted.service} of {self.name} would be another one: {'; '.join(changes)}",
                where=wanted.place("identity"),
                note=f"{found.source} says what it was, and its directories hold data; {_UNTOUCHED}",
                hint="put the old name back, or keep what followed from it: a cluster keeps its metadata by "
                "zookeeper_chroot, see the page; where it was moved already: "
                + _option(MOVED, self.name, wanted.service),
            )

    def _other_role(self, wanted: Wanted, leaving: Sequence[Placed]) -> Iterator[Problem]:
        for record in leaving:
            if record.role not in _STATEFUL or self.allowed.moves(record.service):
                continue
            lies = [_described(record.role, path) for path in record.directories if _count(record.role, path)]
            if lies:
                yield Problem(
                    "host-role-changed",
                    f"{self.name} had {record.service} of {record.cluster} and is to have {wanted.service} of "
                    f"{wanted.cluster} in its place; on disk: {'; '.join(lies)}",
                    where=wanted.place("service"),
                    note=f"two hosts whose names were exchanged in the data look so; {_UNTOUCHED}",
                    hint=f"see whether that is meant; then forget what was there: hiera-kafka forget {self.name} "
                    f"{record.service}, or {_option(MOVED, self.name, record.service)}",
                )

    def _renamed_mirror(self, wanted: Wanted, leaving: Sequence[Placed]) -> Iterator[Problem]:
        if wanted.service in self.records:
            return
        for record in leaving:
            ends = all(_servers(record.identity.get(end, "")) & _servers(wanted.identity[end]) for end in _ENDS)
            if record.role != _MIRROR or not ends or record.identity.get("group") == wanted.identity["group"]:
                continue
            if record.id == wanted.id and not self.allowed.moves(wanted.service):
                yield Problem(
                    "identity-changed",
                    f"{wanted.service} of {self.name} goes where {record.service} went, as another group: positions "
                    f"were those of {record.identity.get('group')}, the data says {wanted.identity['group']}",
                    where=wanted.place("identity"),
                    note="a mirror without positions takes every message once more; the old process runs on as well; "
                    f"{_UNTOUCHED}",
                    hint="put the old name back; MirrorMaker 1 keeps its positions by group_id, see the page; where it "
                    f"is to begin anew: {_option(MOVED, self.name, wanted.service)}",
                )


_ENDS = ("source", "destination")


def host_of(wanted: Mapping[str, Any], manager: ServiceManager) -> Host:
    """Return the host that a request of `examination.examine` is about.

    Raises:
        ProblemError: It has a record that cannot be read.
    """
    allowed = Allowed(wanted.get("data_left", ()), wanted.get("moved", ()))
    return Host(wanted["host"], wanted["root"], placed.read_all(wanted["root"]), manager, allowed)


def _left(id_: str, directory: str, why: str, host: str, wanted: Wanted, found: Before) -> Problem:
    zookeeper = wanted.role == ZOOKEEPER
    note = (
        "a member that starts without it begins empty, and a quorum of such members has lost everything"
        if zookeeper
        else "a broker that starts without it is without these partitions; what has no copy elsewhere is lost"
    )
    away = "" if zookeeper else "move its partitions away first (kafka reassign-partitions); "
    return Problem(
        id_,
        f"{directory} leaves the data and {why}",
        where=wanted.place("directories"),
        note=f"{note}; {found.source} names it; {_UNTOUCHED}",
        hint=f"put it back into the data; or {away}or stop {wanted.service} and move what is in it to where the data "
        f"says; where its data is to be left behind, or its disk is dead: {_option(DATA_LEFT, host, directory)}",
    )


def _moved_to(role: str, others: Sequence[str], seen: Mapping[str, str], kinds: Collection[str]) -> str | None:
    """Return the first of some directories that holds what was seen in another one."""
    for path in others:
        with contextlib.suppress(OSError, ProblemError):  # one that cannot be read holds nothing that is known
            same = placed.what_lies(role, path) == seen
            # The ids of a broker tell its directories from others; that ZooKeeper has data says not which.
            if same and (role == BROKER or data_there.data_there(role, path, kinds).count):
                return path
    return None


def _option(variable: str, host: str, name: str) -> str:
    return f"-e '{json.dumps({variable: {host: [name]}})}'"


def _used(role: str, found: Before) -> bool:
    """Return whether data lies, or has lain, in a directory of a service."""
    if found.record is not None and found.record.seen:
        return True
    for path in found.directories:
        with contextlib.suppress(OSError, ProblemError):  # said where the directory is used
            if placed.what_lies(role, path):
                return True
    return False


def _count(role: str, directory: str) -> int:
    try:
        return data_there.data_there(role, directory).count
    except (OSError, ProblemError):
        return 1  # what cannot be read may hold anything


def _described(role: str, directory: str) -> str:
    try:
        return f"{directory}: {data_there.data_there(role, directory).text}"
    except OSError as error:
        return f"{directory}: {of_os_error(error).message}"
    except ProblemError as error:
        return f"{directory}: {error.problems[0].message}"


def _same_metadata(was: str, now: str, *, servers: bool) -> bool:
    """Return whether two connections lead to the same metadata: the same path, and any common member of an ensemble.

    Args:
        was: `host:port,...` followed once by a path.
        now: The same.
        servers: Whether the servers are compared: files of others may name them otherwise than the data does.
    """
    old, _, chroot = was.replace("\\", "").partition("/")
    new, _, path = now.partition("/")
    return chroot.strip("/") == path.strip("/") and (not servers or bool(_servers(old) & _servers(new)))


def _servers(text: str) -> set[str]:
    return {one.strip().rpartition(":")[0].lower() for one in text.split(",") if one.strip()}
