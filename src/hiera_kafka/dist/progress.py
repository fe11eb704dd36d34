"""What a long fetch reports to its caller; the command line draws it, libraries and tests stay silent."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receiver of progress. Methods may be called from several threads at once."""

    def say(self, text: str) -> None:
        """Take one sentence about what is being done, or was tried."""

    def start(self, what: str, total: int | None) -> None:
        """Begin a counted step.

        Args:
            what: What is being fetched.
            total: Bytes to come, None when the server does not say.
        """

    def advance(self, count: int) -> None:
        """Count `count` more bytes of the step begun last."""


class _Silent:
    def say(self, text: str) -> None:
        """Drop it."""

    def start(self, what: str, total: int | None) -> None:
        """Drop it."""

    def advance(self, count: int) -> None:
        """Drop it."""


silent: Progress = _Silent()
"""Says nothing."""
