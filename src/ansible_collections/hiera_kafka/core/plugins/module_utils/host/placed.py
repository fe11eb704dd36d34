"""What a host remembers of the services that were placed on it: a record for each, JSON, below the host's root.

A record says what the data gave the host when it was last applied, and what the disks said of themselves when the
service was last seen to answer. So what the data stops naming is known, and so is a disk that came back empty. It holds
no secrets, and nothing of it is needed by the services themselves. Its keys:

    format       1
    service      name of the unit or program
    role         such as `kafka_broker`
    cluster      name of the cluster, ensemble or mirror
    id           the broker's id or myid, of a mirror the number of the process; text
    host         name of the host in the inventory
    address      what others reach it by
    directories  where its data lies, absolute and below the root; of ZooKeeper dataDir, then dataLogDir if it has one
    release      Kafka release that it runs from
    unit         file that defines it
    identity     what follows from names and must not move: of a broker `zookeeper`, its connection with the chroot; of
                 a mirror `group`, `source` and `destination`
    members      host to {"id", "address"}: all that the cluster had at any run, until they are forgotten
    seen         directory to what lay in it: of a broker `cluster.id`, `broker.id` and, where there is one,
                 `directory.id`; of ZooKeeper `data`, `version-2`. A directory that has held no data is missing.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files, format_version, paths, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

FORMAT = 1
"""Of the records, and so of all that this release leaves on a host: whoever changes any of that raises it.

Each host that has one of our services has a record, and all that changes hosts looks at the records first. So an older
release leaves a host alone that it would misread, whatever it is that it would misread there.
"""
DIRECTORY = "/var/lib/hiera-kafka/placed"
"""Where records lie, below the root of a host."""
BROKER, ZOOKEEPER = "kafka_broker", "zookeeper"
"""Roles whose services keep data on disks."""
_ENDING = ".json"
_TEXTS = ("service", "role", "cluster", "id", "host", "address", "release", "unit")
_MODE = 0o644


@dataclass(frozen=True)
class Peer:
    """A member of the service's cluster."""

    id: str
    address: str


@dataclass(frozen=True)
class Placed:
    """The record of one service; fields are the keys of the format above."""

    service: str
    role: str
    cluster: str
    id: str
    host: str
    address: str
    release: str
    unit: str
    directories: tuple[str, ...] = ()
    identity: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Peer] = field(default_factory=dict)
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the record as it lies on disk; equal records have equal content."""
        data = {"format": FORMAT, **asdict(self)}
        return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode()

    def after(self, before: Placed | None) -> Placed:
        """Return this record with what one before it remembers: members that have left, and what disks said.

        Another cluster's members, and directories that it does not name any more, are not taken over.
        """
        if before is None:
            return self
        here = set(self.members.values())
        # A host that has another name by now is the same member.
        kept = {host: one for host, one in before.members.items() if one not in here and self._same_members(before)}
        return replace(
            self,
            members={**kept, **self.members},
            seen={**{path: before.seen[path] for path in self.directories if path in before.seen}, **self.seen},
        )

    def observed(self) -> Placed:
        """Return this record with what the directories say now; what said something before, and is silent, stays."""
        found = {path: said for path in self.directories if (said := self._said(path))}
        return replace(self, seen={**self.seen, **found})

    def without_empty(self) -> Placed:
        """Return this record without directories that hold nothing now; what cannot be read is not taken for empty."""
        return replace(self, seen={path: said for path, said in self.seen.items() if not self._is_empty(path)})

    def _is_empty(self, path: str) -> bool:
        try:
            return not what_lies(self.role, path)
        except (OSError, ProblemError):
            return False

    def _said(self, path: str) -> dict[str, str]:
        try:
            return what_lies(self.role, path)
        except (OSError, ProblemError):
            return {}  # a disk that has died says nothing, and must not keep the rest from being noted

    def _same_members(self, before: Placed) -> bool:
        return before.cluster == self.cluster or bool(set(before.members) & set(self.members))


def what_lies(role: str, directory: str) -> dict[str, str]:
    """Return what the data in a directory says of itself, as `seen` has it; empty where there is no data.

    Raises:
        ProblemError: A file of the service is none that is read.
        OSError: The directory cannot be read.
    """
    return _SAYS[role](directory) if role in _SAYS else {}


def path(root: str, service: str) -> str:
    """Return where the record of a service lies."""
    return f"{root}{DIRECTORY}/{service}{_ENDING}"


def read(root: str, service: str) -> Placed | None:
    """Return the record of a service, None where there is none.

    Raises:
        ProblemError: `record-newer`, it has a format of a later release; `record-unreadable`, it is no record.
    """
    place = path(root, service)
    try:
        text = untrusted.read(place)
    except FileNotFoundError:
        return None
    found = parse(text, place)
    if found.service != service:
        raise ProblemError(_unreadable(place, f"it is of the service {found.service!r}"))
    return found


def read_all(root: str) -> dict[str, Placed]:
    """Return service to record of all that a host remembers; errors are those of `read`, of all records together."""
    found: dict[str, Placed] = {}
    problems: list[Problem] = []
    for service in services(root):
        try:
            record = read(root, service)
        except ProblemError as error:
            problems += error.problems
        else:
            if record is not None:
                found[service] = record
    if problems:
        raise ProblemError(problems)
    return found


def newer(root: str) -> list[Problem]:
    """Return that a later release has set this host up, for each record that says so.

    What stops, starts or forgets services asks this first; what reads records is refused by `read`. A record that
    cannot be read says nothing here: services are stopped all the same.
    """
    found: list[Problem] = []
    for service in services(root):
        try:
            read(root, service)
        except ProblemError as error:
            found += [problem for problem in error.problems if problem.id == "record-newer"]
        except OSError:
            continue
    return found


def require_known(root: str) -> None:
    """Refuse a host that a later release has set up.

    Raises:
        ProblemError: `record-newer`.
    """
    if found := newer(root):
        raise ProblemError(found)


def services(root: str) -> list[str]:
    """Return the services that there are records of, whatever is in them."""
    with contextlib.suppress(FileNotFoundError), paths.directory(f"{root}{DIRECTORY}") as found:
        with found.readable() as descriptor, os.scandir(descriptor) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(files.PREFIX)]
        return sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
    return []


def parse(text: bytes, place: str) -> Placed:
    """Return the record that `text` is; `place` is what errors name, which are those of `read`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ProblemError(_unreadable(place, "it is not JSON")) from None
    try:
        format_version.known(data, place, FORMAT)
    except ValueError as error:
        raise ProblemError(_unreadable(place, str(error))) from None
    try:
        return Placed(
            **{name: _text(data[name]) for name in _TEXTS},
            directories=tuple(map(_text, _listed(data["directories"]))),
            identity=_texts(data["identity"]),
            members={_text(host): Peer(**_texts(one)) for host, one in _mapping(data["members"]).items()},
            seen={_text(name): _texts(one) for name, one in _mapping(data["seen"]).items()},
        )
    except (KeyError, TypeError) as error:
        raise ProblemError(_unreadable(place, f"it lacks or misstates {error}")) from None


