"""What a Kafka broker must be, in the native dialect."""

from __future__ import annotations

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import (
    Directory,
    File,
    Guard,
    Link,
    Options,
    Port,
    Readiness,
    Section,
    Service,
    Setting,
    Sysctl,
    User,
    Value,
)
from hiera_kafka.catalog.values import default, derived
from hiera_kafka.dialects.native.jvm import jmx_ports, jmx_settings, jvm_environment
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
from hiera_kafka.dialects.native.server_properties import server_properties
from hiera_kafka.dialects.native.zookeeper import SERVICE as ZOOKEEPER_SERVICE
from hiera_kafka.model.client_strings import bootstrap_servers, zookeeper_connect
from hiera_kafka.model.host import KafkaNode
from hiera_kafka.source import Origin

ROLE = "kafka_broker"
SERVICE = "kafka"
CONF = "/etc/kafka"
LOGS = "/var/log/kafka"
ENVIRONMENT = "/etc/default/kafka"
RELEASE = "/etc/kafka/release"
PROFILE = "/etc/profile.d/kafka.sh"
SYSCTLS = "/etc/sysctl.d/75-kafka.conf"
_TABLE = "Kafka defaults"


def broker_section(host: str, node: KafkaNode, platform: Platform) -> Section:
    """Return what the role `kafka_broker` makes of `host`, from its cluster, ensemble and settings."""
    cluster = node.cluster.model
    broker = cluster.brokers[host]
    bind = platform.bind_address(host)
    log_dirs = tuple(platform.path(host, path) for path in node.settings.model.log_dirs)
    return Section(
        role=ROLE,
        cluster=node.name,
        users=() if platform.run_as else (User(SERVICE, "Apache Kafka"),),
        directories=(
            directory(host, CONF, platform),
            *_parents(host, node, platform),
            *(directory(host, path, platform, SERVICE) for path in node.settings.model.log_dirs),
            directory(host, LOGS, platform, SERVICE),
        ),
        files=_files(host, node, platform),
        links=(
            Link(
                platform.path(host, "/opt/kafka/current"), platform.path(host, release_directory(cluster.kafka_version))
            ),
        ),
        services=(_service(host, node, platform),),
        sysctls=tuple(Sysctl(name, value) for name, value in platform.sysctls.items()),
        ports=(
            Port(bind, broker.port, SERVICE, "plaintext listener"),
            *jmx_ports(host, platform, SERVICE, _jmx_port(node)),
        ),
        artifacts=(artifact(host, cluster.kafka_version, platform),),
        guards=(
            Guard(
                "kafka-broker-id",
                log_dirs,
                "meta.properties",
                (str(broker.id),),
                node.cluster.origin("brokers", host, "id"),
            ),
        ),
        readiness=(
            Readiness(
                "kafka",
                SERVICE,
                bind or "127.0.0.1",
                broker.port,
                broker.id,
                {name: other.id for name, other in cluster.brokers.items()},
            ),
        ),
    )


def _parents(host: str, node: KafkaNode, platform: Platform) -> tuple[Directory, ...]:
    """Return /srv/kafka where the first data directory lies below it, as in Wikimedia's Puppet."""
    log_dirs = node.settings.model.log_dirs
    if log_dirs[0].startswith("/srv/kafka/") and "/srv/kafka" not in log_dirs:
        return (directory(host, "/srv/kafka", platform),)
    return ()


def _files(host: str, node: KafkaNode, platform: Platform) -> tuple[File, ...]:
    version = Value(node.cluster.model.kafka_version, node.cluster.origin("kafka_version"))
    return (
        start_service(host, platform),
        release_file(host, RELEASE, version, platform),
        config_file(
            host,
            f"{CONF}/server.properties",
            "etc/kafka/server.properties.j2",
            platform,
            group=SERVICE,
            options=Options("broker", node.cluster.model.kafka_version),
            groups=server_properties(host, node, platform),
        ),
        config_file(
            host,
            f"{CONF}/log4j.properties",
            "etc/kafka/log4j.properties.j2",
            platform,
            logs=_path(host, platform, LOGS),
        ),
        config_file(
            host,
            ENVIRONMENT,
            "etc/default/kafka.j2",
            platform,
            group=SERVICE,
            mode=PRIVATE,
            exports=_environment(host, node, platform),
        ),
        config_file(host, PROFILE, "etc/profile.d/kafka.sh.j2", platform, exports=_profile(node, platform)),
        config_file(
            host,
            "/usr/local/bin/kafka",
            "usr/local/bin/kafka.j2",
            platform,
            mode="0755",
            profile=_path(host, platform, PROFILE),
            kafka_home_file=_path(host, platform, RELEASE),
        ),
        *_sysctls(host, platform),
    )


