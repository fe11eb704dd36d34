"""One run of the canary: topics first, then records through all listeners and mirrors at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

from hiera_kafka.clients.canary_topic import CanaryTopicAdmin
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.canary.flows import carried
from hiera_kafka.ops.verify.canary.listeners import through_listener
from hiera_kafka.ops.verify.canary.mirrors import hold_copies, through_mirror
from hiera_kafka.ops.verify.canary.preparation import Prepared, Tell, prepare
from hiera_kafka.ops.verify.canary.record import CanaryRun
from hiera_kafka.ops.verify.canary.target import CanaryTarget
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen

_AT_ONCE = 16
"""Records on their way at the same time; each has three connections of its own."""


def run(
    targets: Sequence[CanaryTarget],
    mirrors: Sequence[Mirror],
    via: str | None = None,
    tell: Tell = lambda _: None,
) -> CanarySeen:
    """Write and read the canary's records.

    Nothing else is left behind, wherever a run is ended: topics that are missing are made, and records expire in them.

    Args:
        targets: The clusters that a canary is asked for.
        mirrors: Mirrors, those of other sources as well: they may take records on.
        via: URL of a SOCKS proxy through which brokers are reached, None for none.
        tell: Is told what is made, from threads of its own.
    """
    canary = CanaryRun()
    sources = {target.name: target for target in targets}
    with ThreadPoolExecutor(_AT_ONCE, "canary") as pool:
        prepared = dict(zip(sources, pool.map(lambda target: _prepared(target, via, tell), targets), strict=True))
        ready = {name: found for name, found in prepared.items() if isinstance(found, Prepared)}
        refusals = _copies(pool, ready, mirrors, via)
        trips = {
            name: [
                pool.submit(through_listener, sources[name], listener, topic, canary, via)
                for listener in sources[name].listeners()
            ]
            for name, topic in ready.items()
        }
        moved = {
            mirror.name: pool.submit(
                through_mirror,
                mirror,
                sources[mirror.source].endpoints,
                ready[mirror.source],
                refusals.get((mirror.destination, sources[mirror.source].topic)),
                canary,
                via,
            )
            for mirror in mirrors
            if mirror.source in ready
        }
        clusters = {
            name: found
            if isinstance(found, Diagnostic)
            else replace(found.canary, listeners=tuple(trip.result() for trip in trips[name]))
            for name, found in prepared.items()
        }
        silent = {
            mirror.name: found for mirror in mirrors if isinstance(found := prepared.get(mirror.source), Diagnostic)
        }
        return CanarySeen(clusters, {**silent, **{name: found.result() for name, found in moved.items()}})


def _prepared(target: CanaryTarget, via: str | None, tell: Tell) -> Prepared | Diagnostic:
    try:
        with CanaryTopicAdmin(target.endpoints, via) as admin:
            return prepare(admin, target, via, tell)
    except ClientError as error:
        return error.diagnostics[0]


def _copies(
    pool: Executor, ready: Mapping[str, Prepared], mirrors: Sequence[Mirror], via: str | None
) -> dict[tuple[str, str], str | Diagnostic]:
    """Have topics where mirrors bring them; return cluster and topic to why that could not be."""
    flows = carried({name: found.canary.topic for name, found in ready.items()}, mirrors)
    servers = {mirror.destination: mirror.destination_servers for mirror in mirrors}
    wanted = {
        cluster: {
            topic: len(shape.leaders) for topic, origin in topics.items() if (shape := ready[origin].shape) is not None
        }
        for cluster, topics in flows.items()
    }
    answers = pool.map(lambda cluster: _held(servers[cluster], wanted[cluster], via), wanted)
    return {
        (cluster, topic): why
        for (cluster, topics), answer in zip(wanted.items(), answers, strict=True)
        for topic in topics
        if (why := answer if isinstance(answer, Diagnostic) else answer.get(topic)) is not None
    }


def _held(endpoints: Endpoints, topics: Mapping[str, int], via: str | None) -> Mapping[str, str] | Diagnostic:
    try:
        return hold_copies(endpoints, topics, via)
    except ClientError as error:
        return error.diagnostics[0]
