"""What a Kafka broker must be, in the native dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import (
    Directory,
    File,
    Guard,
    KafkaReadiness,
    Link,
    Options,
    Port,
    Section,
    Service,
    Setting,
    Sysctl,
    User,
    Value,
)
from hiera_kafka.catalog.values import default, derived
from hiera_kafka.dialects.native.heap import broker_heap
from hiera_kafka.dialects.native.jvm import JMX, jmx_ports, jmx_settings, jvm_environment
from hiera_kafka.dialects.native.metadata import SERVICES_BEFORE, metadata_guard, tool_settings
from hiera_kafka.dialects.native.placements import broker_placement
from hiera_kafka.dialects.native.release import (
    PRIVATE,
    START_SERVICE,
    artifact,
    config_file,
    directory,
    java_home,
    release_directory,
    release_file,
    start_service,
)
from hiera_kafka.dialects.native.server_properties import OWNED_SETTINGS, server_properties
from hiera_kafka.dialects.native.service import NativeService, OwnedOption, of_one
from hiera_kafka.errors import Position
from hiera_kafka.model.endpoints import bootstrap_servers
from hiera_kafka.model.host_kafka import KAFKA
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.listeners import broker_listeners, client_endpoints
from hiera_kafka.model.releases import Logging
from hiera_kafka.source import Origin

ROLE = KAFKA.role
SERVICE = "kafka"
CONF = "/etc/kafka"
LOGS = "/var/log/kafka"
ENVIRONMENT = "/etc/default/kafka"
RELEASE = "/etc/kafka/release"
PROFILE = "/etc/profile.d/kafka.sh"
SYSCTLS = "/etc/sysctl.d/75-kafka.conf"
_TABLE = "Kafka defaults"
_LOGGING_TEMPLATES = {Logging.LOG4J: "etc/kafka/log4j.properties.j2"}


def broker_section(machine: Machine, node: KafkaNode) -> Section:
    """Return what the role `kafka_broker` makes of a host, from its cluster, metadata and settings."""
    cluster = node.cluster.model
    broker = cluster.brokers[machine.host]
    listeners = broker_listeners(machine.host, node.cluster, machine.bind_address)
    log_dirs = tuple(machine.path(path) for path in node.settings.model.log_dirs)
    return Section(
        role=ROLE,
        cluster=node.name,
        users=() if machine.platform.run_as else (User(SERVICE, "Apache Kafka"),),
        directories=(
            directory(machine, CONF),
            *_parents(machine, node),
            *(directory(machine, path, SERVICE) for path in node.settings.model.log_dirs),
            directory(machine, LOGS, SERVICE),
        ),
        files=_files(machine, node),
        links=(Link(machine.path("/opt/kafka/current"), machine.path(release_directory(cluster.kafka_version))),),
        services=(_service(machine, node),),
        sysctls=tuple(Sysctl(name, value) for name, value in machine.platform.sysctls.items()),
        ports=(
            *(Port(listener.bind, listener.port, SERVICE, listener.purpose, listener.origin) for listener in listeners),
            *jmx_ports(machine, SERVICE, _jmx_port(node)),
        ),
        artifacts=(artifact(machine, cluster.kafka_version),),
        guards=(
            Guard(
                "kafka-data",
                log_dirs,
                machine.path(RELEASE),
                (SERVICE,),
                node.settings.origin("profile::kafka::broker::log_dirs"),
            ),
            Guard(
                "kafka-broker-id",
                log_dirs,
                "meta.properties",
                (str(broker.id),),
                node.cluster.origin("brokers", machine.host, "id"),
            ),
            metadata_guard(machine, node.metadata, log_dirs, broker.id, SERVICE),
        ),
        readiness=(
            KafkaReadiness(
                service=SERVICE,
                own=broker.id,
                members={name: other.id for name, other in cluster.brokers.items()},
                address=machine.loopback,
                port=listeners[0].port,
            ),
        ),
        placements=(broker_placement(machine, node, ROLE, SERVICE, f"{CONF}/server.properties"),),
    )


def _parents(machine: Machine, node: KafkaNode) -> tuple[Directory, ...]:
    """Return /srv/kafka where the first data directory lies below it, as in Wikimedia's Puppet."""
    log_dirs = node.settings.model.log_dirs
    if log_dirs[0].startswith("/srv/kafka/") and "/srv/kafka" not in log_dirs:
        return (directory(machine, "/srv/kafka"),)
    return ()


