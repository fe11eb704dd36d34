"""Whether a broker that is about to start has what ZooKeeper says it has, and ZooKeeper what the broker's disks say.

A broker that starts above an ensemble that was emptied, or with a disk that came back empty, destroys without a word
what is left of the good copies. So both are read before each start, and none but a start is held up by it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.broker_disks import OnDisk, Replica, on_disk
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.guards import Guard
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.zookeeper_state import ClusterNodes, Elected
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import nodes

_POLL_S = 0.5
_ANSWER_S = 30.0
_ANSWER_NOW_S = 5.0
_UNREAD_S = 30.0
"""How long ZooKeeper may take to serve; a role starts it, and waits for it, before."""
_IN_DOUBT_S = 90.0
"""A leader takes `replica.lag.time.max.ms`, 30 s, and half of it again, to take a replica out of those in sync."""
_NAMED = 5
"""Partitions that a message names."""


_IN_DOUBT = "kafka-replicas-in-doubt"


class Broker(NamedTuple):
    """What the guard expects, in its order.

    Attributes:
        id: The broker's id, as text.
        connect: Its `zookeeper.connect`.
        host: Its host, by the name that people use.
        service: Name of its service.
    """

    id: str
    connect: str
    host: str
    service: str

    @classmethod
    def of(cls, guard: Guard) -> Broker:
        """Return what a guard of the kind `kafka-metadata` expects."""
        return cls(*guard.expected)


@dataclass(frozen=True)
class InZooKeeper:
    """What ZooKeeper says of the cluster of a broker.

    Attributes:
        server: The member that was asked.
        path: Of the node with the cluster's id.
        cluster_id: Its content, None where there is no such node.
        missing: Partitions that the broker is to have, and has no directory of, with their state.
        live: Brokers that are registered.
    """

    server: str
    path: str
    cluster_id: str | None
    missing: Mapping[Replica, Elected]
    live: frozenset[int]


def before_run(guard: Guard, *, accepted: bool) -> list[Problem]:
    """Return what speaks against the start of a broker that does not run, as far as ZooKeeper serves now."""
    found = on_disk(guard.directories)
    try:
        seen = _seen(guard, found, _ANSWER_NOW_S)
    except (OSError, nodes.NodesError):
        return []  # it may be the run that starts it, and the start of the broker is checked again
    return [problem for problem in judged(guard, found, seen, accepted=accepted) if problem.id != _IN_DOUBT]


def before_start(guard: Guard, *, accepted: bool, check: bool) -> list[str]:
    """Return warnings where nothing speaks against the start of a broker, after waiting for what may pass.

    Args:
        guard: Of the kind `kafka-metadata`.
        accepted: Whether the caller gives up what a disk of this host has lost; what another replica may still save is
            waited for all the same.
        check: Whether nothing will be started, and so nothing is waited for.

    Raises:
        ProblemError: `kafka-metadata-lost`, `kafka-replicas-lost`; after a while `kafka-metadata-unread` and
            `kafka-replicas-in-doubt`.
    """
    began = time.monotonic()
    while True:
        try:
            problems, patience = _once(guard, accepted=accepted)
        except nodes.DeniedError as error:
            return [f"whether ZooKeeper and the broker's disks belong together was not seen: {error}"]
        if not problems or (check and patience):
            return []
        if time.monotonic() - began >= patience:
            if accepted and patience == _IN_DOUBT_S:
                return []
            raise ProblemError(problems)
        time.sleep(_POLL_S)


def judged(guard: Guard, disk: OnDisk, seen: InZooKeeper, *, accepted: bool) -> list[Problem]:
    """Return what speaks against the start of a broker, from both readings."""
    problems = [*_metadata(guard, disk, seen)]
    if not problems:
        problems += _replicas(guard, seen, accepted=accepted)
    return problems


def _once(guard: Guard, *, accepted: bool) -> tuple[list[Problem], float]:
    """Return what speaks against the start now, and how long to wait for it to pass."""
    found = on_disk(guard.directories)
    try:
        problems = judged(guard, found, _seen(guard, found, _ANSWER_S), accepted=accepted)
    except nodes.DeniedError:
        raise
    except (OSError, nodes.NodesError) as error:
        return [_unread(guard, error)], _UNREAD_S
    return problems, _IN_DOUBT_S if all(problem.id == _IN_DOUBT for problem in problems) else 0


def _seen(guard: Guard, disk: OnDisk, seconds: float) -> InZooKeeper:
    broker = Broker.of(guard)
    servers, chroot = nodes.servers_of(broker.connect)
    with nodes.Nodes(servers, seconds) as session:
        session.sync("/")
        cluster = ClusterNodes(session, chroot)
        id_ = cluster.cluster_id()
        missing = cluster.elected(cluster.assigned(int(broker.id)) - disk.replicas) if id_ is not None else {}
        live = frozenset(cluster.live()) if missing else frozenset()
        return InZooKeeper(session.server, cluster.id_path, id_, missing, live)


def _metadata(guard: Guard, disk: OnDisk, seen: InZooKeeper) -> Iterator[Problem]:
    differing = {directory: id_ for directory, id_ in disk.ids.items() if id_ != seen.cluster_id}
    if not differing and (seen.cluster_id is not None or not disk.used):
        return
    there = f"has the cluster {seen.cluster_id} there" if seen.cluster_id is not None else "has no such node"
    if differing:
        here = "; ".join(f"{directory}/meta.properties says cluster {id_}" for directory, id_ in differing.items())
    else:
        here = f"{', '.join(guard.directories)} hold {len(disk.replicas)} partitions"
    yield Problem(
        "kafka-metadata-lost",
        f"the broker has data of a cluster that ZooKeeper does not have at {seen.path}: {here}; {seen.server} {there}",
        where=guard.where,
        note="without it a broker knows none of its partitions; recreated topics get the files on disk",
        hint="bring ZooKeeper's data back on a majority of its members, or correct the ensemble or path in the data; "
        "where what brokers hold is given up, move their data directories away",
    )


def _replicas(guard: Guard, seen: InZooKeeper, *, accepted: bool) -> Iterator[Problem]:
    broker = Broker.of(guard)
    own = int(broker.id)
    # A partition whose state does not count on this broker is copied to it as to a new one.
    counted = {one: state for one, state in seen.missing.items() if own in (*state.isr, state.leader)}
    lost = sorted(one for one, state in counted.items() if not set(state.isr) - {own})
    doubtful = sorted(counted.keys() - set(lost))
    directories = ", ".join(guard.directories)
    if lost and not accepted:
        yield Problem(
            "kafka-replicas-lost",
            f"broker {own} is the last in-sync replica of {_counted(lost)}, says {seen.server}, "
            f"and {directories} hold no copy",
            where=guard.where,
            note="started like this it leads them with an empty log, and replicas that have records drop them",
            hint="bring the disk back; or let another replica lead, where one has them, with an unclean election; "
            f"""or give up what is lost: -e '{{"hiera_kafka_accept_loss": ["{broker.host}"]}}'""",
        )
    if doubtful:
        others = sorted({id_ for one in doubtful for id_ in counted[one].isr} - {own})
        down = [str(id_) for id_ in others if id_ not in seen.live]
        does = f"brokers {', '.join(down)} do not run" if down else "the others have not taken it out yet"
        yield Problem(
            _IN_DOUBT,
            f"broker {own} counts as in sync for {_counted(doubtful)}, says {seen.server}, and {directories} hold no "
            f"copy; in sync are {', '.join(map(str, others))} as well, and {does}",
            where=guard.where,
            note="if it came to lead them with an empty log, replicas that have records would drop them",
            hint="start the others first, with --limit, then this one",
        )


def _unread(guard: Guard, error: Exception) -> Problem:
    return Problem(
        "kafka-metadata-unread",
        f"no member of ZooKeeper at {Broker.of(guard).connect} says whether it belongs to the broker's disks: {error}",
        where=guard.where,
        note="a broker that starts above an ensemble without its metadata loses what it holds",
        hint="start a majority of the ensemble first",
    )


def _counted(replicas: Sequence[Replica]) -> str:
    """Return how many partitions these are, and the first of them by name."""
    names = [one.name for one in replicas[:_NAMED]]
    more = ", ..." if len(replicas) > _NAMED else ""
    return f"{len(replicas)} partition{'' if len(replicas) == 1 else 's'} ({', '.join(names)}{more})"
