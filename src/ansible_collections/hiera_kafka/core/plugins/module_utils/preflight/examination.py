"""Everything that is looked for on a host before it is touched."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import identity, mounts
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import (
    foreign,
    guards,
    java,
    placements,
    ports_and_disk,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.remembered import Wanted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager, Status


def examine(wanted: Mapping[str, Any], manager: ServiceManager) -> dict[str, Any]:
    """Return what the run is decided by; nothing is changed.

    Args:
        wanted: `root`, `service_manager`; `guards` (facts on disk that must not change, with `kind`, `directories`,
            `file`, `expected` and `where`), `ports` (`address`, `port`, `service`, `purpose`), `managed` (what a run
            writes, as Puppet names resources), `take_over` (directory of somebody else to its present owner) and
            `released_by_puppet`, which the caller releases, and `accept_loss`, whether the caller gives up what a disk
            of this host has lost; `host`, `placements` (what the data gives the host, as `remembered.Wanted` has it),
            `data_left` (directories) and `moved` (services), which the caller allows; `services` and `families`
            (beginnings of names that are ours); `java_home`, `java_user`, `java_required`, `java_minimum`; `disk`
            (`path`, `needed_bytes`).
        manager: Who keeps the services running.

    Returns:
        `clock` (when this began and ended), `cluster_ids`, `initialised`, `java_found`, `kafka_used`, `left_members`,
        `left_over`, `machine`, `states`, `zookeeper_transactions`, and `unused`, what the caller allowed without need.

    Raises:
        ProblemError: With all that stands in the way.
    """
    began = time.time()
    silent = mounts.silent(_paths(wanted))
    if silent:
        raise ProblemError(silent.values())  # whatever else is looked at might wait for them
    guarded = [guards.Guard.of(entry) for entry in wanted["guards"]]
    released = foreign.Released(wanted["take_over"], wanted["released_by_puppet"])
    states = {name: manager.status(name) for name in wanted["services"]}
    problems = [problem for guard in guarded for problem in _guard_problems(guard, manager, released)]
    if not problems:
        problems += _lost(guarded, states, accepted=wanted["accept_loss"])
    remembered, placed = [Wanted.of(entry) for entry in wanted["placements"]], None
    try:
        placed = placements.host_of(wanted, manager)
        problems += placed.check(remembered)
    except ProblemError as error:
        problems += error.problems
    problems += foreign.check_puppet(wanted["managed"], wanted["root"], released)
    problems += ports_and_disk.check_ports(wanted["ports"], manager)
    faults = _java_faults(wanted, proven=bool(states) and all(status.running for status in states.values()))
    java_found = not any(problem.id == "java-not-found" for problem in faults)
    problems += faults if java_found or wanted["java_required"] else []
    try:
        problems += ports_and_disk.check_disk(ports_and_disk.still_to_write(wanted["disk"]))
    except ProblemError as error:
        problems += error.problems
    if problems or placed is None:
        raise ProblemError(dict.fromkeys(problems))
    known = {name for family in wanted["families"] for name in manager.defined(family)}
    left = placed.left(wanted["services"])
    left_over = [(name, manager.status(name)) for name in sorted((known | left.keys()) - set(wanted["services"]))]
    return {
        "cluster_ids": sorted({id_ for guard in guarded for id_ in guards.kafka_cluster_ids(guard)}),
        "initialised": any(guards.zookeeper_initialised(guard) for guard in guarded),
        "java_found": java_found,
        "machine": identity.of(wanted["root"]),
        "kafka_used": any(guards.kafka_used(guard) for guard in guarded),
        "left_members": placed.left_members(remembered),
        "left_over": [
            {"service": name, "state": s.state, "pid": s.pid, "data": left.get(name, []), "recorded": name in left}
            for name, s in left_over
        ],
        "states": {name: status.state for name, status in states.items()},
        "unused": placed.allowed.unused(),
        "zookeeper_transactions": next(
            (found for guard in guarded if (found := guards.zookeeper_transactions(guard)) is not None), None
        ),
        "clock": [began, time.time()],
    }


def _paths(wanted: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths that are looked at, here and by all that follows."""
    for guard in wanted["guards"]:
        yield from (*guard["directories"], guard["file"])
    yield from (need["path"] for need in wanted["disk"])
    yield from filter(None, (wanted["java_home"],))


def _java_faults(wanted: Mapping[str, Any], *, proven: bool) -> list[Problem]:
    if not wanted["java_home"]:
        return []
    # Services of supervisor belong to who calls this.
    run_as = wanted["java_user"] if wanted["service_manager"] == "systemd" else None
    return java.check_java(wanted["java_home"], wanted["java_minimum"], run_as, proven=proven)


def _lost(guarded: Iterable[guards.Guard], states: Mapping[str, Status], *, accepted: bool) -> list[Problem]:
    problems: list[Problem] = []
    for guard in guarded:
        if guard.kind == guards.METADATA:
            # Only for a broker that a run would start: a run that changes nothing is not to load what asks ZooKeeper.
            from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import lost_data  # noqa: PLC0415

            service = lost_data.Broker.of(guard).service
            if service in states and not states[service].running:
                problems += lost_data.before_run(guard, accepted=accepted)
    return problems


def _guard_problems(guard: guards.Guard, manager: ServiceManager, released: foreign.Released) -> list[Problem]:
    if guard.kind in foreign.KINDS:
        return foreign.check_data(guard, manager, released)
    return [] if guard.kind == guards.METADATA else guards.check(guard)
