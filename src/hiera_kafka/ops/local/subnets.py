"""Which cluster of this machine has which subnet, so that two of one user never get the same addresses.

A stopped cluster keeps its addresses although nobody listens there, and a cluster that is just being built listens
nowhere yet; so asking the ports is not enough. Notes lie in the user's state directory.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from hiera_kafka import format_version
from hiera_kafka.compiler.local_record import read_recorded, record_path
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position, ProjectError
from hiera_kafka.files import atomic, locks, user_directories

_FORMAT = 2
"""What is written. Format 1, of releases up to 0.3, is the list of notes alone, which names no format."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """One note: the hosts below a state directory have addresses of a subnet.

    Attributes:
        state_dir: Absolute path.
        subnet: First three numbers of the addresses.
        pid: The process that noted it.
    """

    state_dir: str
    subnet: str
    pid: int

    @property
    def holds(self) -> bool:
        """Whether the cluster still has hosts, or is being built, with these addresses."""
        state = Path(self.state_dir)
        try:
            if not record_path(state).exists() or read_recorded(state).subnet != self.subnet:
                return False
            built = any(entry.is_dir() and entry.name != "bin" for entry in state.iterdir())
        except HieraKafkaError as error:
            # Else reported to the user who works with that cluster; what a later release made has addresses as well.
            return format_version.is_newer(error)
        except OSError:
            return False
        return built or Path(f"/proc/{self.pid}").exists()


class Subnets:
    """The notes, while nobody else may change them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def others(self, state_dir: Path) -> dict[str, str]:
        """Return subnet to state directory of every other cluster.

        Raises:
            HieraKafkaError: `record-newer`, the notes are those of a later release.
        """
        return {note.subnet: note.state_dir for note in self.read() if note.state_dir != str(state_dir) and note.holds}

    def reserve(self, state_dir: Path, subnet: str) -> None:
        """Note that the cluster below `state_dir` has `subnet`; its record must have been written.

        Raises:
            HieraKafkaError: As of `others`.
        """
        kept = [note for note in self.read() if note.state_dir != str(state_dir) and note.holds]
        notes = [*kept, Reservation(str(state_dir), subnet, os.getpid())]
        data = {"format": _FORMAT, "clusters": [asdict(note) for note in notes]}
        atomic.write(self._path, f"{json.dumps(data, indent=1)}\n".encode())

    def read(self) -> list[Reservation]:
        """Return all notes; raises what `others` does."""
        # Notes that cannot be read are none: they only keep clusters from asking for the same addresses.
        with contextlib.suppress(FileNotFoundError, ValueError, TypeError, KeyError):
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(data, list):
                format_version.known(data, self._path, _FORMAT)
                data = data["clusters"]
            return [Reservation(**entry) for entry in data]
        return []


@contextlib.contextmanager
def locked(environ: Mapping[str, str]) -> Iterator[Subnets]:
    """Give the user's notes, with all other runs kept off them.

    Raises:
        ProjectError: The state directory of the user cannot be written.
        HieraKafkaError: `record-newer`, the notes are those of a later release.
    """
    directory = user_directories.state(environ)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = locks.acquire(directory / "subnets.lock")
    except OSError as error:
        raise ProjectError(
            Diagnostic(
                "state-home-unusable",
                f"addresses of local clusters cannot be noted in {directory}: {error.strerror}",
                where=(Position(str(directory)),),
                hint="give the calling user the right to write there, or set XDG_STATE_HOME to another directory",
            )
        ) from error
    with lock:
        notes = Subnets(directory / "subnets.json")
        notes.read()
        yield notes
