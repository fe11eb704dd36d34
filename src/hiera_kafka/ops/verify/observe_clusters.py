"""Asks a Kafka cluster what it says of itself: its brokers by their own protocol, and ZooKeeper for all listeners."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from hiera_kafka.clients.cluster_state import ClusterState, StateReader
from hiera_kafka.clients.zookeeper import ConnectString, Ensemble
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen

_ZOOKEEPER_S = 5.0
"""How long ZooKeeper may take to answer; the brokers' own answers are there without it."""


def observe_cluster(
    endpoints: Endpoints, via: str | None = None, zookeeper: ConnectString | None = None
) -> ClusterSeen:
    """Ask a cluster what it says of itself; nothing is written.

    Args:
        endpoints: Its brokers, at least one of which must answer.
        via: URL of the proxy that brokers and ZooKeeper are reached through; None for none.
        zookeeper: Servers and path where its brokers register; None where they do not, and then the listener that was
            asked is the only one that is seen.

    Raises:
        ClientError: No broker answers.
    """
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as pool:
        registered = pool.submit(_registered, zookeeper, via)
        with StateReader(endpoints, via) as cluster:
            state = cluster.state()
        listeners, silent = registered.result()
    return _seen(time.monotonic() - begun, state, listeners, silent)


def _registered(zookeeper: ConnectString | None, via: str | None) -> tuple[dict[int, tuple[str, ...]], dict[str, str]]:
    """Return the listeners of each broker, and what did not answer; then the brokers' own answers are what is left."""
    if zookeeper is None:
        return {}, {}
    try:
        with Ensemble(zookeeper, via, _ZOOKEEPER_S) as ensemble:
            return {one.id: one.endpoints for one in ensemble.registrations()}, {}
    except ClientError as error:
        return {}, {f"ZooKeeper {zookeeper}": error.diagnostics[0].message}


def _seen(
    took_s: float, state: ClusterState, listeners: dict[int, tuple[str, ...]], silent: dict[str, str]
) -> ClusterSeen:
    told = state.brokers.items()
    return ClusterSeen(
        took_s,
        state.id,
        {broker: one.controller for broker, one in told},
        state.members,
        listeners,
        {broker: one.options for broker, one in told if one.options},
        state.partitions,
        {broker: one.directories for broker, one in told if one.directories},
        {**{str(broker): reason for broker, reason in state.silent.items()}, **silent},
        {broker: one.release for broker, one in told},
        {broker: one.refused for broker, one in told if one.refused},
        state.moving,
    )