def _files(machine: Machine, node: KafkaNode) -> tuple[File, ...]:
    version = Value(node.cluster.model.kafka_version, node.cluster.origin("kafka_version"))
    logging = node.cluster.model.release.logging
    return (
        start_service(machine),
        release_file(machine, RELEASE, version),
        config_file(
            machine,
            f"{CONF}/server.properties",
            "etc/kafka/server.properties.j2",
            group=SERVICE,
            options=Options("broker", node.cluster.model.kafka_version),
            groups=server_properties(machine, node),
        ),
        config_file(
            machine,
            f"{CONF}/{logging.file}",
            _LOGGING_TEMPLATES[logging],
            logs=_path(machine, LOGS),
        ),
        config_file(
            machine,
            ENVIRONMENT,
            "etc/default/kafka.j2",
            group=SERVICE,
            mode=PRIVATE,
            exports=_environment(machine, node),
        ),
        config_file(machine, PROFILE, "etc/profile.d/kafka.sh.j2", exports=_profile(machine, node)),
        config_file(
            machine,
            "/usr/local/bin/kafka",
            "usr/local/bin/kafka.j2",
            mode="0755",
            profile=_path(machine, PROFILE),
            kafka_home_file=_path(machine, RELEASE),
        ),
        *_sysctls(machine),
    )


def _path(machine: Machine, path: str) -> Value:
    return default(machine.path(path), f"{_TABLE}: paths on platform {machine.platform.name}")


def _sysctls(machine: Machine) -> tuple[File, ...]:
    """Return the file that sets the kernel's settings again when the host boots."""
    if not machine.platform.sysctls:
        return ()
    rule = f"{_TABLE}: kernel on platform {machine.platform.name}"
    exports = tuple(Setting(name, default(value, rule)) for name, value in machine.platform.sysctls.items())
    return (config_file(machine, SYSCTLS, "etc/sysctl.d/75-kafka.conf.j2", exports=exports),)


def _environment(machine: Machine, node: KafkaNode) -> tuple[Setting, ...]:
    return jvm_environment(
        machine,
        java=java_home(machine.platform),
        heap=broker_heap(machine, node),
        logging=node.cluster.model.release.logging,
        conf=CONF,
        logs=LOGS,
        table=_TABLE,
        jmx=jmx_settings(machine, SERVICE, _jmx_port(node)),
    )


def _jmx_port(node: KafkaNode) -> Value | None:
    port = node.settings.model.jmx_port
    return None if port is None else Value(port, node.settings.origin("kafka_jmx_port"))


def _profile(machine: Machine, node: KafkaNode) -> tuple[Setting, ...]:
    brokers = node.cluster.trace.at("brokers")
    servers = bootstrap_servers(client_endpoints(node.cluster.model, machine.address_of))
    return (
        *tool_settings(machine, node.metadata),
        Setting("KAFKA_BOOTSTRAP_SERVERS", derived(servers, "every broker with its port", brokers)),
        Setting("KAFKA_JAVA_HOME", java_home(machine.platform)),
    )


def _service(machine: Machine, node: KafkaNode) -> Service:
    user, group = machine.owner(SERVICE)
    conf = machine.path(CONF)
    settings = node.settings
    log_dirs = settings.origin("profile::kafka::broker::log_dirs")
    return Service(
        name=SERVICE,
        description="Apache Kafka broker",
        user=user,
        group=group,
        main=(machine.path(START_SERVICE), "kafka-server-start", f"{conf}/server.properties"),
        environment_files=(machine.path(RELEASE), machine.path(ENVIRONMENT)),
        records=(
            f"{conf}/server.properties",
            f"{conf}/{node.cluster.model.release.logging.file}",
            machine.path(ENVIRONMENT),
            machine.definition_path(SERVICE),
        ),
        record_file=machine.path("/run/kafka/started"),
        log=machine.path(f"{LOGS}/kafka.out"),
        working_directory=machine.path(LOGS),
        nofile=settings.model.nofiles_ulimit,
        stop_timeout_s=300,
        writable=(*(machine.path(path) for path in settings.model.log_dirs), machine.path(LOGS)),
        after=SERVICES_BEFORE[node.metadata.mode],
        origins={
            "name": node.cluster.origin("brokers", machine.host),
            "nofile": settings.origin("profile::kafka::broker::nofiles_ulimit"),
            "writable": Origin.derived("data directories and logs", log_dirs),
        },
    )


def _variables(host: str, node: KafkaNode) -> Mapping[str, str | int]:
    return {"hiera_kafka_kafka_cluster": node.name, "hiera_kafka_broker_id": node.cluster.model.brokers[host].id}


def _owned_options(node: KafkaNode) -> Iterator[OwnedOption]:
    cluster = node.cluster
    for name in cluster.model.config:
        if name in OWNED_SETTINGS:
            origin = cluster.trace.key("config", name)
            yield OwnedOption(name, f"{cluster.name}.config", origin, OWNED_SETTINGS[name])


def _port_positions(node: KafkaNode, port: Port) -> Iterator[Position]:
    if port.service == SERVICE and port.purpose == JMX:
        yield from node.settings.origin("kafka_jmx_port").positions()[:1]


BROKERS = NativeService(
    KAFKA,
    KafkaNode,
    of_one(broker_section),
    title="Kafka",
    readiness=(KafkaReadiness,),
    own_role=True,
    leader="the Kafka controller",
    cluster_group="kafka_cluster",
    variables=_variables,
    owned_options=_owned_options,
    port_positions=_port_positions,
)
