"""Ports that services open beside those of the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Service
from hiera_kafka.dialects.native.jvm import JMX
from hiera_kafka.ops.look.seen import ListenerSeen, ServiceSeen
from hiera_kafka.ops.verify import sockets, wanted
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import RunningServiceCheck, subject, unread
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import some

_FIRST_CHOSEN = 32768
"""Where ports begin that Linux chooses for who asks for any."""


class PortsClosed(RunningServiceCheck):
    """Services are reached from elsewhere at the ports of the data alone, and at no other addresses."""

    id = "ports-closed"
    title = "no other ports are open"
    order = 240

    def expected(self, view: HostView, service: Service) -> str | None:
        """Return the ports of a service."""
        ports = [
            f"{one.address or '*'}:{one.port}" for one in wanted.ports(view.catalog) if one.service == service.name
        ]
        return f"reached from elsewhere at {some(ports)} alone" if ports else "not reached from elsewhere"

    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterator[Result]:
        """Return one result."""
        ports = [one for one in wanted.ports(view.catalog) if one.service == service.name]
        more: dict[str, Any] = {
            "expected": expected,
            "where": list(dict.fromkeys(place for port in ports for place in port.origin.positions())),
            "hosts": (view.host,),
        }
        name = subject(view, service)
        reason = unread(view, "listeners")
        if reason is not None:
            yield self.unknown(name, observed=reason, **more)
            return
        own = [one for one in view.seen.listeners if one.pid == seen.pid]
        if ports and not own:
            yield self.unknown(name, observed="which sockets are its own cannot be seen", **more)
            return
        allowed = {port.port: port.address for port in ports}
        open_ = [one for one in own if _is_open(one, allowed)]
        chosen = _chosen(open_, allowed) if any(port.purpose == JMX for port in ports) else None
        open_ = [one for one in open_ if one is not chosen]
        if open_:
            hint = "remove the option that opens it, or close it to others by a firewall until it is gone"
            yield self.critical(name, observed=f"also at {some(map(sockets.shown, open_))}", hint=hint, **more)
        elif chosen is not None:
            note = f"and {sockets.shown(chosen)}, at which JMX serves tools of the same host alone"
            yield self.ok(name, observed=f"at these, {note}", **more)
        else:
            yield self.ok(name, observed="at no other", **more)


def _is_open(listener: ListenerSeen, allowed: dict[int, str | None]) -> bool:
    if listener.port in allowed:
        return sockets.beyond(allowed[listener.port], listener)
    return not sockets.is_local(listener)


def _chosen(found: list[ListenerSeen], allowed: dict[int, str | None]) -> ListenerSeen | None:
    """Return the port that the JVM chose for tools of its own host, where it has JMX."""
    chosen = [one for one in found if one.port >= _FIRST_CHOSEN and one.port not in allowed]
    return chosen[0] if chosen else None