def _path(host: str, platform: Platform, path: str) -> Value:
    return default(platform.path(host, path), f"{_TABLE}: paths on platform {platform.name}")


def _sysctls(host: str, platform: Platform) -> tuple[File, ...]:
    """Return the file that sets the kernel's settings again when the host boots."""
    if not platform.sysctls:
        return ()
    rule = f"{_TABLE}: kernel on platform {platform.name}"
    exports = tuple(Setting(name, default(value, rule)) for name, value in platform.sysctls.items())
    return (config_file(host, SYSCTLS, "etc/sysctl.d/75-kafka.conf.j2", platform, exports=exports),)


def _environment(host: str, node: KafkaNode, platform: Platform) -> tuple[Setting, ...]:
    settings = node.settings
    key = "profile::kafka::broker::max_heap_size"
    heap = (
        Value(settings.model.max_heap_size, settings.origin(key))
        if settings.model.max_heap_size
        else default(platform.kafka_heap, f"{_TABLE}: heap on platform {platform.name}")
    )
    return jvm_environment(
        host,
        platform,
        java=java_home(platform),
        heap=heap,
        conf=CONF,
        logs=LOGS,
        table=_TABLE,
        jmx=jmx_settings(host, platform, SERVICE, _jmx_port(node)),
    )


def _jmx_port(node: KafkaNode) -> Value | None:
    port = node.settings.model.jmx_port
    return None if port is None else Value(port, node.settings.origin("kafka_jmx_port"))


def _profile(node: KafkaNode, platform: Platform) -> tuple[Setting, ...]:
    brokers = node.cluster.trace.at("brokers")
    servers = bootstrap_servers(node.cluster.model, platform.address)
    connect = zookeeper_connect(node.name, node.ensemble.model, platform.address)
    return (
        Setting(
            "KAFKA_ZOOKEEPER_URL",
            derived(
                connect,
                "hosts of the ensemble and chroot of the cluster",
                node.ensemble.trace.at("hosts"),
                node.cluster.origin("zookeeper_cluster_name"),
            ),
        ),
        Setting("KAFKA_BOOTSTRAP_SERVERS", derived(servers, "every broker with its port", brokers)),
        Setting("KAFKA_JAVA_HOME", java_home(platform)),
    )


def _service(host: str, node: KafkaNode, platform: Platform) -> Service:
    user, group = platform.owner(SERVICE)
    conf = platform.path(host, CONF)
    settings = node.settings
    log_dirs = settings.origin("profile::kafka::broker::log_dirs")
    return Service(
        name=SERVICE,
        description="Apache Kafka broker",
        user=user,
        group=group,
        main=(platform.path(host, START_SERVICE), "kafka-server-start", f"{conf}/server.properties"),
        environment_files=(platform.path(host, RELEASE), platform.path(host, ENVIRONMENT)),
        records=(
            f"{conf}/server.properties",
            f"{conf}/log4j.properties",
            platform.path(host, ENVIRONMENT),
            platform.definition_path(host, SERVICE),
        ),
        record_file=platform.path(host, "/run/kafka/started"),
        log=platform.path(host, f"{LOGS}/kafka.out"),
        working_directory=platform.path(host, LOGS),
        nofile=settings.model.nofiles_ulimit,
        stop_timeout_s=300,
        writable=(*(platform.path(host, path) for path in settings.model.log_dirs), platform.path(host, LOGS)),
        after=(ZOOKEEPER_SERVICE,),
        origins={
            "nofile": settings.origin("profile::kafka::broker::nofiles_ulimit"),
            "writable": Origin.derived("data directories and logs", log_dirs),
        },
    )
