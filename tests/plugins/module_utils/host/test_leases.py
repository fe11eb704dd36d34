"""Leases of a cluster's lock: one host's answers, and that two runs never both hold a cluster."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.leases import DIRECTORY, Claim, Clock, Leases, clock
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from hiera_kafka.bridge.cluster_lock import verdict
from lib.machine import second_user

LOCK = "kafka_broker"
SECONDS = 100.0
SCRATCH = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""In memory where that is possible: what is written is synced."""


def claim(run: str) -> Claim:
    return Claim(run, f"{run}@laptop", "rolling restart", "2026-01-01T00:00:00+00:00", "", "events")


@dataclass
class Host:
    """A host with a clock that a test turns."""

    root: Path
    boot: int = 0
    now: float = 50.0

    @property
    def leases(self) -> Leases:
        return Leases(str(self.root), lambda: Clock(f"boot-{self.boot}", self.now))

    def take(self, run: str, **options: Any) -> tuple[str, bool]:
        answer = self.leases.take(LOCK, claim(run), SECONDS, **options)
        return answer.found, answer.granted

    def renew(self, run: str) -> tuple[str, bool]:
        answer = self.leases.renew(LOCK, claim(run), SECONDS)
        return answer.found, answer.granted

    def found(self, run: str) -> str:
        return self.leases.look(LOCK, run).found

    @property
    def file(self) -> Path:
        return Path(f"{self.root}{DIRECTORY}/{LOCK}.json")


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_one_run_has_the_lease_until_it_gives_it_back(host: Host) -> None:
    assert host.take("a") == ("free", True)
    assert host.take("a") == ("own", True)
    assert host.take("b") == ("other", False)
    assert host.renew("b") == ("other", False)
    host.leases.release(LOCK, "b")
    assert host.found("a") == "own"
    host.leases.release(LOCK, "a")
    assert host.take("b") == ("free", True)


def test_a_lease_names_who_has_it_why_and_for_how_long(host: Host) -> None:
    host.take("a")
    host.now += 30
    answer = host.leases.look(LOCK, "b").to_dict()
    assert answer["left"] == SECONDS - 30
    assert {name: answer["lease"][name] for name in ("run", "owner", "reason", "cluster")} == {
        "run": "a",
        "owner": "a@laptop",
        "reason": "rolling restart",
        "cluster": "events",
    }


def test_an_ended_lease_is_taken_over_only_by_the_name_of_its_run(host: Host) -> None:
    host.take("a")
    assert host.take("b", take_over=["a"]) == ("other", False), "it counts still"
    host.now += SECONDS
    assert host.take("b") == ("other-ended", False)
    assert host.take("b", take_over=["c"]) == ("other-ended", False)
    assert host.take("b", take_over=["a"]) == ("other-ended", True)
    assert host.renew("a") == ("other", False)


def test_a_lease_of_a_run_that_is_proven_dead_is_taken_over_at_once(host: Host) -> None:
    host.take("a")
    assert host.take("b", ended=["c"]) == ("other", False)
    assert host.take("b", ended=["a"]) == ("other", True)


def test_a_renewal_says_when_the_lease_had_not_counted(host: Host) -> None:
    host.take("a")
    host.now += SECONDS - 1
    assert host.renew("a") == ("own", True)
    host.now += SECONDS - 1
    assert host.found("a") == "own"
    host.now += 1
    assert host.renew("a") == ("own-ended", True)
    host.file.unlink()
    assert host.renew("a") == ("free", True)


def test_a_reboot_neither_frees_a_lease_nor_keeps_it_for_ever(host: Host) -> None:
    host.take("a")
    host.boot, host.now = 1, 5.0
    assert host.take("b") == ("other", False)
    host.now = SECONDS - 1
    assert host.found("b") == "other"
    host.now = SECONDS
    assert host.found("b") == "other-ended"


def test_what_a_run_may_stop_only_with_a_lease_that_counts(host: Host) -> None:
    host.take("a")
    host.leases.require(LOCK, "a", SECONDS)
    with pytest.raises(ProblemError, match=r"counts for 101 s more; its own counts for 100 s"):
        host.leases.require(LOCK, "a", SECONDS + 1)
    for run, words in (("b", r"error\[lock-lost\].*it is run a's \(a@laptop\)"), ("a", "its own counts for 0 s")):
        with pytest.raises(ProblemError, match=words):
            host.leases.require(LOCK, run)
        host.now += SECONDS
    host.file.unlink()
    with pytest.raises(ProblemError, match="it is free"):
        host.leases.require(LOCK, "a")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"run": "a"}', '{"run": "a", "seconds": "soon"}'])
def test_what_cannot_be_read_belongs_to_nobody_and_is_not_given_away(host: Host, text: str) -> None:
    host.take("a")
    host.file.write_text(text)
    assert host.take("b", take_over=["a"], ended=["a"]) == ("unreadable", False)
    assert host.renew("a") == ("unreadable", False)
    host.leases.release(LOCK, "a")
    assert host.file.read_text() == text


