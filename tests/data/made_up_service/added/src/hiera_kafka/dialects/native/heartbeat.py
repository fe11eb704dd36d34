"""A service that answers each connection with one line, beside each broker whose data names a port for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import File, Port, Readiness, Section, Service, User, Value
from hiera_kafka.catalog.resources.checks import Run
from hiera_kafka.catalog.resources.wire import Declared, Form, Parameter, Way
from hiera_kafka.catalog.values import derived, grouped, setting
from hiera_kafka.dialects.native.release import config_file, directory
from hiera_kafka.dialects.native.service import NativeService, of_one
from hiera_kafka.errors import Diagnostic, Position
from hiera_kafka.model import base
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.services import HostQuery, ServiceNode, ServiceSource

ROLE = "heartbeat"
CONFIG = "/etc/heartbeat/heartbeat.properties"
PROGRAM = "/usr/local/libexec/hiera-kafka/heartbeat"
DATA = "/var/lib/heartbeat"


class HeartbeatSettings(base.StrictModel):
    """What each host looks up; aliases of fields are the Hiera keys."""

    port: base.Port | None = Field(default=None, alias="kafka_heartbeat_port")
    """TCP port; without one, there is no heartbeat on the host."""
    message: str = Field(default="alive", alias="kafka_heartbeat_message")
    """What it answers."""


@dataclass(frozen=True)
class HeartbeatNode(ServiceNode):
    """A host with a heartbeat."""

    port: int
    settings: base.Traced[HeartbeatSettings]


@dataclass(frozen=True, slots=True)
class HeartbeatReadiness(Readiness):
    """It answers with its line."""

    kind = "heartbeat"
    check = "heartbeat.HeartbeatCheck"
    declared = Declared("readiness", Way.MODULE, ("service",), compared=False)

    address: Annotated[str, Parameter("ready", Form.TEXT)]
    port: Annotated[int, Parameter("ready", Form.INTEGER)]

    def made(self, run: Run) -> dict[str, object]:
        """Return nothing: the run changes nothing about it."""
        return {}


def _nodes(
    query: HostQuery, settings: base.Traced[HeartbeatSettings] | None
) -> tuple[tuple[HeartbeatNode, ...], list[Diagnostic]]:
    broker = query.model.service(KafkaNode)
    if settings is None or settings.model.port is None or broker is None:
        return (), []
    return (HeartbeatNode(settings.model.port, settings),), []


def heartbeat_section(machine: Machine, node: HeartbeatNode) -> Section:
    """Return what the role makes of a host."""
    return Section(
        role=ROLE,
        cluster="",
        users=() if machine.platform.run_as else (User(ROLE, "Heartbeat", DATA),),
        directories=(
            directory(machine, "/etc/heartbeat"),
            directory(machine, DATA, ROLE),
            directory(machine, "/var/log/heartbeat", ROLE),
        ),
        files=(_config(machine, node), _program(machine)),
        services=(_service(machine),),
        ports=(Port(machine.bind_address, node.port, ROLE, "clients"),),
        readiness=(HeartbeatReadiness(ROLE, 0, {}, machine.loopback, node.port),),
    )


def _config(machine: Machine, node: HeartbeatNode) -> File:
    groups = grouped(
        (
            "Where it listens, and what it answers.",
            [
                setting("address", derived(machine.bind_address or "0.0.0.0", "address of the host")),
                setting("port", Value(node.port, node.settings.origin("kafka_heartbeat_port"))),
                setting("message", Value(node.settings.model.message, node.settings.origin("kafka_heartbeat_message"))),
            ],
        )
    )
    return config_file(machine, CONFIG, "etc/heartbeat/heartbeat.properties.j2", groups=groups)


def _program(machine: Machine) -> File:
    return config_file(machine, PROGRAM, "usr/local/libexec/hiera-kafka/heartbeat.j2", mode="0755")


def _service(machine: Machine) -> Service:
    user, group = machine.owner(ROLE)
    return Service(
        name=ROLE,
        description="Heartbeat",
        user=user,
        group=group,
        main=(machine.path(PROGRAM), machine.path(CONFIG)),
        environment_files=(),
        records=(machine.path(CONFIG), machine.path(PROGRAM), machine.definition_path(ROLE)),
        record_file=machine.path("/run/heartbeat/started"),
        log=machine.path("/var/log/heartbeat/heartbeat.out"),
        working_directory=machine.path(DATA),
        nofile=1024,
        stop_timeout_s=10,
        writable=(machine.path(DATA), machine.path("/var/log/heartbeat")),
    )


def _port_positions(node: HeartbeatNode, port: Port) -> Iterator[Position]:
    if port.service == ROLE:
        yield from node.settings.origin("kafka_heartbeat_port").positions()[:1]


HEARTBEATS = NativeService(
    ServiceSource(ROLE, _nodes, HeartbeatSettings, "defaults of the heartbeat"),
    HeartbeatNode,
    of_one(heartbeat_section),
    title="Heartbeat",
    readiness=(HeartbeatReadiness,),
    lock="kafka_broker",  # of the broker beside it
    port_positions=_port_positions,
)
