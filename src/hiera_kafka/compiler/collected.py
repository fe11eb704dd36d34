"""All that is wrong with the data of an inventory, each thing once, with the host that it was found for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from hiera_kafka.errors import Diagnostic, HieraKafkaError


class Collected:
    """Diagnostics in the order in which they were found; as a context it takes those of an error in.

    What is found for several hosts in the same words stands here once, and names none of them: it is the data that all
    of them share that is wrong. A Diagnostic that comes with a host has it for a reason, and keeps it.
    """

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._host: str | None = None
        self._hosts: dict[Diagnostic, str | None] = {}
        self.add(found)

    def __iter__(self) -> Iterator[Diagnostic]:
        for diagnostic, host in self._hosts.items():
            yield diagnostic if host is None else replace(diagnostic, host=host)

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Take Diagnostics in, for the host that is being compiled."""
        for diagnostic in found:
            host = diagnostic.host or self._host
            if self._hosts.setdefault(diagnostic, host) != host:
                self._hosts[diagnostic] = None

    @contextmanager
    def of_host(self, host: str) -> Iterator[None]:
        """Take in what is found meanwhile, that of an error included, as that of `host`."""
        self._host = host
        try:
            with self:
                yield
        finally:
            self._host = None

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> bool:
        if isinstance(error, HieraKafkaError):
            self.add(error.diagnostics)
            return True
        return False
