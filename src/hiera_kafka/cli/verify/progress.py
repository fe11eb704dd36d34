"""What a terminal shows while hosts and clusters are asked."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from hiera_kafka.text import one_line


class Waiting:
    """Shows nothing: nobody is there to wait."""

    def tell(self, text: str) -> None:
        """Say what is waited for; may be called from several threads."""

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Make room on the terminal for lines of the report."""
        yield


class _Spinner(Waiting):
    """A line on standard error, which is gone at the end."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - takes longer than most commands, and only terminals need it

        self._status = Console(stderr=True).status("")

    def tell(self, text: str) -> None:
        from rich.text import Text  # noqa: PLC0415 - as above

        self._status.update(Text(one_line(text)))

    def start(self) -> None:
        self._status.start()

    def stop(self) -> None:
        self._status.stop()

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        self._status.stop()
        yield
        self._status.start()


@contextlib.contextmanager
def waiting() -> Iterator[Waiting]:
    """Give what shows that somebody is waited for: a line on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield Waiting()
        return
    spinner = _Spinner()
    spinner.start()
    try:
        yield spinner
    finally:
        spinner.stop()
