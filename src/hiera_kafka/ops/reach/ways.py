"""Which way leads to the brokers of an inventory: straight, or through SSH with the names that they advertise."""

from __future__ import annotations

import contextlib
import enum
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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


class Via(enum.StrEnum):
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
    """Finds the way to each cluster; a context manager, for several threads.

    Nobody logs in anywhere, and Ansible is not waited for, before that is needed.
    """

    def __init__(self, way: Via, sessions: Callable[[], Sessions]) -> None:
        """Do nothing yet.

        Args:
            way: What the caller wants.
            sessions: Gives the sessions at the hosts of the inventory, which stay the caller's; called once, unless it
                raises.
        """
        self.way = way
        self._given = sessions
        self._lock = threading.RLock()
        self._sessions: Sessions | None = None
        self._proxy: Proxy | None = None
        self._untried: HieraKafkaError | None = None
        self._answering: dict[frozenset[tuple[str, int]], bool] = {}

    @classmethod
    def straight(cls, hosts: Callable[[], Iterable[str]] = tuple) -> Self:
        """Return that all are reached straight.

        Args:
            hosts: Gives the hosts, which are this machine.
        """
        return cls(Via.DIRECT, lambda: sessions_at(map(Reach.here, hosts())))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._proxy is not None:
            self._proxy.close()

    def sessions(self) -> Sessions:
        """Return the sessions at the hosts, the same for looks at them and for ways through them.

        Raises:
            HieraKafkaError: Ansible does not say how the hosts are reached.
        """
        with self._lock:
            if self._sessions is None:
                self._sessions = self._given()
            return self._sessions

    def via(self, places: Iterable[_Place]) -> str | None:
        """Return the URL of the proxy that leads to a cluster, None where the way is straight.

        Args:
            places: Brokers of a cluster, or servers of an ensemble.

        Raises:
            HieraKafkaError: Only SSH is wanted, and Ansible does not say how the hosts are reached.
        """
        if self.way is Via.DIRECT:
            return None
        if self.way is Via.AUTO and self._answers(frozenset((place.host, place.port) for place in places)):
            return None
        with self._lock:
            if self._proxy is None and self._untried is None:
                try:
                    self._proxy = _proxy(self.sessions())
                except HieraKafkaError as error:
                    if self.way is Via.SSH:
                        raise
                    self._untried = error
            return None if self._proxy is None else self._proxy.url

    def _answers(self, places: frozenset[tuple[str, int]]) -> bool:
        # One answer a run: a cluster is not to be asked by two ways.
        if places not in self._answering:
            self._answering[places] = any_answers(places)
        return self._answering[places]

    @contextlib.contextmanager
    def explained(self, places: Iterable[_Place] | None = None) -> Iterator[None]:
        """Add to a cluster that does not answer why SSH does not lead there.

        Args:
            places: Its brokers or servers; None are all that somebody wanted to.

        Raises:
            ClientError: What was raised within, with that.
        """
        try:
            yield
        except ClientError as error:
            reasons = self._reasons(None if places is None else {f"{place.host}:{place.port}" for place in places})
            if not reasons or not any(found.id == _UNANSWERED for found in error.diagnostics):
                raise
            raise ClientError([_with_reasons(found, reasons) for found in error.diagnostics]) from error

    def _reasons(self, wanted: Collection[str] | None) -> list[str]:
        if self._untried is not None:
            return [f"SSH was not tried: {found.message}" for found in self._untried.diagnostics]
        found = {} if self._proxy is None else self._proxy.reasons
        return [
            f"through SSH, {place}: {reason}" for place, reason in found.items() if wanted is None or place in wanted
        ]


@contextlib.contextmanager
def ways_of_inventory(
    way: Via,
    project: Project,
    inventory: Path,
    hosts: Callable[[], Iterable[str]],
    *,
    beside: Sequence[Path] = (),
    access: Access = NOTHING,
    ahead: bool = False,
) -> Iterator[Ways]:
    """Give the ways to the clusters of an inventory, with sessions of their own.

    Args:
        way: What the caller wants; `DIRECT` for hosts of this machine.
        project: The repository or checkout, and what runs for it.
        inventory: Inventory file, or the directory that Ansible is given.
        hosts: Gives the hosts of the inventory; called when somebody logs in.
        beside: Further inventories with addresses and keys.
        access: What the caller lets the data reach beyond its repository.
        ahead: Whether somebody will log in for certain, so that Ansible is asked at once.

    Raises:
        ProjectError: `untrusted-code`, where Ansible is asked at once.
    """
    with contextlib.ExitStack() as stack:

        def asked() -> HostReaches:
            return stack.enter_context(HostReaches(project, inventory, beside, access))

        # Ansible takes as long as compiling does, and runs beside it; where the way may be straight, nobody asks.
        begun = asked() if ahead or way is Via.SSH else None

        def sessions() -> Sessions:
            return stack.enter_context(sessions_at((begun or asked()).of(hosts())))

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
