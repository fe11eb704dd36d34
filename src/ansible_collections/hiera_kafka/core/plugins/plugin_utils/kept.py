"""What a run keeps of its looks at hosts, so that a task whose part is as it should be need not ask its host again.

Workers of Ansible are processes of their own, which learn nothing of each other. So what is kept lies in files, in the
directory of temporary files that Ansible makes for each run, and removes with it. An answer counts once, for a short
time, and only as long as no task of the run has changed anything on any host; the file of changes grows by a byte with
each change, and its size, which is read before a look begins, is kept with the answers.

Nothing is kept, and so every task asks its host, in a run that the callback `hiera_kafka_run` does not follow: it
makes the file of changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible import constants

VARIABLE = "HIERA_KAFKA_KEEP_LOOKS"
"""Variable of the environment: 0 has every task ask its host."""
COUNTS_S = 300.0
"""Seconds for which an answer counts."""

_NAME = "hiera-kafka-looks"
_CHANGES = "changes"


@dataclass(frozen=True)
class Kept:
    """An answer that was kept.

    Attributes:
        result: What the call would return.
        counts: Whether it still counts; where it does not, something has changed on some host, or time has passed.
    """

    result: dict[str, Any]
    counts: bool


@dataclass(frozen=True)
class Looks:
    """The looks of one run.

    Attributes:
        directory: Where they lie.
    """

    directory: Path

    @classmethod
    def begin(cls) -> Looks | None:
        """Begin to keep looks in this run, and drop those of a playbook before; None where that is not wanted."""
        if os.environ.get(VARIABLE) == "0":
            return None
        # As a worker inherits the path, this is the same directory in all processes of a run.
        found = cls(Path(constants.DEFAULT_LOCAL_TMP) / _NAME)
        found.directory.mkdir(mode=0o700, exist_ok=True)
        found.changed()
        return found

    @classmethod
    def of_run(cls) -> Looks | None:
        """Return those of this run, None where none are kept."""
        found = cls(Path(constants.DEFAULT_LOCAL_TMP) / _NAME)
        return found if (found.directory / _CHANGES).exists() else None

    def changed(self) -> None:
        """Note that something has changed on a host, or is about to."""
        with (self.directory / _CHANGES).open("ab") as stream:
            stream.write(b".")

    def changes(self) -> int:
        """Return how much has changed in the run; looks begin by reading it."""
        return (self.directory / _CHANGES).stat().st_size

    def keep(self, host: str, answers: Mapping[str, Mapping[str, Any]], changes: int, at: float) -> None:
        """Keep answers of a host in place of those before.

        Args:
            host: The host.
            answers: Key of a call to what it would return.
            changes: How much had changed when the look began.
            at: When it began, of `time.monotonic`.
        """
        place = self._place(host)
        place.mkdir(mode=0o700, exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        for key, result in answers.items():
            text = json.dumps({"result": result, "changes": changes, "at": at})
            (place / key).write_text(text, encoding="utf-8")

    def take(self, host: str, key: str) -> Kept | None:
        """Return the answer to a call, which is not kept any longer; None where there is none."""
        path = self._place(host) / key
        with contextlib.suppress(FileNotFoundError):
            found = json.loads(path.read_text(encoding="utf-8"))
            path.unlink()
            counts = found["changes"] == self.changes() and time.monotonic() - found["at"] <= COUNTS_S
            return Kept(found["result"], counts)
        return None

    def _place(self, host: str) -> Path:
        return self.directory / hashlib.sha256(host.encode()).hexdigest()
