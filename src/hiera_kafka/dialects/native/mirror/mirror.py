"""What the mirrors of a host must be, in the native dialect: one service a process, and a unit above them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import (
    Artifact,
    Directory,
    File,
    Port,
    Readiness,
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
from hiera_kafka.dialects.native.mirror import mirror_maker_1, mirror_maker_2
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
from hiera_kafka.model.client_strings import bootstrap_servers
from hiera_kafka.model.host import HostModel
from hiera_kafka.model.mirror.settings import MirrorNode

ROLE = "kafka_mirror"
UMBRELLA = "kafka-mirror"
"""The unit that stops and starts every mirror process of a host, where the service manager has such."""
DIRECTORY = "/etc/kafka/mirror"
_TABLE = "Mirror defaults"
_NOFILE = 16384
_ENGINES = {1: mirror_maker_1.engine, 2: mirror_maker_2.engine}


def mirror_section(model: HostModel, platform: Platform) -> Section:
    """Return what the role `kafka_mirror` makes of a host that runs one mirror or several."""
    host, mirrors = model.host, model.mirrors
    processes = [Process(host, mirror, number, platform) for mirror in mirrors for number in range(mirror.processes)]
    return Section(
        role=ROLE,
        cluster=mirrors[0].destination_name,
        users=() if platform.run_as else (User(KAFKA, "Apache Kafka"),),
        directories=(
            directory(host, CONF, platform),
            directory(host, DIRECTORY, platform),
            *(process.directory for process in processes),
            directory(host, LOGS, platform, KAFKA),
        ),
        files=(
            start_service(host, platform),
            *(file for process in processes for file in process.files()),
            *_umbrella(host, platform),
        ),
        services=tuple(process.service() for process in processes),
        ports=tuple(port for process in processes for port in process.ports()),
        units=(Unit(UMBRELLA),) if platform.umbrella_path(host, UMBRELLA) else (),
        readiness=tuple(process.readiness() for process in processes),
        artifacts=_artifacts(host, mirrors, platform),
    )


def _artifacts(host: str, mirrors: Sequence[MirrorNode], platform: Platform) -> tuple[Artifact, ...]:
    versions = dict.fromkeys(mirror.version for mirror in mirrors)
    return tuple(artifact(host, version, platform) for version in versions)


def _umbrella(host: str, platform: Platform) -> Iterator[File]:
    path = platform.umbrella_path(host, UMBRELLA)
    if path is not None:
        owner, group = platform.owner("root")
        yield File(path, "etc/systemd/system/kafka-mirror.service.j2", {}, owner, group)


class Process:
    """One process of a mirror on one host."""

    def __init__(self, host: str, mirror: MirrorNode, number: int, platform: Platform) -> None:
        self._host = host
        self._mirror = mirror
        self._number = number
        self._platform = platform
        self._conf = f"{DIRECTORY}/{mirror.instance(number)}"
        self._environment = f"/etc/default/{mirror.service(number)}"
        self._engine = _ENGINES[mirror.engine](host, mirror, number, self._conf, platform)

    @property
    def directory(self) -> Directory:
        """Directory of its configuration."""
        return directory(self._host, self._conf, self._platform)

    def _path(self, path: str) -> str:
        return self._platform.path(self._host, path)

    def files(self) -> Iterator[File]:
        """Yield its files."""
        host, mirror, platform = self._host, self._mirror, self._platform
        version = Value(mirror.version, mirror.destination.origin("kafka_version"))
        yield release_file(host, f"{self._conf}/release", version, platform)
        yield from self._engine.files
        log = default(self._path(f"{LOGS}/{mirror.service(self._number)}.log"), f"{_TABLE}: log of the process")
        yield config_file(
            host, f"{self._conf}/log4j.properties", "etc/kafka/mirror/log4j.properties.j2", platform, log=log
        )
        yield config_file(
            host,
            self._environment,
            "etc/default/kafka-mirror.j2",
            platform,
            group=KAFKA,
            mode=PRIVATE,
            exports=self._exports(),
        )

    def _exports(self) -> tuple[Setting, ...]:
        mirror, platform = self._mirror, self._platform
        model = mirror.settings.model
        heap = (
            Value(model.heap, mirror.origin("heap"))
            if model.heap
            else default(platform.mirror_heap, f"{_TABLE}: heap on platform {platform.name}")
        )
        exports = jvm_environment(
            self._host,
            platform,
            java=java_home(platform),
            heap=heap,
            conf=self._conf,
            logs=LOGS,
            table=_TABLE,
            jmx=jmx_settings(self._host, platform, mirror.service(self._number), self._jmx_port()),
        )
        if model.java_opts is not None:
            exports += (Setting("KAFKA_OPTS", Value(model.java_opts, mirror.origin("java_opts"))),)
        return exports

    def _jmx_port(self) -> Value | None:
        port = self._mirror.jmx_port(self._number)
        return None if port is None else Value(port, self._mirror.origin("jmx_port"))

    def service(self) -> Service:
        """Return its service, which restarts for what is its own only."""
        mirror, platform = self._mirror, self._platform
        name = mirror.service(self._number)
        user, group = platform.owner(KAFKA)
        conf = self._path(self._conf)
        return Service(
            name=name,
            description=f"Kafka mirror {mirror.instance(self._number)}",
            user=user,
            group=group,
            main=(self._path(START_SERVICE), *self._engine.main),
            environment_files=(f"{conf}/release", self._path(self._environment)),
            records=(
                *(file.path for file in self._engine.files),
                f"{conf}/log4j.properties",
                self._path(self._environment),
                platform.definition_path(self._host, name),
            ),
            record_file=self._path(f"/run/{name}/started"),
            log=self._path(f"{LOGS}/{name}.out"),
            working_directory=self._path(LOGS),
            nofile=_NOFILE,
            stop_timeout_s=120,
            writable=(self._path(LOGS),),
            after=(KAFKA,),
            umbrella=UMBRELLA,
            origins={"main": self._engine.origin} if self._engine.origin is not None else {},
        )

    def readiness(self) -> Readiness:
        """Return how to see that it is a member of the group that shares the mirror's work."""
        mirror = self._mirror
        return Readiness(
            kind="kafka-mirror",
            service=mirror.service(self._number),
            address=None,
            port=None,
            own=self._number,
            members=dict.fromkeys(mirror.destination.model.brokers, self._engine.members),
            group=self._engine.group,
            engine=mirror.engine,
            client=self._engine.client,
            brokers=tuple(bootstrap_servers(self._engine.holder, self._platform.address).split(",")),
            sources=tuple(bootstrap_servers(mirror.source.model, self._platform.address).split(",")),
        )

    def ports(self) -> Iterator[Port]:
        """Yield the ports that it listens on."""
        name = self._mirror.service(self._number)
        yield from jmx_ports(self._host, self._platform, name, self._jmx_port())
        yield from self._engine.ports
