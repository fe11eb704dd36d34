"""Whether a process of a mirror is in its group; other signs of life do not show that it mirrors.

MirrorMaker 2 shares its work in a group of the destination, where each process has a name of its own. MirrorMaker 1
reads in a consumer group of the source and gives its consumers the same names in every process; so as many must be
there from this host as its processes have threads that mirror.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import broker_metadata, groups
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.cluster_state import AnswerError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_THREADS = {1: "mirrormaker-thr", 2: "MirrorHerder-"}
"""Thread that a process has once its configuration is read and its clients are made; JVMs tell the kernel its name."""


@dataclass(frozen=True)
class MirrorProcess:
    """A process of a mirror, with what tells whether it has a restart pending."""

    service: str
    record_file: str
    records: Sequence[str]


@dataclass(frozen=True)
class MirrorCheck(Check):
    """A process of a mirror is in its group.

    Attributes:
        group: The group that the processes of the mirror form.
        engine: 1 or 2, which MirrorMaker it is.
        client: Name that the process has in the group; empty where MirrorMaker gives the same one to all.
        brokers: `host:port` of every broker of the cluster that has the group.
        sources: `host:port` of every broker that the mirror reads from.
        everywhere: How many members the group has when the mirror runs on all hosts of this run as the data says.
        processes: Those of this host that are in the group, this one among them.
    """

    group: str
    engine: int
    client: str
    brokers: Sequence[str]
    sources: Sequence[str]
    everywhere: int
    processes: Sequence[MirrorProcess] = ()

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Check:
        """Return the check that the module's parameter describes."""
        return super().of({**entry, "processes": [MirrorProcess(**one) for one in entry["processes"]]})

    @property
    def wanted(self) -> str:
        return f"{self.service} to be in the group {self.group}"

    def observe(self, manager: ServiceManager) -> Observation:
        pending = {one.service: _pending(one, manager) for one in self.processes}
        if pending.get(self.service):
            # What it runs with may be another engine, or another group; the roll that restarts it waits for it.
            return Observation(True, "runs with other files than those on disk")
        if not _threads(self.engine, manager.status(self.service).pid):
            return Observation(False, "has not begun to mirror yet")
        found, trouble = _group(self)
        away = f"{self.service} waits for its source, which does not answer here"
        if found is None:
            # The consumers of MirrorMaker 1 go on asking until the source is there; that is not for this run to fix.
            waits = self.engine == 1
            unreachable = waits and not _answering(self.sources)
            return Observation(unreachable, trouble, f"{away}: {trouble}" if waits else "")
        observation = _judge(self, found, manager, pending)
        # A worker of MirrorMaker 2 is in its group whether there is a source or not.
        if observation.ready and self.engine == 2 and not _answering(self.sources):
            return Observation(True, observation.seen, f"{away}: none of {', '.join(self.sources)} can be reached")
        return observation


def _judge(
    check: MirrorCheck, found: groups.Group, manager: ServiceManager, pending: Mapping[str, Sequence[str]]
) -> Observation:
    if check.client:
        wanted, own = 1, [member for member in found.members if member.client == check.client]
        whose = f"{check.client}, which is this process"
    else:
        # One that was started with other settings of its consumer may be in another group.
        same = [name for name, files in pending.items() if not any("consumer." in path for path in files)]
        wanted = sum(_threads(check.engine, manager.status(name).pid) for name in same)
        here = _address(found.own_address)
        own = [member for member in found.members if _address(member.address) == here]
        whose = f"from {here}, which is this host"
    seen = (
        f"group {check.group} is {found.state} with {len(found.members)} members, {len(own)} of them {whose}; "
        f"wanted are {wanted} of these and {check.everywhere} in all"
    )
    if found.state != groups.STABLE or len(own) < wanted:
        return Observation(False, seen)
    if len(found.members) < check.everywhere and not any(pending.values()):
        # Hosts that were not restarted yet may run with less than the data says now.
        return Observation(False, seen, f"not all members were seen: {seen}")
    return Observation(True, seen)


def _pending(process: MirrorProcess, manager: ServiceManager) -> tuple[str, ...]:
    """Return the files that a process was started with others of; none when it does not run."""
    entry = restart_records.pending(manager, process.service, record_file=process.record_file, records=process.records)
    return tuple(entry["files"]) if entry else ()


def _threads(engine: int, process: int | None) -> int:
    """Return how many threads of a process mirror; MirrorMaker 1 has one a consumer, MirrorMaker 2 one a mirror."""
    names = processes.threads(process) if process is not None else []
    return sum(name.startswith(_THREADS[engine]) for name in names)


def _group(check: MirrorCheck) -> tuple[groups.Group | None, str]:
    """Return the group, and why it is not known when none of the brokers tells."""
    troubles = []
    for broker in check.brokers:
        try:
            return groups.ask_group(check.group, *_place(broker)), ""
        except AnswerError as error:
            troubles.append(f"{broker}: {error}")
        except (TimeoutError, broker_metadata.ProtocolError) as error:
            troubles.append(f"{broker}: no proper answer: {error}")
        except OSError as error:
            troubles.append(f"{broker}: no connection: {error.strerror or error}")
    return None, "; ".join(troubles)


def _answering(brokers: Sequence[str]) -> bool:
    for broker in brokers:
        with contextlib.suppress(OSError, broker_metadata.ProtocolError):
            broker_metadata.kafka_metadata(*_place(broker))
            return True
    return False


def _place(broker: str) -> tuple[str, int]:
    host, _, port = broker.rpartition(":")
    return host.strip("[]"), int(port)


def _address(text: str) -> str:
    """Return an address in one form: Java writes 0:0:0:0:0:0:0:1 where Python writes ::1."""
    try:
        return str(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return text
