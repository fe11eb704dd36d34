"""Everything that is looked for on a host before it is touched."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import foreign, guards, java, ports_and_disk
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager


def examine(wanted: Mapping[str, Any], manager: ServiceManager) -> dict[str, Any]:
    """Return what the run is decided by; nothing is changed.

    Args:
        wanted: `root`, `service_manager`; `guards` (facts on disk that must not change, with `kind`, `directories`,
            `file`, `expected` and `where`), `ports` (`address`, `port`, `service`, `purpose`), `managed` (what a run
            writes, as Puppet names resources), `take_over` (directory of somebody else to its present owner) and
            `released_by_puppet`, which the caller releases; `services` and `families` (beginnings of names that are
            ours); `java_home`, `java_user`, `java_required`, `java_minimum`; `disk` (`path`, `needed_bytes`).
        manager: Who keeps the services running.

    Returns:
        `clock` (when this began and ended), `cluster_ids`, `initialised`, `java_found`, `left_over` and `states`.

    Raises:
        ProblemError: With all that stands in the way.
    """
    began = time.time()
    guarded = [guards.Guard.of(entry) for entry in wanted["guards"]]
    released = foreign.Released(wanted["take_over"], wanted["released_by_puppet"])
    states = {name: manager.status(name) for name in wanted["services"]}
    problems = [problem for guard in guarded for problem in _guard_problems(guard, manager, released)]
    problems += foreign.check_puppet(wanted["managed"], wanted["root"], released)
    problems += ports_and_disk.check_ports(wanted["ports"], manager)
    faults = _java_faults(wanted, proven=bool(states) and all(status.running for status in states.values()))
    java_found = not any(problem.id == "java-not-found" for problem in faults)
    problems += faults if java_found or wanted["java_required"] else []
    try:
        problems += ports_and_disk.check_disk(ports_and_disk.still_to_write(wanted["disk"]))
    except ProblemError as error:
        problems += error.problems
    if problems:
        raise ProblemError(dict.fromkeys(problems))
    known = {name for family in wanted["families"] for name in manager.defined(family)}
    left_over = [(name, manager.status(name)) for name in sorted(known - set(wanted["services"]))]
    return {
        "cluster_ids": sorted({id_ for guard in guarded for id_ in guards.kafka_cluster_ids(guard)}),
        "initialised": any(guards.zookeeper_initialised(guard) for guard in guarded),
        "java_found": java_found,
        "left_over": [{"service": name, "state": s.state, "pid": s.pid} for name, s in left_over],
        "states": {name: status.state for name, status in states.items()},
        "clock": [began, time.time()],
    }


def _java_faults(wanted: Mapping[str, Any], *, proven: bool) -> list[Problem]:
    if not wanted["java_home"]:
        return []
    # Services of supervisor belong to who calls this.
    run_as = wanted["java_user"] if wanted["service_manager"] == "systemd" else None
    return java.check_java(wanted["java_home"], wanted["java_minimum"], run_as, proven=proven)


def _guard_problems(guard: guards.Guard, manager: ServiceManager, released: foreign.Released) -> list[Problem]:
    if guard.kind in foreign.KINDS:
        return foreign.check_data(guard, manager, released)
    return guards.check(guard)
