"""Podman, run so that hosts get a systemd that enforces what units ask for; the machine's own settings stay alone."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

STATE = Path("/run/hiera-kafka-lab")
"""Locks and podman's settings; gone with the machine's next boot, as the hosts are."""


class LabError(Exception):
    """The lab cannot do what was asked; the text says why and what to do."""


def run(argv: Sequence[str | Path], *, timeout: float = 600, **options: Any) -> str:
    """Run a program and return what it printed.

    Raises:
        LabError: It failed; the text has its last words.
    """
    words = [str(word) for word in argv]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=timeout, **options)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise LabError(f"`{' '.join(words[:4])} ...` ended with {done.returncode}: {said}")
    return done.stdout


def podman(*arguments: str | Path, timeout: float = 600) -> str:
    """Run podman with the lab's settings and return what it printed."""
    return run(["podman", *arguments], timeout=timeout, env=environment())


def podman_json(*arguments: str) -> list[dict[str, Any]]:
    """Run podman with `--format json` and return the records."""
    found: list[dict[str, Any]] = json.loads(podman(*arguments, "--format", "json") or "[]") or []
    return found


def environment() -> dict[str, str]:
    """Return the environment of podman: settings come from a file of our own, for this process alone."""
    return {**os.environ, "CONTAINERS_CONF": str(_settings())}


def _settings() -> Path:
    # runc, since crun refuses a machine with both cgroup versions mounted. Limits are no higher than the caller's own:
    # podman's defaults are more than a root without CAP_SYS_RESOURCE may set.
    ulimits = ", ".join(f'"{name}={limit}:{limit}"' for name, limit in _limits().items())
    text = (
        '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
        f'[containers]\nlog_driver = "k8s-file"\npids_limit = 0\ndefault_ulimits = [{ulimits}]\n'
        '[network]\nnetwork_backend = "netavark"\n'
    )
    path = STATE / "containers.conf"
    if not path.exists() or path.read_text() != text:
        STATE.mkdir(mode=0o700, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(text)
        new.replace(path)
    return path


def _limits() -> dict[str, int]:
    kinds = {"nofile": (resource.RLIMIT_NOFILE, 65536), "nproc": (resource.RLIMIT_NPROC, 32768)}
    hard = {name: (resource.getrlimit(kind)[1], most) for name, (kind, most) in kinds.items()}
    return {name: most if limit == resource.RLIM_INFINITY else min(limit, most) for name, (limit, most) in hard.items()}


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock `name` against other processes; it goes with its holder."""
    STATE.mkdir(mode=0o700, exist_ok=True)
    with (STATE / f"{name}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
