"""Ports of services: where the data says that they are open, the right process must listen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Port, ZooKeeperReadiness
from hiera_kafka.model.zookeeper import ELECTION_PORT, FOLLOWER_PORT
from hiera_kafka.ops.look.seen import ListenerSeen
from hiera_kafka.ops.verify import sockets, wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import unread
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted, some

_LEADER = "leader"
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what the kernel says of sockets
_FOLLOWS = ("follower", "observer", "standalone")


class PortsOpen(HostCheck):
    """The service of each port of the data listens there, on every address that it should be reached at."""

    id = "ports-open"
    title = "ports are open"
    order = 235

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a port."""
        for port in wanted.ports(view.catalog):
            among = port.address is None and _is_of_ensemble(view, port)
            place = "every address" if port.address is None else port.address
            place = "the address that its members have for it" if among else place
            more: dict[str, Any] = {
                "expected": defaulted(f"{port.service} listens on {place} ({port.purpose})", port.origin),
                "origin": port.origin,
                "hosts": (view.host,),
            }
            subject = f"{view.host} {port.service} {port.port}"
            listeners = _listeners(view, port)
            mode = next((one.mode for one in view.seen.servers if one.service == port.service), None)
            reason = unread(view, "listeners") or unread(view, "addresses")
            if reason is not None:
                yield self.unknown(subject, observed=reason, **more)
            # Followers connect to that port of the leader, which alone has it open.
            elif not listeners and _is_of_leader(view, port) and mode != _LEADER:
                yield self._of_follower(subject, mode, more)
            else:
                yield self._of(view, port, listeners, subject, more)

    def _of_follower(self, subject: str, mode: str | None, more: dict[str, Any]) -> Result:
        more["expected"] = f"{more['expected']}, on the leader of the ensemble alone"
        if mode in _FOLLOWS:
            return self.ok(subject, observed=f"closed: this one is no leader but {mode}", **more)
        return self.unknown(subject, observed=f"closed; whether it leads is not known ({mode or 'no answer'})", **more)

    def _of(
        self, view: HostView, port: Port, listeners: list[ListenerSeen], subject: str, more: dict[str, Any]
    ) -> Result:
        observed = some(map(sockets.shown, listeners)) if listeners else "nobody listens"
        service = view.seen.services.get(port.service)
        pid = None if service is None else service.pid
        others = {one.pid for one in listeners if one.pid is not None} - {pid}
        missing = _unserved(view, port, listeners)
        if others and all(one.pid != pid for one in listeners):
            who = some(f"process {other}" for other in sorted(others))
            hint = f"see `ss -tlnp sport = :{port.port}` on the host"
            return self.critical(subject, observed=f"{observed}, by {who}", hint=hint, **more)
        if not listeners or missing:
            if listeners:
                observed = f"{observed}, but not {some(missing)}"
            hint = f"see {_log(view, port)} for why; listeners are opened when a service starts"
            return self.critical(subject, observed=observed, hint=hint, **more)
        if any(one.pid is None for one in listeners):
            return self.unknown(subject, observed=f"{observed}, by a process that cannot be seen", **more)
        return self.ok(subject, observed=observed, **more)


def _unserved(view: HostView, port: Port, listeners: list[ListenerSeen]) -> list[str]:
    if port.address is None and _is_of_ensemble(view, port):
        # ZooKeeper binds these to what its own name resolves to; on loopback no member gets there.
        others_reach = any(not sockets.is_local(one) for one in listeners)
        return [] if others_reach else ["an address that other hosts reach"]
    return sockets.unserved(port.address, listeners, view.seen.addresses)


def _is_of_ensemble(view: HostView, port: Port) -> bool:
    readiness = (one for section in view.catalog.sections for one in section.readiness)
    return port.port in (FOLLOWER_PORT, ELECTION_PORT) and any(
        isinstance(one, ZooKeeperReadiness) and one.service == port.service for one in readiness
    )


def _listeners(view: HostView, port: Port) -> list[ListenerSeen]:
    """Return who listens at a port: the service anywhere, others where they are in its way.

    Hosts of a local inventory share the sockets of this machine, and each has an address of its own.
    """
    service = view.seen.services.get(port.service)
    pid = None if service is None else service.pid
    places = {port.address, *_EVERYWHERE}
    found = (one for one in view.seen.listeners if one.port == port.port)
    return [one for one in found if port.address is None or one.address in places or (pid and one.pid == pid)]


def _is_of_leader(view: HostView, port: Port) -> bool:
    return port.port == FOLLOWER_PORT and _is_of_ensemble(view, port)


def _log(view: HostView, port: Port) -> str:
    logs = [service.log for service in wanted.services(view.catalog) if service.name == port.service]
    return logs[0] if logs else f"the log of {port.service}"
