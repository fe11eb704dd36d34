"""A wait in several calls of a module, so that between two of them its progress is shown.

A module cannot print while it runs. It is called for a turn of some seconds; where what it waits for is not there by
then, it says what it waits for, what it saw last, and what the next call must know of the turns before.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.deaths import Deaths

ARGUMENTS: dict[str, dict[str, Any]] = {
    "waited": {"type": "float", "default": 0.0},
    "turn": {"type": "float"},
    "so_far": {"type": "dict", "default": {}},
}
"""Options of modules that wait, beside `timeout`; documented by the fragment `turns`."""


@dataclass(frozen=True)
class Waiting:
    """What a turn that has ended without a verdict leaves.

    Attributes:
        text: What is waited for, and what was seen last; for people.
        so_far: What the next turn must know.
    """

    text: str
    so_far: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return what a module returns of it."""
        return {"changed": False, "waiting": self.text, "so_far": self.so_far}


@dataclass
class Turn:
    """One call.

    Attributes:
        timeout_s: Seconds for all turns together.
        waited_s: How many of these have passed.
        turn_s: Seconds for this one; None is for what is left.
        so_far: What the turn before has left.
    """

    timeout_s: float
    waited_s: float = 0.0
    turn_s: float | None = None
    so_far: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = time.monotonic()

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Turn:
        """Return the turn that a module's options describe."""
        return cls(options["timeout"], options["waited"], options["turn"], options["so_far"])

    @property
    def over(self) -> bool:
        """Whether all the time is over."""
        return self.waited_s + self._passed >= self.timeout_s

    @property
    def ended(self) -> bool:
        """Whether the time of this turn is over, and that of all is not."""
        return self.turn_s is not None and self._passed >= self.turn_s and not self.over

    def deaths(self, service: str) -> Deaths:
        """Return the ends of a service that were seen in earlier turns."""
        return Deaths.of(self.so_far.get(service))

    @property
    def _passed(self) -> float:
        return time.monotonic() - self._began
