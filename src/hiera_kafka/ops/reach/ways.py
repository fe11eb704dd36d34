"""Which way leads to the brokers of an inventory: straight, or through SSH with the names that they advertise."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.clients.answering import any_answers
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError
from hiera_kafka.ops.reach.hosts import HostReaches
from hiera_kafka.project import Project

if TYPE_CHECKING:
    from hiera_kafka.clients.ssh.proxy import Proxy
    from hiera_kafka.clients.ssh.sessions import Sessions

_UNANSWERED = "cluster-not-answering"


class Way(enum.StrEnum):
    """How brokers are reached."""

    AUTO = "auto"  # straight if one of a cluster's brokers answers, else through SSH
    DIRECT = "direct"
    SSH = "ssh"


class _Place(Protocol):
    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...


class Ways:
    """Finds the way to each cluster; a context manager. Nobody logs in anywhere before that is needed."""

    def __init__(self, way: Way, sessions: Callable[[], Sessions]) -> None:
        """Do nothing yet.

        Args:
            way: What the caller wants.
            sessions: Gives the sessions at the hosts of the inventory, which stay the caller's; called once at most.
        """
        self.way = way
        self._sessions = sessions
        self._proxy: Proxy | None = None
        self._untried: HieraKafkaError | None = None

    @classmethod
    def straight(cls) -> Self:
        """Return that all are reached straight."""
        return cls(Way.DIRECT, lambda: sessions_at(()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._proxy is not None:
            self._proxy.close()

    def via(self, places: Iterable[_Place]) -> str | None:
        """Return the URL of the proxy that leads to a cluster, None where the way is straight.

        Args:
            places: Brokers of a cluster, or servers of an ensemble.

        Raises:
            HieraKafkaError: Only SSH is wanted, and Ansible does not say how the hosts are reached.
        """
        if self.way is Way.DIRECT:
            return None
        if self.way is Way.AUTO and any_answers((place.host, place.port) for place in places):
            return None
        if self._proxy is None and self._untried is None:
            try:
                self._proxy = _proxy(self._sessions())
            except HieraKafkaError as error:
                if self.way is Way.SSH:
                    raise
                self._untried = error
        return None if self._proxy is None else self._proxy.url

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Add to a cluster that does not answer why SSH does not lead there.

        Raises:
            ClientError: What was raised within, with that.
        """
        try:
            yield
        except ClientError as error:
            reasons = self._reasons()
            if not reasons or not any(found.id == _UNANSWERED for found in error.diagnostics):
                raise
            raise ClientError([_with_reasons(found, reasons) for found in error.diagnostics]) from error

    def _reasons(self) -> list[str]:
        if self._untried is not None:
            return [f"SSH was not tried: {found.message}" for found in self._untried.diagnostics]
        return [] if self._proxy is None else [f"through SSH, {reason}" for reason in self._proxy.reasons]


@contextlib.contextmanager
def ways_of_inventory(
    way: Way,
    project: Project,
    inventory: Path,
    hosts: Callable[[], Iterable[str]],
    *,
    beside: Sequence[Path] = (),
    access: Access = NOTHING,
) -> Iterator[Ways]:
    """Give the ways to the clusters of an inventory, with sessions of their own.

    Args:
        way: What the caller wants; `DIRECT` for hosts of this machine.
        project: The repository or checkout, and what runs for it.
        inventory: Inventory file, or the directory that Ansible is given.
        hosts: Gives the hosts of the inventory; called when somebody logs in.
        beside: Further inventories with addresses and keys.
        access: What the caller lets the data reach beyond its repository.

    Raises:
        ProjectError: `untrusted-code`, where only SSH is wanted.
    """
    with contextlib.ExitStack() as stack:

        def asked() -> HostReaches:
            return stack.enter_context(HostReaches(project, inventory, beside, access))

        # Ansible takes as long as compiling does, and runs beside it; where the way may be straight, nobody asks.
        ahead = asked() if way is Way.SSH else None

        def sessions() -> Sessions:
            return stack.enter_context(sessions_at((ahead or asked()).of(hosts())))

        yield stack.enter_context(Ways(way, sessions))


def sessions_at(reaches: Iterable[Reach]) -> Sessions:
    """Return sessions at hosts; what speaks SSH is loaded now, since that takes a while."""
    from hiera_kafka.clients.ssh.sessions import Sessions  # noqa: PLC0415 - see above

    return Sessions(reaches)


def places_of(reaches: Iterable[Reach]) -> dict[str, str]:
    """Return name or address that brokers may advertise to the host that has it: its own name, and Ansible's address.

    An address of several hosts, as where ports are forwarded, is none of theirs.
    """
    known = tuple(reaches)
    addresses: dict[str, list[str]] = {}
    for reach in known:
        addresses.setdefault(reach.address, []).append(reach.host)
    found = {address: hosts[0] for address, hosts in addresses.items() if len(hosts) == 1}
    return found | {reach.host: reach.host for reach in known}


def _proxy(sessions: Sessions) -> Proxy:
    from hiera_kafka.clients.ssh.proxy import Proxy  # noqa: PLC0415 - as above

    return Proxy(sessions, places_of(sessions.reaches.values()))


def _with_reasons(found: Diagnostic, reasons: Sequence[str]) -> Diagnostic:
    if found.id != _UNANSWERED:
        return found
    return replace(found, note="\n".join(([found.note] if found.note else []) + list(reasons)))
