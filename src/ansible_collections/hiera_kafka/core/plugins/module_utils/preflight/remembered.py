"""What a host had of the services that the data gives it: by its records, or by the files that lie there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties


@dataclass(frozen=True)
class Wanted:
    """What the data gives a host of one service; fields are those of `catalog.resources.Placement`.

    Attributes:
        where: `directories`, `identity` and `service` to `file:line:column` of the data.
    """

    service: str
    role: str
    cluster: str
    id: str
    directories: tuple[str, ...]
    identity: Mapping[str, str]
    members: Mapping[str, str]
    config: str
    where: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Wanted:
        """Return what an entry of the module's parameter describes."""
        return cls(
            service=entry["service"],
            role=entry["role"],
            cluster=entry["cluster"],
            id=entry["id"],
            directories=tuple(entry["directories"]),
            identity=dict(entry["identity"]),
            members=dict(entry["members"]),
            config=entry["config"],
            where=dict(entry.get("where", {})),
        )

    def place(self, name: str) -> str | None:
        """Return where the data says something, or at least gives the service to the host."""
        return self.where.get(name) or self.where.get("service")


@dataclass(frozen=True)
class Before:
    """What was there before.

    Attributes:
        source: The file that says so.
        directories: Where data lay; of ZooKeeper the data directory, then that of logs if it is another one.
        identity: As `Placed` has it, as far as the file says it.
        record: The record, None where a file of the service itself was read.
    """

    source: str
    directories: tuple[str, ...]
    identity: Mapping[str, str]
    record: Placed | None = None


def before(wanted: Wanted, root: str, records: Mapping[str, Placed]) -> Before | None:
    """Return what a host had of a service, None where nothing says anything.

    Args:
        wanted: The service.
        root: Directory that stands for the host's `/`.
        records: The host's.

    Raises:
        ProblemError: The file of a host without a record is none that is read.
    """
    record = records.get(wanted.service)
    if record is not None:
        return Before(placed.path(root, wanted.service), record.directories, record.identity, record)
    if not wanted.config:
        return None
    try:
        found = properties(untrusted.read_text(wanted.config))
    except FileNotFoundError:
        return None
    if wanted.role == placed.BROKER:
        directories = found.get("log.dirs") or found.get("log.dir") or ""
        identity = {"zookeeper": found["zookeeper.connect"]} if "zookeeper.connect" in found else {}
        return Before(wanted.config, _directories(directories.split(",")), identity)
    named = [found[name] for name in ("dataDir", "dataLogDir") if name in found]
    return Before(wanted.config, _directories(named), {})


def _directories(named: Iterable[str]) -> tuple[str, ...]:
    """Return absolute paths of directories; what is relative depends on how the service was started."""
    stripped = (path.strip() for path in named)
    return tuple(dict.fromkeys(os.path.normpath(path) for path in stripped if path.startswith("/")))
