"""What must not silently change on a host that already holds data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import broker_disks
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

METADATA = "kafka-metadata"
"""The kind that `lost_data` checks, which has what is expected in an order of its own."""


@dataclass(frozen=True)
class Guard:
    """One fact on disk, and what the data says it is.

    Attributes:
        kind: `zookeeper-members`, `zookeeper-myid` or `kafka-broker-id`; those of `foreign` are checked there, and
            `kafka-metadata` in `lost_data`.
        directories: Data directories.
        file: Where the present value is written.
        expected: For members one `id=address` an entry, for data directories the service, else the id.
        where: `file:line:column` of the data.
    """

    kind: str
    directories: tuple[str, ...]
    file: str
    expected: tuple[str, ...]
    where: str | None = None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Guard:
        """Return the guard that the module's parameter describes."""
        return cls(
            kind=entry["kind"],
            directories=tuple(entry["directories"]),
            file=entry["file"],
            expected=tuple(str(value) for value in entry["expected"]),
            where=entry.get("where"),
        )


def check(guard: Guard) -> list[Problem]:
    """Return what has changed, or cannot be read; nothing when the host holds no data yet."""
    try:
        return list(_CHECKS[guard.kind](guard))
    except ProblemError as error:
        return list(error.problems)


def zookeeper_initialised(guard: Guard) -> bool:
    """Return whether a ZooKeeper whose members are guarded has been running on this host."""
    return guard.kind == "zookeeper-members" and _zookeeper_initialised(guard, _read(guard.file) or "")


def zookeeper_transactions(guard: Guard) -> bool | None:
    """Return whether a ZooKeeper's directories hold a transaction, None where the guard is not about its members.

    A member that starts with an empty disk writes a snapshot of nothing, and the first leader of an ensemble one of its
    first epoch, before there is any data.
    """
    if guard.kind != "zookeeper-members":
        return None
    directories = _zookeeper_directories(guard, _read(guard.file) or "")
    return any(_is_transaction(name) for one in directories for name in untrusted.file_names(f"{one}/version-2"))


def kafka_cluster_ids(guard: Guard) -> set[str]:
    """Return the ids of the clusters that a broker's directories belong to, as it wrote them when it first ran."""
    if guard.kind != "kafka-broker-id":
        return set()
    texts = (_read(str(Path(directory, "meta.properties"))) for directory in guard.directories)
    return {id_ for text in texts if text is not None and (id_ := properties(text).get("cluster.id"))}


def kafka_used(guard: Guard) -> bool:
    """Return whether a broker has run on the directories of a guard; releases before 2.4 write no cluster id."""
    return guard.kind == "kafka-broker-id" and broker_disks.on_disk(guard.directories).used


def members(configuration: str) -> dict[str, str]:
    """Return id to address of the `server.N=address:port:port` lines of a zoo.cfg."""
    found = {}
    for name, value in properties(configuration).items():
        if name.startswith("server."):
            address = value.partition("]")[0][1:] if value.startswith("[") else value.partition(":")[0]
            found[name.removeprefix("server.")] = address.strip()
    return found


def _zookeeper_members(guard: Guard) -> Iterator[Problem]:
    configuration = _read(guard.file)
    if configuration is None or not _zookeeper_initialised(guard, configuration):
        return
    found = members(configuration)
    expected = dict(entry.partition("=")[::2] for entry in guard.expected)
    # A standalone ZooKeeper has no server lines; its one member is itself.
    if found == expected or (not found and len(expected) == 1):
        return
    yield Problem(
        "zookeeper-members-changed",
        f"{guard.file} has the members {_listed(found)}, the data says {_listed(expected)}; "
        f"{_difference(found, expected)}",
        where=guard.where,
        note="new members that start empty can outvote the one with the data, which then drops it and takes theirs",
        hint="put the old members back into the data; an ensemble grows or shrinks by an operation, member by member",
    )


def _zookeeper_myid(guard: Guard) -> Iterator[Problem]:
    configuration = _read(str(Path(guard.file).with_name("zoo.cfg"))) or ""
    text = _read(guard.file)
    if text is None or not _zookeeper_initialised(guard, configuration) or text.strip() == guard.expected[0]:
        return
    yield Problem(
        "zookeeper-myid-changed",
        f"{guard.file} says {text.strip()!r}, the data says {guard.expected[0]!r}",
        where=guard.where,
        note="two members with one id, or a vote counted twice, break the quorum",
        hint=f"put {text.strip()} back into the data as the id of this host",
    )


def _kafka_broker_id(guard: Guard) -> Iterator[Problem]:
    for directory in guard.directories:
        path = Path(directory, "meta.properties")
        text = _read(str(path))
        if text is None:
            continue
        present = properties(text)
        found = present.get("broker.id", present.get("node.id"))
        if found is not None and found != guard.expected[0]:
            yield Problem(
                "kafka-broker-id-changed",
                f"{path} says that the broker's id is {found}, the data says {guard.expected[0]}",
                where=guard.where,
                note="the partitions in that directory are assigned to the id; a broker refuses to start with another",
                hint=f"put {found} back into the data as the id of this host",
            )


_CHECKS = {
    "zookeeper-members": _zookeeper_members,
    "zookeeper-myid": _zookeeper_myid,
    "kafka-broker-id": _kafka_broker_id,
}
KINDS = tuple(_CHECKS)


def _zookeeper_initialised(guard: Guard, configuration: str) -> bool:
    """Return whether a data directory, of the data or of the present configuration, has been used."""
    directories = _zookeeper_directories(guard, configuration)
    return any(untrusted.holds_something(f"{directory}/version-2") for directory in directories)


def _zookeeper_directories(guard: Guard, configuration: str) -> set[str]:
    present = properties(configuration)
    return {*guard.directories, *(present[key] for key in ("dataDir", "dataLogDir") if key in present)}


def _is_transaction(name: str) -> bool:
    """Return whether a file of ZooKeeper is a log, or a snapshot of more than nothing."""
    kind, _, number = name.partition(".")
    # A snapshot may be compressed, and then has the name of that at its end.
    return kind == "log" or (kind == "snapshot" and number.partition(".")[0] not in ("0", "100000000"))


def _read(path: str) -> str | None:
    try:
        return untrusted.read_text(path)
    except FileNotFoundError:
        return None


def _listed(entries: dict[str, str]) -> str:
    return ", ".join(f"{number}={address}" for number, address in sorted(entries.items())) or "none"


def _difference(found: dict[str, str], expected: dict[str, str]) -> str:
    parts = [
        ("added", {key: value for key, value in expected.items() if key not in found}),
        ("removed", {key: value for key, value in found.items() if key not in expected}),
        ("moved", {key: value for key, value in expected.items() if key in found and found[key] != value}),
    ]
    return "; ".join(f"{word}: {_listed(entries)}" for word, entries in parts if entries)
