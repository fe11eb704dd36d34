"""One run at a time works on a cluster: who a run is, which hosts give it leases, and what their answers come to.

The leases are in `module_utils/host/leases.py`; `docs/decisions/0030-locks-of-clusters.md` says why they are as they
are.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shlex
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.plain_values import to_plain
from hiera_kafka.text import one_line

LOCKS = {"zookeeper": "zookeeper", "kafka_broker": "kafka_broker", "kafka_mirror": "kafka_broker"}
"""Role to its lock: a mirror writes to the cluster of the broker beside it, so it has that one's."""
_TITLES = {"zookeeper": "ZooKeeper", "kafka_broker": "Kafka"}
_LONGEST = 200
"""Characters of an owner or a reason that others are shown."""


def run(inventory_file: str, services: Iterable[Sequence[str]], reason: str, seconds: float) -> dict[str, Any]:
    """Describe a run that locks clusters: who it is, and who has to grant it what.

    That is `run`, `owner`, `reason`, `since`, `process` and `seconds` as the module `cluster_lock` takes them, `locks`
    (of each its name `lock`, `cluster`, and its `members`), and `hosts`: all members, in the order in which they are
    asked.

    Args:
        inventory_file: Absolute path.
        services: Role and host of each service that the run works on; what has no such role is left out.
        reason: What the run does.
        seconds: How long a lease counts unless it is renewed.
    """
    compiler = compiler_of(inventory_file)
    locks: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for role, host in services:
        name = LOCKS[role]
        section = compiler.catalog(host).section(name) if compiler.catalog(host).section(role) else None
        if section:
            (readiness,) = section.readiness
            # In the same order for all runs, so that of two at once one meets the other at the first host.
            members = tuple(sorted(readiness.members, key=lambda member: (readiness.members[member], member)))
            locks[name, members] = {"lock": name, "cluster": section.cluster, "members": members}
    plain: dict[str, Any] = to_plain(
        {
            "run": secrets.token_hex(4),
            "owner": _shown(f"{_user()}@{socket.gethostname()}"),
            "reason": _shown(reason),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            # Actions are workers: the run is their parent.
            "process": _process(os.getppid()),
            "seconds": seconds,
            "locks": [locks[key] for key in sorted(locks)],
            "hosts": list(dict.fromkeys(host for key in sorted(locks) for host in key[1])),
        }
    )
    return plain


def asked(inventory_file: str, host: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of the module `cluster_lock` for one host, without `state`.

    Args:
        inventory_file: Absolute path.
        host: Who is asked.
        wanted: What `run` returned.
    """
    who = {name: wanted[name] for name in ("run", "owner", "reason", "since", "process", "seconds")}
    locks = {lock["lock"]: lock["cluster"] for lock in wanted["locks"] if host in lock["members"]}
    return {**who, "locks": locks, "root": compiler_of(inventory_file).catalog(host).machine.root}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came back for one lock: host to its answer, and host to why there is none."""

    lock: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]
    silent: Mapping[str, str]

    @property
    def title(self) -> str:
        return f"{_TITLES[self.lock['lock']]} {self.lock['cluster']}"

    @property
    def needed(self) -> int:
        return len(self.lock["members"]) // 2 + 1

    def hosts(self, *found: str) -> list[str]:
        return [host for host, answer in self.answers.items() if answer["found"] in found]

    @property
    def taken(self) -> list[str]:
        return [host for host in self.hosts("other", "unreadable") if not self.answers[host]["granted"]]

    @property
    def kept(self) -> list[str]:
        return [host for host in self.hosts("own") if self.answers[host]["granted"]]

    @property
    def granted(self) -> list[str]:
        return [host for host, answer in self.answers.items() if answer["granted"]]


def verdict(
    wanted: Mapping[str, Any],
    state: str,
    results: Sequence[Mapping[str, Any]],
    *,
    take_over: Sequence[str] = (),
    command: str = "",
    at_work: bool = False,
) -> dict[str, Any]:
    """Say what the answers of all hosts come to.

    That is `refused`: why the run may not go on, as text, empty where it may; and `ended`: those of `take_over` that
    were runs of this user on this machine whose process has ended.

    Args:
        wanted: What `run` returned.
        state: What the hosts were asked for, as the module `cluster_lock` takes it.
        results: What each answered: `item` is the host; without `leases`, `msg` is why.
        take_over: Runs that somebody named to be taken over.
        command: What a person adds the name of a run to, to name it.
        at_work: Whether only a run that may be at work is in the way, and not even that if it is named.
    """
    problems: list[Diagnostic] = []
    ended = set()
    for lock in wanted["locks"]:
        seen = _seen(lock, results)
        # A run that holds the lock goes on while others meet it on the hosts that it could not reach.
        for host in seen.taken if state in {"shown", "held"} else ():
            other = seen.answers[host]["lease"]
            over = bool(other) and has_ended(other["process"])
            named = bool(other) and other["run"] in take_over
            if over and named:
                ended.add(other["run"])
            elif not (at_work and (over or named)):
                problems.append(_taken(seen, host, over, command, at_work))
                break
        else:
            problems += [] if at_work else _short(seen, state, wanted["run"], take_over, command)
    refused = HieraKafkaError(problems).render() if problems else ""
    return {"refused": refused, "ended": sorted(ended)}


