"""What the gates of a rolling restart are told, and the plan that a person reads before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiera_kafka.compiler.sections import compiler_of, section_of
from hiera_kafka.ops.roll import mirror_order
from hiera_kafka.plain_values import to_plain
from hiera_kafka.text import one_line

TITLES = {"zookeeper": "ZooKeeper", "kafka_broker": "Kafka"}
"""Roles that are rolled behind gates, in the order in which they are; mirrors come after them."""


def gate(inventory_file: str, host: str, role: str) -> dict[str, Any]:
    """Return the parameters of the module `gate` that follow from the catalogs of the host and its peers.

    Args:
        inventory_file: Absolute path.
        host: The host whose service is to be restarted.
        role: `zookeeper` or `kafka_broker`.

    Raises:
        HieraKafkaError: The data has errors, or the host does not have the role.
    """
    catalog, section = section_of(inventory_file, host, role)
    (readiness,) = section.readiness
    compiler = compiler_of(inventory_file)
    members = []
    for name, number in sorted(readiness.members.items(), key=lambda item: item[1]):
        peer = compiler.catalog(name).section(role)
        port = peer.readiness[0].port if peer else readiness.port
        # A host reaches itself where its service listens, which need not be what its name leads to.
        address = readiness.address if name == host else catalog.machine.address_of(name)
        members.append({"id": number, "host": name, "address": address, "port": port})
    plain: dict[str, Any] = to_plain(
        {
            "kind": readiness.kind,
            "service": readiness.service,
            "own": readiness.own,
            "members": members,
            "log_dirs": [
                path for guard in section.guards if guard.kind == "kafka-broker-id" for path in guard.directories
            ],
            "service_manager": catalog.machine.service_manager,
            "root": catalog.machine.root,
        }
    )
    return plain


@dataclass(frozen=True, slots=True)
class Turn:
    """What a plan says of one service of one host.

    Attributes:
        host: Its host.
        cluster: Name of the ensemble or cluster.
        restart: Whether it is to be restarted.
        files: What changed since its start, as paths of the host.
        runs: Whether it runs at all.
        leads: Whether it is leader or controller now.
        blockers: What stands in the way, as text.
        accepted: Outages that are accepted.
    """

    host: str
    cluster: str
    restart: bool
    files: tuple[str, ...]
    runs: bool
    leads: bool
    blockers: tuple[str, ...]
    accepted: tuple[str, ...]


def plan(inventory_file: str, looked: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return the plan of a rolling restart.

    That is `text`, `restarts` as `[role, host]` in order, `mirrors` as host to the services of mirrors that are
    restarted there, and `blockers`: what stands in the way, as text, each once.

    Args:
        inventory_file: Absolute path.
        looked: Host to role to what was seen there: `restart`, `files`, `runs`, `leads`, `blockers`, `accepted`; of
            mirrors what `mirror_order.plan` takes.
    """
    lines = ["Rolling restart, one at a time, each behind gates:"]
    restarts: list[list[str]] = []
    blocked: dict[str, list[str]] = {}
    for role, title in TITLES.items():
        turns = list(_turns(inventory_file, looked, role))
        for cluster in dict.fromkeys(turn.cluster for turn in turns):
            own = [turn for turn in turns if turn.cluster == cluster]
            # Whoever leads comes last: each stop of a leader is an election.
            order = sorted((turn for turn in own if turn.restart), key=lambda turn: turn.leads)
            lines.append(f"  {title} {cluster}")
            lines += [_line(number, turn, role) for number, turn in enumerate(order, start=1)]
            lines += _others(own)
            restarts += [[role, turn.host] for turn in order]
            lines += [f"    accepted: {text}" for turn in order for text in turn.accepted]
            for turn in order:
                for text in turn.blockers:
                    blocked.setdefault(text, []).append(turn.host)
    blockers = [f"{', '.join(hosts)}: {text}" for text, hosts in blocked.items()]
    mirrors = mirror_order.plan(inventory_file, looked)
    lines += mirrors.lines
    restarts += [[mirror_order.ROLE, host] for host in mirrors.restarts]
    if not restarts:
        lines.append("Nothing is to be restarted.")
    plain: dict[str, Any] = to_plain(
        {
            "text": "\n".join(map(one_line, lines)),
            "restarts": restarts,
            "blockers": blockers,
            "mirrors": mirrors.restarts,
        }
    )
    return plain


def _turns(inventory_file: str, looked: Mapping[str, Mapping[str, Mapping[str, Any]]], role: str) -> Iterator[Turn]:
    for host, roles in looked.items():
        if role not in roles:
            continue
        catalog, section = section_of(inventory_file, host, role)
        root = catalog.machine.root
        seen = roles[role]
        yield Turn(
            host=host,
            cluster=section.cluster,
            restart=bool(seen["restart"]),
            files=tuple(str(path).removeprefix(root) for path in seen["files"]),
            runs=bool(seen["runs"]),
            leads=bool(seen["leads"]),
            blockers=tuple(map(str, seen["blockers"])),
            accepted=tuple(map(str, seen["accepted"])),
        )


def _line(number: int, turn: Turn, role: str) -> str:
    why = f"changed since its start: {', '.join(turn.files)}" if turn.files else "nothing changed, but asked for"
    leads = f" ({'the leader' if role == 'zookeeper' else 'the controller'} now, so last)" if turn.leads else ""
    return f"    {number}. {turn.host}{leads}: {why}"


def _others(turns: Sequence[Turn]) -> list[str]:
    idle = [turn.host for turn in turns if not turn.restart and turn.runs]
    down = [turn.host for turn in turns if not turn.runs]
    lines = [f"    nothing pending: {', '.join(idle)}"] if idle else []
    # What does not run is started by converging, which is what its owner has to decide on.
    return lines + ([f"    does not run, so is not restarted: {', '.join(down)}"] if down else [])
