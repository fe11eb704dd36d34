"""Whether a process of a mirror is in its group; other signs of life do not show that it mirrors.

MirrorMaker 1 reads in a consumer group of the source, and gives its consumers the same names in every process. So as
many as the processes of this host make must be there from here, and the process that is asked about must have begun to
work. MirrorMaker 2 shares its work in a group of the destination, where each process has a name of its own.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Sequence

from ansible_collections.hiera_kafka.core.plugins.module_utils import processes, wire, wire_groups
from ansible_collections.hiera_kafka.core.plugins.module_utils.checks import MirrorCheck, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_kafka import AnswerError

_THREADS = {1: "mirrormaker-thr", 2: "MirrorHerder-"}
"""Thread that a process has once its configuration is read and its clients are made; JVMs tell the kernel its name."""


def observe_mirror(check: MirrorCheck, service: str, process: int | None) -> Observation:
    """Ask once.

    Args:
        check: What must be seen.
        service: Name of the service, for messages.
        process: Its main process, None when there is none at the moment.
    """
    if process is None or not any(name.startswith(_THREADS[check.engine]) for name in processes.threads(process)):
        return Observation(False, "has not begun to mirror yet")
    found, trouble = _group(check)
    away = f"{service} waits for its source, which does not answer here"
    if found is None:
        # The consumers of MirrorMaker 1 go on asking until the source is there; it is not this run's to mend.
        waits = check.engine == 1
        unreachable = waits and not _answering(check.sources)
        return Observation(unreachable, trouble, f"{away}: {trouble}" if waits else "")
    return _judge(check, found, away)


def _judge(check: MirrorCheck, found: wire_groups.Group, away: str) -> Observation:
    if check.client:
        wanted, own = 1, [member for member in found.members if member.client == check.client]
        whose = f"{check.client}, which is this process"
    else:
        here = _address(found.own_address)
        wanted, own = check.here, [member for member in found.members if _address(member.address) == here]
        whose = f"{here}, which is this host"
    seen = (
        f"group {check.group} is {found.state} with {len(found.members)} members, {len(own)} of them {whose}; "
        f"wanted are {wanted} of these and {check.everywhere} in all"
    )
    if found.state != wire_groups.STABLE or len(own) < wanted or len(found.members) < check.everywhere:
        return Observation(False, seen)
    # A worker of MirrorMaker 2 is in its group whether there is a source or not.
    if check.engine == 2 and not _answering(check.sources):
        return Observation(True, seen, f"{away}: none of {', '.join(check.sources)} can be reached")
    return Observation(True, seen)


def _group(check: MirrorCheck) -> tuple[wire_groups.Group | None, str]:
    """Return the group, and why it is not known when none of the brokers tells."""
    troubles = []
    for broker in check.brokers:
        try:
            return wire_groups.ask_group(check.group, *_place(broker)), ""
        except AnswerError as error:
            troubles.append(f"{broker}: {error}")
        except (TimeoutError, wire.ProtocolError) as error:
            troubles.append(f"{broker}: no proper answer: {error}")
        except OSError as error:
            troubles.append(f"{broker}: no connection: {error.strerror or error}")
    return None, "; ".join(troubles)


def _answering(brokers: Sequence[str]) -> bool:
    for broker in brokers:
        with contextlib.suppress(OSError, wire.ProtocolError):
            wire.kafka_metadata(*_place(broker))
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