def in_order(root: str, record: Placed) -> bool:
    """Return whether the record of a service is as it should be: its mode, and an owner who may be trusted."""
    found = files.look(path(root, record.service))
    return found.content == record.content() and found.mode == _MODE and paths.trusted(found.uid)


def write(root: str, record: Placed) -> None:
    """Put a record in its place; the caller holds the host's lock."""
    files.write_file(path(root, record.service), record.content(), _attributes())


def remove(root: str, service: str) -> bool:
    """Remove the record of a service, and return whether there was one; the caller holds the host's lock."""
    try:
        with paths.parent(path(root, service)) as place, paths.named(place.path):
            os.unlink(place.name, dir_fd=place.descriptor)
    except FileNotFoundError:
        return False
    return True


def to_note(root: str, service: str) -> bool:
    """Return whether `note` would change the record of a service."""
    record = read(root, service)
    return record is not None and record.observed() != record


def note(root: str, service: str) -> bool:
    """Add what the disks say to the record of a service, and return whether that was new.

    A service without a record is left without: its record is written when its host is next applied. The caller holds
    the host's lock.
    """
    record = read(root, service)
    if record is None:
        return False
    now = record.observed()
    if now == record:
        return False
    write(root, now)
    return True


def admit_empty(root: str, service: str) -> None:
    """Forget what lay in directories of a service that are empty now, so that it may start with them.

    `start-service` refuses a broker whose directory has held data, and holds none, until this was called: by a run that
    has asked ZooKeeper whether other replicas are in sync. The caller holds the host's lock.
    """
    record = read(root, service)
    if record is not None and (now := record.without_empty()) != record:
        write(root, now)


def _of_broker(directory: str) -> dict[str, str]:
    try:
        found = properties(untrusted.read_text(f"{directory}/meta.properties"))
    except FileNotFoundError:
        return {}
    id_ = found.get("broker.id", found.get("node.id"))
    said = {"cluster.id": found.get("cluster.id"), "broker.id": id_, "directory.id": found.get("directory.id")}
    return {name: value for name, value in said.items() if value is not None}


def _of_zookeeper(directory: str) -> dict[str, str]:
    # Not its myid, which is a link that the service's user could replace; the record has the id that was placed.
    return {"data": "version-2"} if untrusted.holds_something(f"{directory}/version-2") else {}


_SAYS: Mapping[str, Callable[[str], dict[str, str]]] = {BROKER: _of_broker, ZOOKEEPER: _of_zookeeper}


def _attributes() -> files.Attributes:
    return files.Attributes(_MODE, os.geteuid(), os.getegid())


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} in place of text")
    return value


def _mapping(value: object) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{type(value).__name__} in place of a mapping")
    return value


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} in place of a list")
    return value


def _texts(value: object) -> dict[str, str]:
    return {_text(name): _text(one) for name, one in _mapping(value).items()}


def _unreadable(place: str, reason: str) -> Problem:
    return Problem(
        "record-unreadable",
        f"{place} is no record of a service: {reason}",
        note="what is in it says where the service's data lies; nothing on the host was changed",
        hint="look at it; where it cannot be repaired, remove it, and the host is judged by the files that lie there",
    )
