"""One operation at a time on a cluster, from this controller: a lock that ends with the process that holds it."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hiera_kafka.bridge import rollmirrors
from hiera_kafka.bridge.gates import gate
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position


def names(inventory_file: str, restarts: Iterable[Sequence[str]]) -> list[str]:
    """Return the lock of each ensemble and cluster that is restarted, whichever inventory file names it.

    Args:
        inventory_file: Absolute path.
        restarts: Role and host of each restart.
    """
    found = {}
    for role, host in restarts:
        # A mirror ends in the cluster of the broker beside it.
        told = gate(inventory_file, host, "kafka_broker" if role == rollmirrors.ROLE else role)
        # By name and port, and not by address, since a host has another address for itself.
        places = sorted(f"{member['host']}:{member['port']}" for member in told["members"])
        root = told["root"].removesuffix(f"/{host}")
        found[hashlib.sha256("\n".join([role, root, *places]).encode()).hexdigest()[:16]] = role
    return sorted(f"{role}-{digest}" for digest, role in found.items())


def hold(inventory_file: str, restarts: Iterable[Sequence[str]], holder: int) -> None:
    """Take the locks for process `holder`; they are free again when it has ended, however it ends.

    Args:
        inventory_file: Absolute path.
        restarts: Role and host of each restart.
        holder: Process id of the run that restarts.

    Raises:
        HieraKafkaError: Another run that is still going on holds one of them.
    """
    directory = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "hiera-kafka/locks"
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names(inventory_file, restarts):
        path = directory / f"{name}.json"
        with path.open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            other = _read(stream.read())
            if other["process"] != holder and _runs(other):
                raise HieraKafkaError(_taken(path, other))
            stream.truncate(0)
            mine = {
                "process": holder,
                "started": _started(holder),
                "owner": getpass.getuser(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
                "inventory": inventory_file,
            }
            json.dump(mine, stream)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        return {key: found[key] for key in ("process", "started", "owner", "since", "inventory")}
    except (ValueError, KeyError, TypeError):
        # Empty, or cut off by a full disk: nobody holds it who could be named.
        return {"process": -1, "started": None}


def _runs(other: dict[str, Any]) -> bool:
    started = _started(other["process"])
    return started is not None and started == other["started"]


def _started(process: int) -> str | None:
    """Return when a process started, in ticks since boot, None when there is none: ids are given out again."""
    try:
        # The name of the program, in parentheses, may hold anything.
        return Path(f"/proc/{int(process)}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, ValueError):
        return None


def _taken(path: Path, other: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        "roll-locked",
        f"process {other['process']} of {other['owner']} restarts the same cluster since {other['since']}; "
        "one run at a time may",
        where=(Position(str(path)),),
        note=f"its inventory is {other['inventory']}",
        hint="wait for its end; the lock ends with the process",
    )
