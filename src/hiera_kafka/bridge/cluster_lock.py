"""The lock of a cluster as Ansible sees it: a run and the answers of hosts go through variables as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.ops.roll import cluster_lock, lock_verdict
from hiera_kafka.ops.roll.records import read
from hiera_kafka.ops.roll.sections import rolled

_Services = tuple[tuple[str, str], ...]
"""Role and host of each."""
_TO_ITS_HOSTS = ("run", "owner", "reason", "since", "process", "seconds")


def lock_of(role: str) -> str:
    """Return the name of the lock that the services of a role have.

    Raises:
        CatalogError: `role-not-rolled`.
    """
    return rolled(role).lock


def describe(inventory_file: str, services: Sequence[Any], reason: str, seconds: float) -> dict[str, Any]:
    """Describe a run that locks clusters, as `ops.roll.cluster_lock.describe` does.

    That is `run`, `owner`, `reason`, `since`, `process` and `seconds` as the module `cluster_lock` takes them, `locks`
    (of each its name `lock`, `cluster`, and its `members`), and `hosts`: all members, in the order in which they are
    asked.
    """
    pairs = read(_Services, to_plain(services), "the services of a run")
    run = cluster_lock.describe(inventory_file, pairs, reason, seconds)
    plain: dict[str, Any] = to_plain({**asdict(run), "hosts": run.hosts})
    return plain


def parameters(inventory_file: str, host: str, described: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of the module `cluster_lock` for one host, without `state`.

    Args:
        inventory_file: Absolute path.
        host: Who is asked.
        described: What `describe` returned.
    """
    run = _run(described)
    root = compiler_of(inventory_file).catalog(host).machine.root
    plain: dict[str, Any] = to_plain(
        {**{name: getattr(run, name) for name in _TO_ITS_HOSTS}, "locks": run.locks_of(host), "root": root}
    )
    return plain


def verdict(
    run: Mapping[str, Any],
    state: str,
    results: Sequence[Mapping[str, Any]],
    *,
    take_over: Sequence[str] = (),
    command: str = "",
    at_work: bool = False,
) -> dict[str, Any]:
    """Say what the answers of all hosts come to, as `ops.roll.lock_verdict.verdict` does: `refused` and `ended`.

    Args:
        run: What `describe` returned.
        state: What the hosts were asked for, as the module `cluster_lock` takes it.
        results: What each answered: `item` is the host; without `leases`, `msg` is why.
        take_over: Runs that somebody named to be taken over.
        command: What a person adds the name of a run to, to name it.
        at_work: Whether only a run that may be at work is in the way, and not even that if it is named.
    """
    answers = [read(lock_verdict.HostAnswer, to_plain(result), "the answer of a member") for result in results]
    found = lock_verdict.verdict(_run(run), state, answers, take_over=take_over, command=command, at_work=at_work)
    plain: dict[str, Any] = to_plain(asdict(found))
    return plain


def _run(described: Mapping[str, Any]) -> cluster_lock.Run:
    return read(cluster_lock.Run, to_plain(described), "the description of a run")
