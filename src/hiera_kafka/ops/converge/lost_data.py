"""Ensembles that would forget what they hold, or what their brokers' disks say that they held.

Judged before any host is touched, from what their disks hold. What is not seen, since a host cannot be reached or is
not part of the run, may be anything: it is not taken for empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic

Looked = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Members:
    """Members of an ensemble, by what their disks hold.

    Attributes:
        holding: Those with transactions.
        empty: Those without.
        unseen: Those that were not looked at.
    """

    holding: tuple[str, ...]
    empty: tuple[str, ...]
    unseen: tuple[str, ...]

    @classmethod
    def of(cls, hosts: Collection[str], looked: Looked) -> Members:
        """Return what was seen of the hosts of an ensemble."""
        seen = {host: looked.get(host, {}).get("zookeeper_transactions") for host in hosts}
        return cls(
            holding=tuple(host for host, found in seen.items() if found is True),
            empty=tuple(host for host, found in seen.items() if found is False),
            unseen=tuple(host for host, found in seen.items() if not isinstance(found, bool)),
        )

    @property
    def outvote(self) -> bool:
        """Whether empty members alone are a majority, and so may form a quorum that none with data is part of."""
        everyone = len(self.holding) + len(self.empty) + len(self.unseen)
        return 2 * len(self.empty) > everyone


def lost_data(compiler: Compiler, looked: Looked, given_up: Collection[str]) -> Iterator[Diagnostic]:
    """Yield the ensembles that may not begin, or not like this.

    Args:
        compiler: Of the data.
        looked: Host to what the module `preflight` returned; of these `unreachable`, `zookeeper_transactions`,
            `cluster_ids` and `kafka_used` count.
        given_up: Hosts whose data may be lost.
    """
    for name, ensemble in compiler.clusters.ensembles.items():
        members = Members.of(ensemble.model.hosts, looked)
        where = ensemble.trace.origin.positions()[:1]
        keepers = [host for host in members.holding if host not in given_up]
        away = [
            host
            for host in members.unseen
            # One that was refused ends the run anyway.
            if host not in given_up and (looked[host].get("unreachable") if host in looked else members.outvote)
        ]
        if members.outvote and keepers:
            yield Diagnostic(
                "zookeeper-data-outvoted",
                f"ensemble {name} has data on {_listed(keepers)}, and {_listed(members.empty)} hold none: "
                f"{len(members.empty)} of {len(ensemble.model.hosts)} members are a quorum without it",
                where=where,
                note="members that start empty can form a quorum; the one with the data then drops it and takes theirs",
                hint="bring their disks back, or stop ZooKeeper and copy version-2 of the one with the data to so many "
                f"of them that a majority has it; or give its data up: {_option(keepers)}",
            )
        elif members.empty and away:
            yield Diagnostic(
                "ensemble-begins-without-member",
                f"ensemble {name} would begin without {_listed(away)}, {_why(away, looked)}: "
                f"{_listed(members.empty)} hold no data yet",
                where=where,
                note="members that start empty can form a quorum; a member that comes back with the ensemble's data "
                "then drops it and takes theirs",
                hint="bring the host back, and let the run have all members; where it holds no data either, or that "
                f"may be lost: {_option(away)}",
            )
        elif members.outvote and not members.holding:
            yield from _forgotten(compiler, name, members, looked)


def _forgotten(compiler: Compiler, ensemble: str, members: Members, looked: Looked) -> Iterator[Diagnostic]:
    """Yield the Kafka clusters whose brokers hold data while the ensemble that has their metadata holds none."""
    for name, cluster in compiler.clusters.kafka.items():
        if cluster.model.zookeeper_cluster_name != ensemble:
            continue
        held = [
            f"{host} (cluster {', '.join(map(str, ids))})" if (ids := looked[host].get("cluster_ids")) else host
            for host in cluster.model.brokers
            if host in looked and (looked[host].get("kafka_used") or looked[host].get("cluster_ids"))
        ]
        if held:
            yield Diagnostic(
                "kafka-metadata-lost",
                f"brokers of {name} hold data, and ensemble {ensemble} has none: there is data of Kafka on "
                f"{', '.join(held)}, and no transaction of ZooKeeper on {_listed(members.empty)}",
                where=cluster.trace.origin.positions()[:1],
                note="without it a broker knows none of its partitions; recreated topics get the files on disk",
                hint="bring ZooKeeper's data back on a majority of its members before it starts; where what brokers "
                "hold is given up, move their data directories away",
            )


def _why(away: Collection[str], looked: Looked) -> str:
    if all(looked.get(host, {}).get("unreachable") for host in away):
        return "which cannot be reached"
    return "which this run does not look at"


def _option(hosts: Collection[str]) -> str:
    names = ", ".join(f'"{host}"' for host in hosts)
    return f"-e '{{\"hiera_kafka_accept_loss\": [{names}]}}'"


def _listed(hosts: Collection[str]) -> str:
    return ", ".join(hosts)
