"""What the answers of all hosts to a run that locks clusters come to."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from hiera_kafka import __version__
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.ops.roll.cluster_lock import Lock, Run, shown
from hiera_kafka.ops.roll.process_identity import has_ended


@dataclass(frozen=True, slots=True)
class Lease:
    """What a host has granted to a run; `cluster_lock.Run` says what the texts are."""

    run: str
    owner: str
    reason: str
    since: str
    process: str


@dataclass(frozen=True, slots=True)
class LockAnswer:
    """What a host says of one lock, as the module `cluster_lock` returns it.

    Attributes:
        found: What was there before: `free`, `own`, `own-ended`, `other`, `other-ended`, `unreadable`, or `newer`,
            something of a later release.
        granted: Whether the run has a lease of this host now.
        lease: What was there before; None where nothing was, or nothing that can be read.
        left: Seconds for which that still counted.
    """

    found: str
    granted: bool
    lease: Lease | None
    left: float


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What a host says of all of its locks; an element of what Ansible registers of a loop over hosts.

    Attributes:
        host: The host.
        leases: Name of each lock to the answer; None where the host did not answer.
        why: Why it did not.
    """

    host: Annotated[str, Field(alias="item")]
    leases: Mapping[str, LockAnswer] | None = None
    why: Annotated[str, Field(alias="msg")] = "no answer"


@dataclass(frozen=True, slots=True)
class LockVerdict:
    """Whether a run may go on.

    Attributes:
        refused: Why it may not, as text; empty where it may.
        ended: Those of the runs to be taken over that were runs of this user on this machine whose process has ended.
    """

    refused: str
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came back for one lock: host to its answer, and host to why there is none."""

    lock: Lock
    answers: Mapping[str, LockAnswer]
    silent: Mapping[str, str]

    def hosts(self, *found: str) -> list[str]:
        return [host for host, answer in self.answers.items() if answer.found in found]

    @property
    def taken(self) -> list[str]:
        return [host for host in self.hosts("other", "unreadable") if not self.answers[host].granted]

    @property
    def old(self) -> dict[str, Lease]:
        """Host to the lease of another run that has ended."""
        return {
            host: answer.lease
            for host, answer in self.answers.items()
            if answer.found == "other-ended" and answer.lease is not None
        }

    @property
    def kept(self) -> list[str]:
        return [host for host in self.hosts("own") if self.answers[host].granted]

    @property
    def granted(self) -> list[str]:
        return [host for host, answer in self.answers.items() if answer.granted]


def verdict(
    run: Run,
    state: str,
    answers: Sequence[HostAnswer],
    *,
    take_over: Sequence[str] = (),
    command: str = "",
    at_work: bool = False,
) -> LockVerdict:
    """Say what the answers of all hosts come to.

    Args:
        run: Who asked.
        state: What the hosts were asked for, as the module `cluster_lock` takes it.
        answers: What they answered.
        take_over: Runs that somebody named to be taken over.
        command: What a person adds the name of a run to, to name it.
        at_work: Whether only a run that may be at work is in the way, and not even that if it is named.
    """
    problems: list[Diagnostic] = []
    ended, later = set(), dict[str, None]()
    for lock in run.locks:
        seen = _seen(lock, answers)
        if state in {"shown", "held"} and seen.hosts("newer"):
            later.update(dict.fromkeys(seen.hosts("newer")))
            continue
        # A run that holds the lock goes on while others meet it on the hosts that it could not reach.
        for host in seen.taken if state in {"shown", "held"} else ():
            other = seen.answers[host].lease
            over = other is not None and has_ended(other.process)
            named = other is not None and other.run in take_over
            if other is not None and over and named:
                ended.add(other.run)
            elif not (at_work and (over or named)):
                problems.append(_taken(seen, host, over, command, at_work))
                break
        else:
            problems += [] if at_work else _short(seen, state, run.run, take_over, command)
    if later:
        problems.insert(0, _newer(later))
    return LockVerdict(HieraKafkaError(problems).render() if problems else "", tuple(sorted(ended)))


def _seen(lock: Lock, answers: Sequence[HostAnswer]) -> _Seen:
    answered, silent = {}, {}
    for one in answers:
        if one.host in lock.members:
            if one.leases is not None and lock.lock in one.leases:
                answered[one.host] = one.leases[lock.lock]
            else:
                silent[one.host] = shown(" ".join(one.why.split()))
    return _Seen(lock, answered, silent)


def _newer(hosts: Iterable[str]) -> Diagnostic:
    return Diagnostic(
        "record-newer",
        f"a later release of hiera-kafka has set up {', '.join(hosts)}; understood is what {__version__} writes there",
        note="so say the records below /var/lib/hiera-kafka; nothing was changed",
        hint="use that release, or a later one",
    )


def _taken(seen: _Seen, host: str, over: bool, command: str, at_work: bool) -> Diagnostic:
    answer = seen.answers[host]
    lease = answer.lease
    if lease is None:
        return Diagnostic(
            "lock-unreadable",
            f"{host} has something for the lock of {seen.lock.title} that cannot be read; expected a lease",
            hint="when nobody works on the cluster, remove it there, below /var/lib/hiera-kafka/cluster-locks",
        )
    hint = f"wait for its end, then run again; unless it is renewed, its lease ends in {answer.left:.0f} s"
    if at_work:
        hint += "; or go on all the same: " + _taking_over(lease, command)
    if over:
        hint = "its process on this machine has ended; to work in its place: " + _taking_over(lease, command)
    return Diagnostic(
        "roll-locked",
        f"{shown(lease.owner)} works on {_whose(seen, lease)}; one run at a time may",
        note=f"so says {host}",
        hint=hint,
    )


def _short(seen: _Seen, state: str, own: str, take_over: Sequence[str], command: str) -> Iterator[Diagnostic]:
    """Yield why a lock that nobody else holds is not this run's."""
    old = {host: lease for host, lease in seen.old.items() if lease.run not in take_over}
    members = len(seen.lock.members)
    if state == "shown" and members - len(old) < seen.lock.needed:
        yield _expired(seen, old, command)
    elif state == "held" and len(seen.granted) < seen.lock.needed:
        yield _expired(seen, old, command) if old else _without_majority(seen)
    elif state == "renewed" and len(seen.kept) < seen.lock.needed:
        found = [f"{host}: {answer.found}" for host, answer in seen.answers.items() if host not in seen.kept]
        yield Diagnostic(
            "lock-lost",
            f"run {own} held the lock of {seen.lock.title}, and has only {len(seen.kept)} of {members} leases that "
            f"have not ended; it needs {seen.lock.needed}",
            note="; ".join([*found, *_silences(seen)]),
            hint="the run ends here; see who works on the cluster, then run again",
        )


