"""Looks at the hosts that a cluster names, over SSH: without an inventory, each is reached as `ssh NAME` does."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self

from hiera_kafka.clients.ssh.proxy import Proxy
from hiera_kafka.clients.ssh.reach import HostAnswer, Reach
from hiera_kafka.clients.ssh.run import run_all
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler.local_record import is_loopback
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.base import is_host
from hiera_kafka.ops.adopt.host_services import HostService, parse_services, shown_options
from hiera_kafka.ops.adopt.matching import HostsRead
from hiera_kafka.ops.look.fields import OddError
from hiera_kafka.ops.look.program import answer, invalid, program


class NamedHosts:
    """Hosts that are known by their names alone; a context manager that ends all sessions.

    Loopback addresses are this machine, which is looked at as who runs this.
    """

    def __init__(self, *, become: bool) -> None:
        """Connect nowhere yet.

        Args:
            become: Whether programs run as root there.
        """
        self._become = "root" if become else None
        self._sessions = Sessions(())
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sessions.close()

    def read(self, hosts: Collection[str]) -> HostsRead:
        """Look at hosts, all at once; one that does not answer is told with its reason."""
        # All loopback addresses are one machine, and one look shows all that runs there.
        here = next((host for host in hosts if is_loopback(host)), None)
        asked = [host for host in hosts if host == here or not is_loopback(host)]
        for host in asked:
            self._known(host)
        text = program({"root": "", "service_manager": "systemd", "adoption": shown_options()})
        found = run_all(self._sessions, dict.fromkeys(asked, text))
        services: dict[str, tuple[HostService, ...]] = {}
        unread: dict[str, str] = {}
        for host, printed in found.items():
            try:
                services[host] = _services(host, printed)
            except ClientError as error:
                unread[host] = error.diagnostics[0].message
        for host in hosts:
            if here is not None and is_loopback(host):
                _copy(services, here, host)
                _copy(unread, here, host)
        return HostsRead(services, unread)

    @contextmanager
    def tunnels(self) -> Iterator[str]:
        """Give the URL of a proxy that leads to whatever host is asked for, through a session at that host.

        An error of clients that leaves the context tells which connections failed, and why.
        """
        with Proxy(self._sessions, {}, self._known) as proxy:
            try:
                yield proxy.url
            except ClientError as error:
                if not proxy.reasons:
                    raise
                first, *others = error.diagnostics
                reasons = [f"through SSH, {place}: {reason}" for place, reason in proxy.reasons.items()]
                told = "\n".join([*([first.note] if first.note else []), *reasons])
                raise ClientError([replace(first, note=told), *others]) from error

    def _known(self, host: str) -> str | None:
        """Have the sessions know a host, and return it; None for what is no name of a host."""
        if not is_host(host):
            return None
        with self._lock:
            if host not in self._sessions.reaches:
                made = Reach.here(host) if is_loopback(host) else Reach(host, host, become=self._become)
                self._sessions.reaches[host] = made
        return host


def _services(host: str, printed: HostAnswer | Diagnostic) -> tuple[HostService, ...]:
    if isinstance(printed, Diagnostic):
        raise ClientError(printed)
    said: Any = answer(host, printed.content)
    try:
        return parse_services(said.get("adoption") if isinstance(said, Mapping) else None)
    except OddError as error:
        raise ClientError(invalid(host, str(error))) from None


def _copy(found: dict[str, Any], source: str, target: str) -> None:
    if source in found:
        found[target] = found[source]