def test_a_look_writes_nothing(host: Host) -> None:
    assert host.found("a") == "free"
    host.leases.release(LOCK, "a")
    assert list(host.root.iterdir()) == []


def test_leases_are_readable_by_their_owner_alone(host: Host) -> None:
    previous = os.umask(0)
    try:
        host.take("a")
    finally:
        os.umask(previous)
    assert stat.S_IMODE(host.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(host.file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("lock", ["", "../x", "a/b", ".", "A", "kafka broker"])
def test_a_lock_is_no_path(host: Host, lock: str) -> None:
    with pytest.raises(ValueError, match="not the name of a lock"):
        host.leases.take(lock, claim("a"), SECONDS)


def test_a_directory_of_another_user_or_open_to_others_is_refused(host: Host) -> None:
    host.file.parent.mkdir(parents=True, mode=0o700)
    host.file.parent.chmod(0o770)
    with pytest.raises(ProblemError, match=r"lock-directory-unsafe.*mode 0770"):
        host.take("a")
    host.file.parent.chmod(0o700)
    os.chown(host.file.parent, second_user.user_id(), -1)
    with pytest.raises(ProblemError, match=f"belongs to {second_user.NAME}"):
        host.take("a")


def test_a_link_in_place_of_the_directory_is_not_followed(host: Host, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    host.file.parent.parent.mkdir(parents=True)
    host.file.parent.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        host.take("a")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_clock_of_a_host_goes_on_and_names_its_boot() -> None:
    first, second = clock(), clock()
    assert first.boot == second.boot
    assert 0 < first.now <= second.now


@dataclass
class Run:
    """A run as the playbooks have it: it takes the lock, and goes through hosts, asking anew before each stop.

    Every call of a host is one step; between two steps anything may happen. `limit` are the hosts that it restarts.
    """

    name: str
    hosts: dict[str, Host]
    unreachable: set[str]
    take_over: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    limit: list[str] = field(default_factory=list)
    at: Host | None = None
    """The host that it is about to stop: between the last question and the stop."""
    over: bool = False
    stops: int = 0
    _steps: Iterator[None] = field(init=False)

    def __post_init__(self) -> None:
        self._steps = self._work()

    def step(self) -> None:
        self.over = next(self._steps, self) is self

    @property
    def may_stop(self) -> bool:
        try:
            return self.at is not None and (self.at.leases.require(LOCK, self.name) is None)
        except ProblemError:
            return False

    def _work(self) -> Iterator[None]:
        granted = yield from self._ask("held", list(self.hosts))
        for name in self.limit if granted else ():
            granted = yield from self._ask("renewed", [name, *(other for other in self.hosts if other != name)])
            if not granted:
                break
            self.at = self.hosts[name]
            yield
            if name in self.unreachable or not self.may_stop:
                break
            self.stops += 1
            self.at = None
        self.at = None
        for name, host in self.hosts.items():
            yield
            if name not in self.unreachable:
                host.leases.release(LOCK, self.name)

    def _ask(self, state: str, order: list[str]) -> Iterator[Any]:
        results: list[dict[str, Any]] = []
        for name in order:
            yield
            if name in self.unreachable:
                results.append({"item": name, "msg": "unreachable"})
                continue
            leases, mine = self.hosts[name].leases, claim(self.name)
            if state == "held":
                answer = leases.take(LOCK, mine, SECONDS, take_over=self.take_over, ended=self.ended)
            else:
                answer = leases.renew(LOCK, mine, SECONDS)
            results.append({"item": name, "leases": {LOCK: answer.to_dict()}})
            if state == "held" and answer.found == "other" and not answer.granted:
                break
        claimed = claim(self.name)
        described = {
            **{name: getattr(claimed, name) for name in ("run", "owner", "reason", "since", "process")},
            "seconds": SECONDS,
            "locks": [{"lock": LOCK, "cluster": "events", "members": list(self.hosts)}],
        }
        return not verdict(described, state, results)["refused"]

    def to_a_stop(self) -> None:
        """Go on until it is about to stop a host, or over."""
        self.step()
        while not self.over and self.at is None:
            self.step()


RUNS = ("a", "b")
MORE = st.sampled_from(RUNS)
HOST = st.integers(0, 2)
EVENTS = st.one_of(
    st.tuples(st.just("stop"), MORE, st.just(1)),
    st.tuples(st.just("step"), MORE, st.integers(1, 5)),
    st.tuples(st.just("pass"), st.just(""), st.just(60)),
    st.tuples(st.just("cut"), MORE, HOST),
    st.tuples(st.just("join"), MORE, HOST),
    st.tuples(st.just("reboot"), st.just(""), HOST),
    st.tuples(st.just("kill"), MORE, st.just(1)),
)


class Model:
    """Two control nodes, whose runs begin anew when they are over, and the hosts of one cluster."""

    def __init__(self, root: Path, count: int, *, named: bool) -> None:
        self.hosts = {f"k{number}": Host(root / f"k{number}", now=7.0 * number) for number in range(count)}
        for host in self.hosts.values():
            host.root.mkdir()
        self._names = list(self.hosts)
        self._cut: dict[str, set[str]] = {name: set() for name in RUNS}
        self._named = named
        self._dead: list[str] = []
        self._past: list[str] = []
        self.runs = {name: self._begin(name) for name in RUNS}

    def _begin(self, name: str) -> Run:
        over, dead = (list(self._past), list(self._dead)) if self._named else ([], [])
        run = Run(
            f"{name}{len(self._past)}",
            self.hosts,
            self._cut[name],
            over,
            dead,
            # Each from another end, as with --limit.
            self._names if name == "a" else self._names[::-1],
        )
        self._past.append(run.name)
        return run

    def happen(self, what: str, name: str, number: int) -> None:
        host = self._names[number % len(self._names)]
        if what == "kill":
            self._dead.append(self.runs[name].name)
        if what == "kill" or (what in {"stop", "step"} and self.runs[name].over):
            self.runs[name] = self._begin(name)
        elif what == "stop":
            self.runs[name].to_a_stop()
        elif what == "step":
            for _ in range(number):
                self.runs[name].step()
        elif what == "pass":
            for each in self.hosts.values():
                each.now += number
        elif what == "reboot":
            self.hosts[host].boot, self.hosts[host].now = self.hosts[host].boot + 1, 0.0
        elif what == "cut":
            self._cut[name].add(host)
        else:
            self._cut[name].discard(host)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(count=st.sampled_from([1, 2, 3, 3, 3, 5]), happenings=st.lists(EVENTS, max_size=25), named=st.booleans())
# Half each: a takes the first two of four, b the others.
@example(2, [("cut", "a", 1), ("cut", "b", 0), ("stop", "a", 1), ("stop", "b", 1)], False)
# Two hosts reboot in mid-roll, and another run cannot reach the third.
@example(3, [("stop", "a", 1), ("reboot", "", 1), ("reboot", "", 2), ("cut", "b", 0), ("stop", "b", 1)], True)
# A run sleeps before it asks again, and is taken over meanwhile on all hosts but the one that it is about to stop.
@example(
    3,
    [("step", "a", 4), ("pass", "", 60), ("pass", "", 60), ("cut", "b", 0), ("stop", "b", 1), ("stop", "a", 1)],
    True,
)
# The answers of one round come slowly: the host at hand must be the first whose lease ends.
@example(
    3,
    [
        *[("step", "b", 6), ("pass", "", 60), ("stop", "b", 1), ("pass", "", 60)],
        *[("kill", "a", 1), ("cut", "a", 2), ("stop", "a", 1)],
    ],
    True,
)
# A control node sleeps between the last question and the stop, and is taken over meanwhile.
@example(3, [("stop", "a", 1), ("pass", "", 60), ("pass", "", 60), ("cut", "b", 0), ("stop", "b", 1)], True)
def test_two_runs_never_both_may_stop(count: int, happenings: list[tuple[str, str, int]], named: bool) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as directory:
        model = Model(Path(directory), count, named=named)
        for happening in happenings:
            model.happen(*happening)
            about = [run.name for run in model.runs.values() if run.may_stop]
            assert len(about) < 2, f"both may stop one: {about}"


def test_runs_of_the_model_do_stop_what_they_work_on(tmp_path: Path) -> None:
    model = Model(tmp_path, 3, named=False)
    model.happen("cut", "a", 2)
    run = model.runs["a"]
    while not run.over:
        run.to_a_stop()
        assert run.over or run.may_stop or run.stops == 2
    assert run.stops == 2, "two of three are enough, and the third cannot be reached"
    assert [host.found("b") for host in model.hosts.values()] == ["free"] * 3


def test_a_lease_of_a_release_that_named_no_format_counts(host: Host) -> None:
    host.take("a")
    written = json.loads(host.file.read_bytes())
    assert written.pop("format") == 1
    host.file.write_text(json.dumps(written))
    assert host.found("a") == "own"
    assert host.take("b") == ("other", False)


def test_a_lease_of_a_later_release_is_nobodys_to_replace(host: Host) -> None:
    host.take("a")
    later = json.dumps({**json.loads(host.file.read_bytes()), "format": 2, "until": -1.0})
    host.file.write_text(later)
    assert host.found("a") == "newer"
    assert host.take("b", take_over=["a"], ended=["a"]) == ("newer", False)
    assert host.renew("a") == ("newer", False)
    assert host.leases.release(LOCK, "a").found == "newer"
    with pytest.raises(ProblemError, match="lock-lost"):
        host.leases.require(LOCK, "a")
    assert host.file.read_text() == later