def _expired(seen: _Seen, old: Mapping[str, Lease], command: str) -> Diagnostic:
    lease = next(iter(old.values()))
    return Diagnostic(
        "lock-expired",
        f"{shown(lease.owner)} worked on {_whose(seen, lease)}, and did not release its lock, which has ended: "
        "it was killed, or cut off",
        note=f"so say {', '.join(old)}",
        hint="when it is not at work any more, work in its place: " + _taking_over(lease, command),
    )


def _without_majority(seen: _Seen) -> Diagnostic:
    return Diagnostic(
        "lock-majority",
        f"the lock of {seen.lock.title} takes {seen.lock.needed} of its {len(seen.lock.members)} hosts; "
        f"granted: {', '.join(seen.granted) or 'none'}",
        note="; ".join(_silences(seen)) or None,
        hint="see that the hosts can be reached, then run again",
    )


def _silences(seen: _Seen) -> list[str]:
    return [f"{host}: {why}" for host, why in seen.silent.items()]


def _whose(seen: _Seen, lease: Lease) -> str:
    since, reason, run_ = map(shown, (lease.since, lease.reason, lease.run))
    return f"{seen.lock.title} since {since} ({reason}, run {run_})"


def _taking_over(lease: Lease, command: str) -> str:
    return f"{command}{shlex.quote(shown(lease.run))}"
