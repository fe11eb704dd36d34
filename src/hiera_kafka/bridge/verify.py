"""Verify as the actions of its playbook see it: plain values in and out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from hiera_kafka import project
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.hosts import requests
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.reach.ways import Via, Ways, ways_of_inventory
from hiera_kafka.ops.verify.formats import json_, text
from hiera_kafka.ops.verify.looked import Looked
from hiera_kafka.ops.verify.observe import Observations
from hiera_kafka.ops.verify.report import Verdict
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.run import run
from hiera_kafka.ops.verify.selection import choose_checks, choose_targets
from hiera_kafka.text import printable


def question(inventory_file: str, host: str) -> dict[str, Any]:
    """Return what a host is asked, as `module_utils/look/look.py` has it.

    Args:
        inventory_file: Absolute path.
        host: The host.

    Raises:
        HieraKafkaError: The data has errors, or the host is not operated from here.
    """
    compiler = compiler_of(inventory_file)
    compiler.model(host)  # refuses hosts that are only compiled
    (request,) = requests(compiler, [host]).values()
    plain: dict[str, Any] = to_plain(request)
    return plain


def verify(
    inventory_file: str,
    registered: Mapping[str, object],
    *,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    canary: bool | None = None,
    strict: bool = False,
    base: str,
) -> dict[str, Any]:
    """Make all checks on the control node, and return the report.

    That is `text`, the fields of JSON, and `failed`: whether something is critical or, where that is wanted, anything
    is not ok. Only what concerns hosts of this run is reported.

    Args:
        inventory_file: Absolute path.
        registered: Host to what Ansible registered of `verify_look` there; hosts that the run leaves out are missing.
        only: Ids or patterns of checks; none are all.
        skip: Those that are left out.
        canary: Whether records are written to all clusters, or to none; None is where the data declares a canary.
        strict: Whether warnings and what is unknown fail as well.
        base: Directory that file names are shown relative to.

    Raises:
        HieraKafkaError: The data has errors, a name is unknown, or nothing is left to check.
        Exception: A check has a bug.
    """
    begun = time.monotonic()
    compiler = compiler_of(inventory_file)
    checks = choose_checks(only, skip)
    everything = choose_targets(compiler)
    mine = [host for host in everything.hosts if host in registered]
    targets = everything if len(mine) == len(everything.hosts) else choose_targets(compiler, hosts=mine)
    answers = {host: _answer(host, registered[host]) for host in targets.hosts}
    with _ways(compiler) as ways:
        observed = Observations(compiler, targets, checks, Looked(compiler, ways, answers), canary=canary)
        runs = tuple(run(checks, observed, targets.about))
    verdict = Verdict(compiler.inventory.name, runs, time.monotonic() - begun)
    verdict.require()
    if verdict.bugs:
        raise verdict.bugs[0]
    failed = verdict.status is Status.CRITICAL or (strict and verdict.status is not Status.OK)
    plain: dict[str, Any] = to_plain(
        {**json_.to_dict(verdict, base, strict=strict), "text": text.render(verdict, base), "failed": failed}
    )
    return plain


def _ways(compiler: Compiler) -> AbstractContextManager[Ways]:
    """Return the ways to brokers; Ansible says how hosts are reached where those are not reached straight."""
    inventory = compiler.inventory.path
    if compiler.is_local:
        return Ways.straight(lambda: compiler.hosts)
    return ways_of_inventory(Via.AUTO, project.find(inventory.parent), inventory, lambda: compiler.hosts)


def _answer(host: str, found: object) -> HostSeen | Diagnostic:
    """Return what Ansible registered of a host as a look gives it; hosts may say anything."""
    result = found if isinstance(found, Mapping) else {}
    if "answer" not in result:
        words = printable(str(result.get("msg") or "no answer")).strip()
        return Diagnostic(
            "host-not-answering",
            f"Ansible got no answer of {host}: {words}",
            hint=f"try `ansible -m ansible.builtin.ping {host}` with the same inventory",
            host=host,
        )
    try:
        exchange = Exchange(float(result["asked"]), float(result["answered"]))
        return host_seen(host, to_plain(result["answer"]), exchange)
    except ClientError as error:
        return replace(error.diagnostics[0], host=host)
