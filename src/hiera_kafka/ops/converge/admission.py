"""Whether a run may touch hosts, from what was seen on all of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import ServiceManager
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Severity

_SKEW_S = 5
"""Seconds that a clock may be off before it is reported; NTP keeps hosts within a fraction of one."""


def admit(inventory_file: str, looked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return which hosts the run goes on without, as `without`.

    Args:
        inventory_file: Absolute path.
        looked: Host to what the module `preflight` returned: `failed` where something stands in the way,
            `unreachable` where it could not run, else `initialised`, whether there is data of a ZooKeeper, and
            `cluster_ids`, those of the Kafka clusters that there is data of.

    Raises:
        HieraKafkaError: A host was refused, an ensemble would begin without one of its members, or brokers of one
            cluster hold data of several.
    """
    unreachable = sorted(host for host, seen in looked.items() if seen.get("unreachable"))
    refused = sorted(host for host, seen in looked.items() if seen.get("failed") and host not in unreachable)
    compiler = compiler_of(inventory_file)
    found = [*_begins(compiler, looked, unreachable), *_strangers(compiler, looked)]
    if refused:
        found.append(
            Diagnostic(
                "host-refused",
                f"no host was changed, since checks failed on {', '.join(refused)}; the messages above say why",
                hint="fix it there, or leave the host out with --limit",
            )
        )
    if found:
        raise HieraKafkaError(found)
    return {"without": unreachable}


def clock(host: str, seen: tuple[float, float], asked: tuple[float, float]) -> list[str]:
    """Return a warning, as text, where a host's clock certainly differs from that of the control node.

    The clock is read at an unknown moment while the question is under way, and that time bounds the answer: a slow
    machine makes it vaguer and never wrong.

    Args:
        host: The host.
        seen: Its clock when it began to look and when it had done, in seconds since the epoch.
        asked: The control node's clock before the host was asked and after it had answered.
    """
    least, most = sorted((seen[1] - asked[1], seen[0] - asked[0]))
    if least <= _SKEW_S and most >= -_SKEW_S:
        return []
    ahead = least > 0
    near, far = (least, most) if ahead else (-most, -least)
    seconds = f"{(near + far) / 2:.0f}" if far - near < 1 else f"{math.floor(near)} to {math.ceil(far)}"
    warning = Diagnostic(
        "clock-skew",
        f"the clock of {host} is {seconds} s {'ahead of' if ahead else 'behind'} the control node's",
        note="brokers stamp and expire messages by their own clocks",
        hint="see on both which one is wrong, with `timedatectl`",
        level=Severity.WARNING,
    )
    return [warning.render()]


def left_over(inventory_file: str, host: str, found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a warning, as text, for the services on a host that have left the data.

    Args:
        inventory_file: Absolute path.
        host: The host.
        found: `service`, `state` and `pid` of each.
    """
    if not found:
        return []
    machine = Machine(compiler_of(inventory_file).platform, host)
    names = [str(entry["service"]) for entry in found]
    remove = f"rm {' '.join(machine.definition_path(name) for name in names)}"
    processes = [str(entry["pid"]) for entry in found if entry["pid"]]
    listed = ", ".join(f"{entry['service']} ({entry['state']})" for entry in found)
    by_hand = [f"kill {' '.join(processes)}", remove] if processes else [remove]
    if machine.service_manager is ServiceManager.SYSTEMD:
        by_hand = [f"systemctl disable --now {' '.join(names)}", remove, "systemctl daemon-reload"]
    warning = Diagnostic(
        "service-left-data",
        f"{host} has {listed}, which is no longer in the data; left alone",
        note="it keeps running until somebody removes it",
        hint=f"put it back into the data, or run on the host: {' && '.join(by_hand)}",
        level=Severity.WARNING,
    )
    return [warning.render()]


def _begins(
    compiler: Compiler, looked: Mapping[str, Mapping[str, Any]], unreachable: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield the ensembles that would begin while a member that may hold their data is away."""
    for name, ensemble in compiler.clusters.ensembles.items():
        members = ensemble.model.hosts
        away = [host for host in members if host in unreachable]
        empty = [host for host in members if host in looked and looked[host].get("initialised") is False]
        if away and empty:
            yield Diagnostic(
                "ensemble-begins-without-member",
                f"ensemble {name} would begin without {', '.join(away)}, which cannot be reached: "
                f"{', '.join(empty)} hold no data yet",
                where=ensemble.trace.origin.positions()[:1],
                note="members that start empty can form a quorum; a member that comes back with the ensemble's data "
                "then drops it and takes theirs",
                hint="bring the host back; where it holds no data either, name the hosts to start with --limit",
            )


def _strangers(compiler: Compiler, looked: Mapping[str, Mapping[str, Any]]) -> Iterator[Diagnostic]:
    """Yield the clusters whose brokers hold data of several."""
    for name, cluster in compiler.clusters.kafka.items():
        hosts: dict[str, list[str]] = {}
        for host in cluster.model.brokers:
            for id_ in looked.get(host, {}).get("cluster_ids", []):
                hosts.setdefault(str(id_), []).append(host)
        if len(hosts) > 1:
            held = "; ".join(f"{id_} on {', '.join(found)}" for id_, found in hosts.items())
            yield Diagnostic(
                "kafka-cluster-id-differs",
                f"brokers of {name} hold data of different clusters: {held}",
                where=cluster.trace.origin.positions()[:1],
                note="a broker refuses to start in a cluster that its data does not belong to",
                hint="see which host came from elsewhere; move its data away if it is not needed",
            )
