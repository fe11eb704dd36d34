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
from hiera_kafka.ops.converge.lost_data import lost_data

_SKEW_S = 5
"""Seconds that a clock may be off before it is reported; NTP keeps hosts within a fraction of one."""


def admit(
    inventory_file: str, looked: Mapping[str, Mapping[str, Any]], given_up: Collection[str] = ()
) -> dict[str, Any]:
    """Return which hosts the run goes on without, as `without`.

    Args:
        inventory_file: Absolute path.
        looked: Host to what the module `preflight` returned: `failed` where something stands in the way,
            `unreachable` where it could not run, else `zookeeper_transactions`, whether there is data of a ZooKeeper,
            `kafka_used`, whether there is any of Kafka, `cluster_ids`, those of the Kafka clusters that it is of, and
            `machine`, which is that of no other host.
        given_up: Hosts whose data may be lost.

    Raises:
        HieraKafkaError: A host was refused, two are one machine, an ensemble would begin without the member that holds
            its data or without the metadata of its brokers, or brokers of one cluster hold data of several.
    """
    unreachable = sorted(host for host, seen in looked.items() if seen.get("unreachable"))
    refused = sorted(host for host, seen in looked.items() if seen.get("failed") and host not in unreachable)
    compiler = compiler_of(inventory_file)
    found = [*lost_data(compiler, looked, given_up), *_strangers(compiler, looked), *_one_machine(looked)]
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
        found: `service`, `state` and `pid` of each; `data`, a text for each of its directories, and `recorded`,
            whether the host remembers it, where there is such.
    """
    if not found:
        return []
    machine = Machine(compiler_of(inventory_file).platform, host)
    names = [str(entry["service"]) for entry in found]
    lies = [str(text) for entry in found for text in entry.get("data", ())]
    recorded = [name for name, entry in zip(names, found, strict=True) if entry.get("recorded")]
    remove = f"rm {' '.join(machine.definition_path(name) for name in names)}"
    processes = [str(entry["pid"]) for entry in found if entry["pid"]]
    listed = ", ".join(f"{entry['service']} ({entry['state']})" for entry in found)
    by_hand = [f"kill {' '.join(processes)}", remove] if processes else [remove]
    if machine.service_manager is ServiceManager.SYSTEMD:
        by_hand = [f"systemctl disable --now {' '.join(names)}", remove, "systemctl daemon-reload"]
    there = f"; on disk: {'; '.join(lies)}" if lies else ""
    # What a host remembers is what it is found by, long after its definition has gone.
    forget = f"; then have it forgotten: hiera-kafka forget {host} {' '.join(recorded)}" if recorded else ""
    warning = Diagnostic(
        "service-left-data",
        f"{host} has {listed}, which is no longer in the data; left alone{there}",
        note="it keeps running until somebody removes it",
        hint=f"put it back into the data, or run on the host: {' && '.join(by_hand)}{forget}",
        level=Severity.WARNING,
    )
    return [warning.render()]


def left_members(looked: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a warning, as text, for each member of a cluster that hosts remember and the data has no longer.

    Args:
        looked: As for `admit`; `left_members` has `host`, `id`, `address`, `cluster` and `role` of each.
    """
    by_member: dict[tuple[str, ...], list[str]] = {}
    for host, seen in looked.items():
        for entry in seen.get("left_members", ()):
            key = tuple(str(entry[name]) for name in ("host", "id", "address", "cluster", "role"))
            by_member.setdefault(key, []).append(host)
    return [
        Diagnostic(
            "member-left-data",
            f"{member} ({role}, id {id_}, address {address}) of {cluster} is no longer in the data; "
            f"remembered by {', '.join(sorted(hosts))}",
            note="it is left alone; it may run still, hold partitions, or be dead",
            hint="put it back into the data; or see that nothing is left there that is needed, and have it forgotten: "
            f"hiera-kafka forget {member}",
            level=Severity.WARNING,
        ).render()
        for (member, id_, address, cluster, role), hosts in sorted(by_member.items())
    ]


def unused(host: str, found: Sequence[str]) -> list[str]:
    """Return a warning, as text, where the caller allowed what did not happen on a host.

    Args:
        host: The host.
        found: `variable: entry` of each.
    """
    if not found:
        return []
    warning = Diagnostic(
        "override-unused",
        f"{host} was given {', '.join(map(str, found))}, which matches nothing that stands in the way there",
        note="what was allowed once is not needed again; a slip of typing looks the same",
        hint="leave it out, or see that it names the host, and the directory or service, as the message did",
        level=Severity.WARNING,
    )
    return [warning.render()]


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


def _one_machine(looked: Mapping[str, Mapping[str, Any]]) -> Iterator[Diagnostic]:
    """Yield the machines that have several hosts of the inventory."""
    hosts: dict[str, list[str]] = {}
    for host, seen in looked.items():
        if "machine" in seen:
            hosts.setdefault(str(seen["machine"]), []).append(host)
    for found in hosts.values():
        if len(found) > 1:
            yield Diagnostic(
                "host-named-twice",
                f"{' and '.join(sorted(found))} are one machine; each host must be a machine of its own",
                note="each would write its own configuration over that of the other",
                hint="write one name for it in the data, or give each host an ansible_host of its own",
            )
