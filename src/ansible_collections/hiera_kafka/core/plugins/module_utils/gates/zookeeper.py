"""The gate of ZooKeeper: a member may be stopped while more than half serve without it, and is back when it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Member, Verdict, count, some
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import four_letter_words


@dataclass(frozen=True)
class Snapshot:
    """One look at an ensemble.

    Attributes:
        members: Who belongs to it by the data.
        modes: Id to `leader`, `follower` or `standalone`, of those that serve.
        silent: Id to what was seen of the others.
        synced: How many followers the leader counts as up to date, None when it does not tell.
    """

    members: tuple[Member, ...]
    modes: dict[int, str]
    silent: dict[int, str] = field(default_factory=dict)
    synced: int | None = None

    @property
    def leaders(self) -> list[int]:
        """Ids of those that say they lead; a single member counts."""
        return [number for number, mode in self.modes.items() if mode in {"leader", "standalone"}]

    @property
    def text(self) -> str:
        """The ensemble in one line."""
        leader = " and ".join(map(str, self.leaders)) or "nobody"
        return f"{len(self.modes)} of {count(len(self.members), 'member')} serve, {leader} leads"


def observe(members: Sequence[Member]) -> Snapshot:
    """Ask every member once."""
    expected = {"standalone"} if len(members) == 1 else {"leader", "follower"}
    modes, silent, synced = {}, {}, None
    for member in members:
        try:
            answer = four_letter_words.ask(member.address, member.port, "srvr")
            mode = four_letter_words.mode(answer)
            if mode == "leader":
                synced = four_letter_words.synced_followers(four_letter_words.ask(member.address, member.port, "mntr"))
        except OSError as error:
            silent[member.id] = f"no connection: {error.strerror or error}"
            continue
        if mode in expected:
            modes[member.id] = mode
        else:
            first = answer.strip().partition("\n")[0]
            silent[member.id] = f"serves as {mode}" if mode else f"answers {first!r}"
    return Snapshot(tuple(members), modes, silent, synced)


def before(snapshot: Snapshot, own: int) -> Verdict:
    """Return whether the member `own` may be stopped."""
    size = len(snapshot.members)
    leads = own in snapshot.leaders
    if size <= 2:
        outage = Problem(
            "gate-outage",
            f"stopping member {own} ends the service of the ensemble: it has {count(size, 'member')}, "
            "and more than half must run",
            hint="accept the outage with -e roll_restart_allow_outage=true, or build ensembles of three or five",
        )
        return Verdict(snapshot.text, leads, (*_silent(snapshot), *_leaders(snapshot)), outage)
    left = len([number for number in snapshot.modes if number != own])
    if snapshot.synced is not None:
        # Followers that are up to date: without this one, or without the leader, that many members are left.
        left = min(left, snapshot.synced)
    if 2 * left <= size:
        return Verdict(snapshot.text, leads, (_quorum(snapshot, own, left), *_leaders(snapshot)))
    return Verdict(snapshot.text, leads, (*_silent(snapshot), *_leaders(snapshot)))


def after(snapshot: Snapshot, own: int) -> Verdict:
    """Return whether the member `own` is back, and the ensemble complete."""
    leads = own in snapshot.leaders
    if own in snapshot.silent:
        back = Problem(
            "gate-not-back",
            f"member {_name(snapshot, own)} was restarted and does not serve: {snapshot.silent[own]}",
            hint="its log says why; the other members were left as they are",
        )
        return Verdict(snapshot.text, leads, (back,))
    problems = [*_silent(snapshot), *_leaders(snapshot)]
    followers = len(snapshot.modes) - 1
    if snapshot.synced is not None and snapshot.synced < followers:
        problems.append(
            Problem(
                "gate-not-back",
                f"the leader counts {count(snapshot.synced, 'follower')} as up to date, expected {followers}",
                hint="a member with much data takes time; its log says how far it is",
            )
        )
    return Verdict(snapshot.text, leads, tuple(problems))


def _silent(snapshot: Snapshot) -> list[Problem]:
    if not snapshot.silent:
        return []
    names = some(f"{_name(snapshot, number)}: {seen}" for number, seen in snapshot.silent.items())
    return [
        Problem(
            "gate-member-down",
            f"every member must serve; found down: {names}",
            hint="start it (ansible-playbook hiera_kafka.core.site starts what is down), or fix what its log names",
        )
    ]


def _leaders(snapshot: Snapshot) -> list[Problem]:
    if len(snapshot.leaders) == 1:
        return []
    found = some(_name(snapshot, number) for number in snapshot.leaders) or "nobody"
    return [
        Problem(
            "gate-quorum",
            f"exactly one member must lead, found: {found}",
            hint="see whether the members reach each other on their ports for followers and elections",
        )
    ]


def _quorum(snapshot: Snapshot, own: int, left: int) -> Problem:
    down = some(f"{_name(snapshot, number)}: {seen}" for number, seen in snapshot.silent.items())
    return Problem(
        "gate-quorum",
        f"without member {own}, {left} of {len(snapshot.members)} would serve and be up to date; "
        f"more than half must" + (f"; down: {down}" if down else ""),
        hint="start what is down (ansible-playbook hiera_kafka.core.site does) before another one is stopped",
    )


def _name(snapshot: Snapshot, own: int) -> str:
    return next((member.where for member in snapshot.members if member.id == own), str(own))
