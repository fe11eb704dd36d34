"""What a host has answered, as `HostSeen`: every field checked, and nothing in it that a terminal would obey."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import ClientError
from hiera_kafka.ops.look.fields import Fields, OddError, count
from hiera_kafka.ops.look.program import invalid
from hiera_kafka.ops.look.seen import (
    ClockSeen,
    DataSeen,
    FilesystemSeen,
    HostSeen,
    JavaSeen,
    ListenerSeen,
    LogError,
    ServerSeen,
    ServiceSeen,
    SysctlSeen,
    UpgradeSeen,
)
from hiera_kafka.text import one_line

_STATES = frozenset({"stopped", "starting", "running", "stopping", "failed"})
_MODES = frozenset({"leader", "follower", "observer", "standalone", "looking"})
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """When a host was asked and when its answer was there, by the clock of the control node, in seconds since 1970."""

    sent: float
    received: float


def host_seen(host: str, answer: Any, exchange: Exchange) -> HostSeen:
    """Return what an answer says.

    Args:
        host: Who gave it, for messages.
        answer: As JSON has it; see `module_utils/look/look.py`.
        exchange: When.

    Raises:
        ClientError: `look-answer-invalid`: a field has another form than agreed.
    """
    try:
        facts = Fields(answer, "the answer").fields("facts")
        if facts is None:
            raise OddError("it has no facts")
        return _seen(facts, exchange)
    except OddError as error:
        raise ClientError(invalid(host, one_line(str(error)[:_SHOWN]))) from None


def _seen(facts: Fields, exchange: Exchange) -> HostSeen:
    return HostSeen(
        took_s=max(0.0, exchange.received - exchange.sent),
        clock=_clock(facts, exchange),
        addresses=tuple(_address(text) for text in facts.texts("addresses")),
        filesystems={path: _filesystem(path, found) for path, found in facts.objects("filesystems").items()},
        java=_java(facts.fields("java")),
        services={name: _service(name, found) for name, found in facts.objects("services").items()},
        strangers=facts.texts("strangers"),
        listeners=tuple(_listener(row) for row in facts.rows("listeners", 3)),
        releases=facts.flags("releases"),
        servers=tuple(map(_server, facts.listed("servers"))),
        data=tuple(
            DataSeen(path, found.words("properties"), found.text("detail"))
            for path, found in facts.objects("data").items()
        ),
        upgrades=tuple(
            UpgradeSeen(found.text("path"), found.texts("has"), found.texts("wants"))
            for found in facts.listed("upgrades")
        ),
        differs=facts.lists("differs"),
        sysctls={
            name: SysctlSeen(found.text_or_none("value"), found.flag("settable"))
            for name, found in facts.objects("sysctls").items()
        },
        unread=facts.words("unread"),
    )


def _clock(facts: Fields, exchange: Exchange) -> ClockSeen:
    """Return how far the clock of a host is ahead: both ends of its work lie between question and answer."""
    clock = facts.fields("clock")
    if clock is None:
        raise OddError("it has no clock")
    began, ended = clock.number("began"), clock.number("ended")
    # Where it was set back meanwhile, only one of both can be compared.
    most, least = min(began, ended) - exchange.sent, ended - exchange.received
    return ClockSeen(
        offset_s=(most + least) / 2,
        error_s=abs(most - least) / 2,
        synchronized=clock.flag_or_none("synchronized"),
        time_s=ended,
    )


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise OddError(f"{text!r} is no address") from None


def _filesystem(path: str, found: Fields) -> FilesystemSeen:
    return FilesystemSeen(
        path,
        found.text("mount"),
        found.count("total_bytes"),
        found.count("free_bytes"),
        found.count("total_inodes"),
        found.count("free_inodes"),
        found.flag("read_only"),
    )


def _java(found: Fields | None) -> JavaSeen | None:
    if found is None:
        return None
    return JavaSeen(found.text("home"), found.text_or_none("version"), found.text("detail"))


def _service(name: str, found: Fields) -> ServiceSeen:
    program = found.text_or_none("program")
    return ServiceSeen(
        name=name,
        state=_one_of(found.text("state"), _STATES, "a state"),
        detail=found.text("detail"),
        pid=found.count_or_none("pid"),
        since=found.number_or_none("since"),
        enabled=found.flag_or_none("enabled"),
        restarts=found.count_or_none("restarts"),
        loop=found.count("loop"),
        limits=found.counts("limits"),
        home=found.text_or_none("home"),
        java=found.text_or_none("java") or program,
        pending=found.texts("pending"),
        program=program,
        errors=tuple(LogError(one.text_or_none("at"), one.paragraph("text")) for one in found.listed("errors")),
        unreadable=found.texts("unreadable"),
        cause=found.text_or_none("cause"),
    )


def _listener(row: list[Any]) -> ListenerSeen:
    address, port, pid = row
    if not isinstance(address, str) or count(port, "a port") > 0xFFFF:
        raise OddError("facts.listeners has an entry without an address or port")
    return ListenerSeen(_address(address), port, None if pid is None else count(pid, "a process of a listener"))


def _server(found: Fields) -> ServerSeen:
    mode = found.text_or_none("mode")
    return ServerSeen(
        service=found.text("service"),
        mode=None if mode is None else _one_of(mode, _MODES, "a mode"),
        detail=found.text("detail"),
        version=found.text_or_none("version"),
        myid=found.count_or_none("myid"),
        values=found.words("values"),
        conf=found.words("conf"),
    )


def _one_of(text: str, known: frozenset[str], what: str) -> str:
    if text not in known:
        raise OddError(f"{text!r} is no {what.removeprefix('a ')}: {', '.join(sorted(known))}")
    return text
