"""What the mirrors of a host must be, in the native dialect: one service a process, and a unit above them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import (
    Artifact,
    Directory,
    File,
    MirrorReadiness,
    Placement,
    Port,
    Section,
    Service,
    Setting,
    Unit,
    User,
    Value,
)
from hiera_kafka.catalog.values import default
from hiera_kafka.dialects.native.jvm import jmx_ports, jmx_settings, jvm_environment
from hiera_kafka.dialects.native.kafka import CONF, LOGS
from hiera_kafka.dialects.native.kafka import SERVICE as KAFKA
from hiera_kafka.dialects.native.mirror import client_properties, mirror_maker_1, mirror_maker_2
from hiera_kafka.dialects.native.placements import process_placement
from hiera_kafka.dialects.native.release import (
    PRIVATE,
    START_SERVICE,
    artifact,
    config_file,
    directory,
    java_home,
    release_file,
    start_service,
)
from hiera_kafka.dialects.native.service import NativeService, OwnedOption
from hiera_kafka.errors import Position
from hiera_kafka.model.host_kafka import ROLE as BROKER
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.listeners import client_endpoints
from hiera_kafka.model.mirror.of_host import MIRRORS as SOURCE
from hiera_kafka.model.mirror.settings import MirrorNode
from hiera_kafka.model.releases import Logging

ROLE = SOURCE.role
UMBRELLA = "kafka-mirror"
"""The unit that stops and starts every mirror process of a host, where the service manager has such."""
DIRECTORY = "/etc/kafka/mirror"
_TABLE = "Mirror defaults"
_LOGGING_TEMPLATES = {Logging.LOG4J: "etc/kafka/mirror/log4j.properties.j2"}
_NOFILE = 16384
_ENGINES = {1: mirror_maker_1.engine, 2: mirror_maker_2.engine}


def mirror_section(machine: Machine, mirrors: Sequence[MirrorNode]) -> Section:
    """Return what the role `kafka_mirror` makes of a host that runs one mirror or several."""
    processes = [_Process(machine, mirror, number) for mirror in mirrors for number in range(mirror.processes)]
    return Section(
        role=ROLE,
        cluster=mirrors[0].destination_name,
        users=() if machine.platform.run_as else (User(KAFKA, "Apache Kafka"),),
        directories=(
            directory(machine, CONF),
            directory(machine, DIRECTORY),
            *(process.directory for process in processes),
            directory(machine, LOGS, KAFKA),
        ),
        files=(
            start_service(machine),
            *(file for process in processes for file in process.files()),
            *_umbrella(machine),
        ),
        services=tuple(process.service() for process in processes),
        ports=tuple(port for process in processes for port in process.ports()),
        units=(Unit(UMBRELLA),) if machine.umbrella_path(UMBRELLA) else (),
        readiness=tuple(process.readiness() for process in processes),
        artifacts=_artifacts(machine, mirrors),
        placements=tuple(process.placement() for process in processes),
    )


def _artifacts(machine: Machine, mirrors: Sequence[MirrorNode]) -> tuple[Artifact, ...]:
    versions = dict.fromkeys(mirror.version for mirror in mirrors)
    return tuple(artifact(machine, version) for version in versions)


def _umbrella(machine: Machine) -> Iterator[File]:
    path = machine.umbrella_path(UMBRELLA)
    if path is not None:
        owner, group = machine.owner("root")
        yield File(path, "etc/systemd/system/kafka-mirror.service.j2", {}, owner, group)


class _Process:
    """One process of a mirror on one host."""

    def __init__(self, machine: Machine, mirror: MirrorNode, number: int) -> None:
        self._machine = machine
        self._mirror = mirror
        self._number = number
        self._conf = f"{DIRECTORY}/{mirror.instance(number)}"
        self._environment = f"/etc/default/{mirror.service(number)}"
        self._engine = _ENGINES[mirror.engine](machine, mirror, number, self._conf)

    @property
    def directory(self) -> Directory:
        """Directory of its configuration."""
        return directory(self._machine, self._conf)

    def files(self) -> Iterator[File]:
        """Yield its files."""
        machine, mirror = self._machine, self._mirror
        version = Value(mirror.version, mirror.destination.origin("kafka_version"))
        yield release_file(machine, f"{self._conf}/release", version)
        yield from self._engine.files
        log = default(machine.path(f"{LOGS}/{mirror.service(self._number)}.log"), f"{_TABLE}: log of the process")
        logging = mirror.release.logging
        yield config_file(machine, f"{self._conf}/{logging.file}", _LOGGING_TEMPLATES[logging], log=log)
        yield config_file(
            machine,
            self._environment,
            "etc/default/kafka-mirror.j2",
            group=KAFKA,
            mode=PRIVATE,
            exports=self._exports(),
        )

    def _exports(self) -> tuple[Setting, ...]:
        machine, mirror = self._machine, self._mirror
        model = mirror.settings.model
        heap = (
            Value(model.heap, mirror.origin("heap"))
            if model.heap
            else default(machine.platform.mirror_heap, f"{_TABLE}: heap on platform {machine.platform.name}")
        )
        exports = jvm_environment(
            machine,
            java=java_home(machine.platform),
            heap=heap,
            logging=mirror.release.logging,
            conf=self._conf,
            logs=LOGS,
            table=_TABLE,
            jmx=jmx_settings(machine, mirror.service(self._number), self._jmx_port()),
        )
        if model.java_opts is not None:
            exports += (Setting("KAFKA_OPTS", Value(model.java_opts, mirror.origin("java_opts"))),)
        return exports

    def _jmx_port(self) -> Value | None:
        port = self._mirror.jmx_port(self._number)
        return None if port is None else Value(port, self._mirror.origin("jmx_port"))

    def service(self) -> Service:
        """Return its service, which restarts for what is its own only."""
        machine, mirror = self._machine, self._mirror
        name = mirror.service(self._number)
        user, group = machine.owner(KAFKA)
        conf = machine.path(self._conf)
        return Service(
            name=name,
            description=f"Kafka mirror {mirror.instance(self._number)}",
            user=user,
            group=group,
            main=(machine.path(START_SERVICE), *self._engine.main),
            environment_files=(f"{conf}/release", machine.path(self._environment)),
            records=(
                *(file.path for file in self._engine.files),
                f"{conf}/{mirror.release.logging.file}",
                machine.path(self._environment),
                machine.definition_path(name),
            ),
            record_file=machine.path(f"/run/{name}/started"),
            log=machine.path(f"{LOGS}/{name}.out"),
            working_directory=machine.path(LOGS),
            nofile=_NOFILE,
            stop_timeout_s=120,
            writable=(machine.path(LOGS),),
            after=(KAFKA,),
            umbrella=UMBRELLA,
            origins={
                "name": mirror.origin("source"),
                **({"main": self._engine.origin} if self._engine.origin is not None else {}),
            },
        )

    def readiness(self) -> MirrorReadiness:
        """Return how to see that it is a member of the group that shares the mirror's work."""
        mirror = self._mirror
        return MirrorReadiness(
            service=mirror.service(self._number),
            own=self._number,
            members=dict.fromkeys(mirror.destination.model.brokers, self._engine.members),
            group=self._engine.group,
            engine=mirror.engine,
            client=self._engine.client,
            brokers=self._servers(self._engine.holder),
            sources=self._servers(mirror.source.model),
        )

    def placement(self) -> Placement:
        """Return what the host remembers of it."""
        return process_placement(self._machine, self._mirror, self._number, ROLE, self._engine.group)

    def _servers(self, cluster: KafkaCluster) -> tuple[str, ...]:
        return tuple(map(str, client_endpoints(cluster, self._machine.address_of)))

    def ports(self) -> Iterator[Port]:
        """Yield the ports that it listens on."""
        name = self._mirror.service(self._number)
        yield from jmx_ports(self._machine, name, self._jmx_port())
        yield from self._engine.ports


def _owned_options(node: MirrorNode) -> Iterator[OwnedOption]:
    settings = node.settings
    hint = "remove it; the group has a key of its own, all else follows from the ends of the mirror"
    for side, owned in client_properties.OWNED_SETTINGS.items():
        for name in getattr(settings.model, side):
            if name in owned:
                yield OwnedOption(name, f"{settings.name}.{side}", settings.trace.sub(side).key(name), hint)


def _port_positions(node: MirrorNode, port: Port) -> Iterator[Position]:
    if port.service in {node.service(process) for process in range(node.processes)}:
        key = "rest_port" if port.purpose == mirror_maker_2.REST else "jmx_port"
        given = node.origin(key).positions() or node.origin("processes").positions()
        yield from (given or node.origin("source").positions())[:1]


MIRRORS = NativeService(
    SOURCE,
    MirrorNode,
    mirror_section,
    title="Mirrors to",
    readiness=(MirrorReadiness,),
    own_role=True,
    lock=BROKER,  # a mirror writes to the cluster of the broker beside it
    owned_options=_owned_options,
    port_positions=_port_positions,
)
