"""One run of the canary: topics first, then records through all listeners and mirrors at once."""

from __future__ import annotations

import contextvars
import functools
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import ParamSpec, TypeVar

from hiera_kafka.clients.canary_topic import CanaryTopicAdmin
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.canary.flows import carried, copy_of
from hiera_kafka.ops.verify.canary.listeners import through_listener
from hiera_kafka.ops.verify.canary.mirrors import hold_copies, through_mirror
from hiera_kafka.ops.verify.canary.preparation import Prepared, Tell, prepare
from hiera_kafka.ops.verify.canary.record import CanaryRun
from hiera_kafka.ops.verify.canary.target import CanaryTarget, Via, straight
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen

T = TypeVar("T")
P = ParamSpec("P")

_AT_ONCE = 16
"""Records on their way at the same time; each has three connections of its own."""


class _Threads:
    """Does work in threads, so much at once, that keep nobody from ending the program: a mirror may take a minute."""

    def __init__(self) -> None:
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def begin(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do some work when there is room for it."""
        future: Future[T] = Future()

        def do() -> None:
            with self._room:
                try:
                    future.set_result(work(*args, **kwargs))
                except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
                    future.set_exception(error)

        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(do,), name="canary", daemon=True).start()
        return future


def run(
    targets: Sequence[CanaryTarget],
    mirrors: Sequence[Mirror],
    via: Via = straight,
    tell: Tell = lambda _: None,
    wanted: Collection[str] | None = None,
) -> CanarySeen:
    """Write and read the canary's records.

    Nothing else is left behind, wherever a run is ended: topics that are missing are made, and records expire in them.

    Args:
        targets: The clusters that a canary is asked for.
        mirrors: Mirrors, those of other sources as well: they may take records on.
        via: Gives the way to a cluster; called once for each, from threads of its own.
        tell: Is told what is made, from threads of its own.
        wanted: Names of the mirrors at whose destinations records are looked for; None are all of these sources.
    """
    canary = CanaryRun()
    sources = {target.name: target for target in targets}
    threads, via = _Threads(), functools.cache(via)
    begun = {target.name: threads.begin(_prepared, target, via, tell) for target in targets}
    prepared = {name: one.result() for name, one in begun.items()}
    ready = {name: found for name, found in prepared.items() if isinstance(found, Prepared)}
    refusals = _copies(threads, ready, mirrors, via)
    trips = {
        name: [
            threads.begin(through_listener, sources[name], listener, topic, canary, via)
            for listener in sources[name].listeners()
        ]
        for name, topic in ready.items()
    }
    moved = {
        mirror.name: threads.begin(
            through_mirror,
            mirror,
            sources[mirror.source].endpoints,
            ready[mirror.source],
            refusals.get((mirror.destination, copy_of(mirror, sources[mirror.source].topic))),
            canary,
            via,
        )
        for mirror in mirrors
        if mirror.source in ready and (wanted is None or mirror.name in wanted)
    }
    clusters = {
        name: found
        if isinstance(found, Diagnostic)
        else replace(found.canary, listeners=tuple(trip.result() for trip in trips[name]))
        for name, found in prepared.items()
    }
    silent = {mirror.name: found for mirror in mirrors if isinstance(found := prepared.get(mirror.source), Diagnostic)}
    return CanarySeen(clusters, {**silent, **{name: found.result() for name, found in moved.items()}})


def _prepared(target: CanaryTarget, via: Via, tell: Tell) -> Prepared | Diagnostic:
    try:
        with CanaryTopicAdmin(target.endpoints, via(target.endpoints)) as admin:
            return prepare(admin, target, via, tell)
    except HieraKafkaError as error:
        return error.diagnostics[0]


def _copies(
    threads: _Threads, ready: Mapping[str, Prepared], mirrors: Sequence[Mirror], via: Via
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
    begun = [threads.begin(_held, servers[cluster], topics, via) for cluster, topics in wanted.items()]
    answers = [one.result() for one in begun]
    return {
        (cluster, topic): why
        for (cluster, topics), answer in zip(wanted.items(), answers, strict=True)
        for topic in topics
        if (why := answer if isinstance(answer, Diagnostic) else answer.get(topic)) is not None
    }


def _held(endpoints: Endpoints, topics: Mapping[str, int], via: Via) -> Mapping[str, str] | Diagnostic:
    try:
        return hold_copies(endpoints, topics, via)
    except HieraKafkaError as error:
        return error.diagnostics[0]