def has_ended(process: str) -> bool:
    """Return whether a run was one of this user on this machine, and its process has ended; False where unknown."""
    machine, _, rest = process.rpartition("/")
    number, _, started = rest.partition("@")
    if machine != _machine() or not number.isdecimal() or not started.isdecimal():
        return False
    return _started(int(number)) != started


def _seen(lock: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> _Seen:
    answers, silent = {}, {}
    for result in results:
        host = str(result["item"])
        if host in lock["members"]:
            if "leases" in result:
                answers[host] = result["leases"][lock["lock"]]
            else:
                silent[host] = _shown(" ".join(str(result.get("msg", "no answer")).split()))
    return _Seen(lock, answers, silent)


def _taken(seen: _Seen, host: str, over: bool, command: str, at_work: bool) -> Diagnostic:
    answer = seen.answers[host]
    if not answer["lease"]:
        return Diagnostic(
            "lock-unreadable",
            f"{host} has something for the lock of {seen.title} that cannot be read; expected a lease",
            hint="when nobody works on the cluster, remove it there, below /var/lib/hiera-kafka/cluster-locks",
        )
    lease = answer["lease"]
    hint = f"wait for its end, then run again; unless it is renewed, its lease ends in {answer['left']:.0f} s"
    if at_work:
        hint += "; or go on all the same: " + _taking_over(lease, command)
    if over:
        hint = "its process on this machine has ended; to work in its place: " + _taking_over(lease, command)
    return Diagnostic(
        "roll-locked",
        f"{_shown(lease['owner'])} works on {_whose(seen, lease)}; one run at a time may",
        note=f"so says {host}",
        hint=hint,
    )


def _short(seen: _Seen, state: str, own: str, take_over: Sequence[str], command: str) -> Iterator[Diagnostic]:
    """Yield why a lock that nobody else holds is not this run's."""
    old = [host for host in seen.hosts("other-ended") if seen.answers[host]["lease"]["run"] not in take_over]
    members = len(seen.lock["members"])
    if state == "shown" and members - len(old) < seen.needed:
        yield _expired(seen, old, command)
    elif state == "held" and len(seen.granted) < seen.needed:
        yield _expired(seen, old, command) if old else _without_majority(seen)
    elif state == "renewed" and len(seen.kept) < seen.needed:
        found = [f"{host}: {answer['found']}" for host, answer in seen.answers.items() if host not in seen.kept]
        yield Diagnostic(
            "lock-lost",
            f"run {own} held the lock of {seen.title}, and has only {len(seen.kept)} of {members} leases that have not "
            f"ended; it needs {seen.needed}",
            note="; ".join([*found, *_silences(seen)]),
            hint="the run ends here; see who works on the cluster, then run again",
        )


def _expired(seen: _Seen, hosts: Sequence[str], command: str) -> Diagnostic:
    lease = seen.answers[hosts[0]]["lease"]
    return Diagnostic(
        "lock-expired",
        f"{_shown(lease['owner'])} worked on {_whose(seen, lease)}, and did not release its lock, which has ended: "
        "it was killed, or cut off",
        note=f"so say {', '.join(hosts)}",
        hint="when it is not at work any more, work in its place: " + _taking_over(lease, command),
    )


def _without_majority(seen: _Seen) -> Diagnostic:
    return Diagnostic(
        "lock-majority",
        f"the lock of {seen.title} takes {seen.needed} of its {len(seen.lock['members'])} hosts; "
        f"granted: {', '.join(seen.granted) or 'none'}",
        note="; ".join(_silences(seen)) or None,
        hint="see that the hosts can be reached, then run again",
    )


def _silences(seen: _Seen) -> list[str]:
    return [f"{host}: {why}" for host, why in seen.silent.items()]


def _whose(seen: _Seen, lease: Mapping[str, Any]) -> str:
    since, reason, run_ = (_shown(lease[name]) for name in ("since", "reason", "run"))
    return f"{seen.title} since {since} ({reason}, run {run_})"


def _taking_over(lease: Mapping[str, Any], command: str) -> str:
    return f"{command}{shlex.quote(_shown(lease['run']))}"


def _shown(text: Any) -> str:
    """Return what somebody wrote elsewhere so that it can be put into a line."""
    return one_line(str(text))[:_LONGEST]


def _user() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}"
    # Whoever becomes root by sudo still has a name.
    behind = os.environ.get("SUDO_USER")
    return f"{behind} as {user}" if behind and behind != user else user


def _process(number: int) -> str:
    return f"{_machine()}/{number}@{_started(number)}"


def _machine() -> str:
    """Return what tells numbers of processes apart: this boot, this namespace of them, this user, who sees them all."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{Path('/proc/self/ns/pid').readlink()}/{os.getuid()}"


def _started(number: int) -> str | None:
    """Return when a process started, in ticks since boot, None when there is none: numbers are given out again."""
    try:
        # The name of the program, in parentheses, may hold anything.
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, ValueError, IndexError):
        return None
