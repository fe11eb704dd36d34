"""Leases of a cluster's lock on one host: who may work on the cluster, until when by this host's own clock.

A run that has leases on more than half of a cluster's hosts holds its lock. A host gives a lease to another run only
when the last one was released or has ended; so two runs never both have more than half. Clocks are not compared between
machines: a lease ends by the clock of the host that gave it, which counts from its boot, suspended time included. It
outlives a reboot, from which on its whole time counts once more.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files, format_version, locks
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

DIRECTORY = "/var/lib/hiera-kafka/cluster-locks"
"""Where leases lie, below the directory that stands for the host's `/`."""

FORMAT = 1
"""Of the file of a lease; those of releases up to 0.3 do not say it."""

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
"""What a lock may be called: its name is a part of a file's."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Clock:
    """A moment: seconds since a boot, and which boot that was."""

    boot: str
    now: float


def clock() -> Clock:
    """Return the moment that it is on this host."""
    return Clock(_BOOT_ID.read_text(encoding="ascii").strip(), time.clock_gettime(time.CLOCK_BOOTTIME))


@dataclass(frozen=True)
class Claim:
    """What a run wants a lock for.

    Attributes:
        run: Name of the run, which no other has.
        owner: Who started it where, for people.
        reason: What it does, for people.
        since: When it began, for people.
        process: What the run's control node knows its process by; means nothing to others.
        cluster: What is locked, for people.
    """

    run: str
    owner: str
    reason: str
    since: str
    process: str
    cluster: str


@dataclass(frozen=True)
class Lease(Claim):
    """A claim that a host has granted.

    Attributes:
        seconds: For how long.
        boot: During which boot of the host.
        until: Seconds after that boot at which it ends.
    """

    seconds: float
    boot: str
    until: float

    def left(self, at: Clock) -> float:
        """Return for how many seconds more it counts, 0 when it has ended."""
        # Since another boot at least the time since this one has passed.
        until = self.until if self.boot == at.boot else self.seconds
        return max(0.0, until - at.now)


@dataclass(frozen=True)
class Answer:
    """What a host says of one lock.

    Attributes:
        found: What was there before: `free`, `own`, `own-ended`, `other`, `other-ended`, `unreadable`, or `newer`,
            the lease of a later release.
        granted: Whether the run has a lease of this host now.
        lease: What was there before.
        left: Seconds for which that still counted.
    """

    found: str
    granted: bool = False
    lease: Lease | None = None
    left: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return asdict(self)


class Leases:
    """The leases of one host.

    Args:
        root: Directory that stands for the host's `/`, empty for `/` itself.
        at: Returns the moment that it is.
    """

    def __init__(self, root: str, at: Callable[[], Clock] = clock) -> None:
        self._root = root
        self._directory = Path(f"{root}{DIRECTORY}")
        self._at = at

    def look(self, lock: str, run: str) -> Answer:
        """Return what is there, and change nothing; `run` is who asks."""
        content = files.look(str(self._file(lock)))
        if content.kind == "missing":
            return Answer("free")
        try:
            lease = _read(content.content or b"", str(self._file(lock)))
        except (ValueError, KeyError, TypeError, RecursionError):
            return Answer("unreadable")
        except ProblemError:
            return Answer("newer")
        left = lease.left(self._at())
        whose = "own" if lease.run == run else "other"
        return Answer(whose if left else f"{whose}-ended", lease=lease, left=left)

    def take(
        self, lock: str, claim: Claim, seconds: float, *, take_over: Collection[str] = (), ended: Collection[str] = ()
    ) -> Answer:
        """Give a lease to a run that has none yet.

        Args:
            lock: Name of the lock.
            claim: Who asks.
            seconds: How long the lease counts.
            take_over: Runs whose lease is replaced when it has ended.
            ended: Runs whose lease is replaced in any case: the caller has proof that nothing of them goes on.
        """
        with self._alone():
            found = self.look(lock, claim.run)
            other = found.lease.run if found.lease else ""
            free = found.found in {"free", "own", "own-ended"}
            if free or other in ended or (found.found == "other-ended" and other in take_over):
                return self._grant(lock, claim, seconds, found)
            return found

    def renew(self, lock: str, claim: Claim, seconds: float) -> Answer:
        """Give a lease anew to a run that holds the lock, unless another run's counts here.

        The run has kept the lock only where more than half of the hosts found `own`: what had ended or was gone may
        have been somebody else's meanwhile.
        """
        with self._alone():
            found = self.look(lock, claim.run)
            # An ended lease on the smaller part of the hosts is what a run left that could not reach them at its end.
            return (
                found if found.found in {"other", "unreadable", "newer"} else self._grant(lock, claim, seconds, found)
            )

    def release(self, lock: str, run: str) -> Answer:
        """Remove the lease of a run; another one's stays."""
        if not self._directory.exists():
            return Answer("free")
        with self._alone():
            found = self.look(lock, run)
            if found.lease and found.lease.run == run:
                self._file(lock).unlink()
                files.sync_directory(self._directory)
            return found

    def require(self, lock: str, run: str, seconds: float = 0.0) -> None:
        """Let a run go on to what the lock is for.

        A run asks for a lease of this host before those of the others. While this one counts, so do those.

        Args:
            lock: Name of the lock.
            run: Name of the run.
            seconds: How long what it is about to do may take.

        Raises:
            ProblemError: The run has no lease of this host that counts for so long.
        """
        found = self.look(lock, run)
        if found.found == "own" and found.left >= seconds:
            return
        whose = f"it is {found.found}"
        if found.lease:
            left = f"its own counts for {found.left:.0f} s"
            whose = left if found.lease.run == run else f"it is run {found.lease.run}'s ({found.lease.owner})"
        raise ProblemError(
            Problem(
                "lock-lost",
                f"run {run} must have a lease of {lock} on this host that counts for {seconds:.0f} s more; {whose}",
                hint="nothing was stopped; see who holds the lock, then run again",
            )
        )

    def _file(self, lock: str) -> Path:
        if not NAME.fullmatch(lock):
            raise ValueError(f"not the name of a lock: {lock!r}")
        return self._directory / f"{lock}.json"

    def _grant(self, lock: str, claim: Claim, seconds: float, found: Answer) -> Answer:
        at = self._at()
        lease = Lease(**_claimed(claim), seconds=seconds, boot=at.boot, until=at.now + seconds)
        content = json.dumps({"format": FORMAT, **asdict(lease)}, indent=1).encode()
        files.write_file(str(self._file(lock)), content, files.Attributes(0o600, os.geteuid(), os.getegid()))
        return Answer(found.found, granted=True, lease=found.lease, left=found.left)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others off the leases for the moment that one change takes."""
        with locks.directory(self._root, below=DIRECTORY) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield


def _claimed(claim: Claim) -> dict[str, str]:
    return {field.name: getattr(claim, field.name) for field in fields(Claim)}


def _read(content: bytes, place: str) -> Lease:
    found = json.loads(content)
    format_version.known({"format": format_version.OLDEST, **found}, place, FORMAT)
    texts = {field.name: str(found[field.name]) for field in fields(Claim)}
    return Lease(**texts, seconds=float(found["seconds"]), boot=str(found["boot"]), until=float(found["until"]))
