"""The records of the canary: small, told from all others by their keys, and no two alike."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field

PREFIX = b"hiera-kafka-canary:"
"""How the key of each record begins, whatever its topic is called."""
_RUN_BYTES = 8


@dataclass(frozen=True, slots=True)
class CanaryRecord:
    """One record.

    Attributes:
        key: `hiera-kafka-canary:RUN:WAY`, unique.
        value: JSON with the run, the way, when it was made and random digits: below 1 KiB.
    """

    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class CanaryRun:
    """One run of the canary.

    Attributes:
        id: What tells its records from those of other runs.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(_RUN_BYTES))

    def record(self, way: str) -> CanaryRecord:
        """Return a record of this run.

        Args:
            way: What it goes through, unique in the run: `main:1001:PLAINTEXT`; names of the data only.
        """
        value = {"run": self.id, "way": way, "at_ms": int(time.time() * 1000), "random": secrets.token_hex(16)}
        return CanaryRecord(PREFIX + f"{self.id}:{way}".encode(), json.dumps(value).encode())


def is_ours(key: bytes | None) -> bool:
    """Tell whether a record with such a key is one of the canary's."""
    return key is not None and key.startswith(PREFIX)
