"""What a member of a ZooKeeper ensemble must be."""

from __future__ import annotations

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import (
    File,
    Guard,
    Link,
    Options,
    Port,
    Readiness,
    Section,
    Service,
    Setting,
    SettingGroup,
    User,
    Value,
)
from hiera_kafka.catalog.values import default, derived, grouped, overridden, setting
from hiera_kafka.dialects.native.jvm import jmx_ports, jmx_settings, jvm_environment
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
from hiera_kafka.model.host import ZooKeeperNode
from hiera_kafka.model.releases import DEFAULT_VERSION
from hiera_kafka.model.zookeeper import CLIENT_PORT, ELECTION_PORT, FOLLOWER_PORT

ROLE = "zookeeper"
SERVICE = "zookeeper"
DATA = "/var/lib/zookeeper"
LOGS = "/var/log/zookeeper"
CONF = "/etc/zookeeper/conf"
ENVIRONMENT = "/etc/default/zookeeper"
RELEASE = "/etc/zookeeper/release"
_TABLE = "ZooKeeper defaults"


def zookeeper_section(host: str, node: ZooKeeperNode, platform: Platform) -> Section:
    """Return what the role `zookeeper` makes of `host`, from its ensemble and settings."""
    own = node.ensemble.model.hosts[host]
    bind = platform.bind_address(host)
    conf = platform.path(host, CONF)
    data = platform.path(host, DATA)
    version = default(DEFAULT_VERSION, f"{_TABLE}: Kafka release whose jars ZooKeeper runs from")
    return Section(
        role=ROLE,
        cluster=node.name,
        users=() if platform.run_as else (User(SERVICE, "Apache ZooKeeper", DATA),),
        directories=(
            directory(host, "/etc/zookeeper", platform),
            directory(host, CONF, platform),
            directory(host, DATA, platform, SERVICE, "0750"),
            directory(host, LOGS, platform, SERVICE),
        ),
        files=_files(host, node, platform, version),
        links=(Link(f"{data}/myid", f"{conf}/myid"),),
        services=(_service(host, platform),),
        ports=(
            Port(bind, CLIENT_PORT, SERVICE, "clients"),
            *jmx_ports(host, platform, SERVICE, _jmx_port(node)),
            *(
                (Port(bind, port, SERVICE, "ensemble") for port in (FOLLOWER_PORT, ELECTION_PORT))
                if len(node.ensemble.model.hosts) > 1
                else ()
            ),
        ),
        artifacts=(artifact(host, str(version.data), platform),),
        guards=(
            Guard("zookeeper-myid", (data,), f"{conf}/myid", (str(own),), node.ensemble.origin("hosts", host)),
            Guard(
                "zookeeper-members",
                (data,),
                f"{conf}/zoo.cfg",
                tuple(f"{id_}={platform.address(member)}" for member, id_ in _by_id(node)),
                node.ensemble.trace.at("hosts"),
            ),
        ),
        readiness=(
            Readiness("zookeeper", SERVICE, bind or "127.0.0.1", CLIENT_PORT, own, dict(node.ensemble.model.hosts)),
        ),
    )


def _by_id(node: ZooKeeperNode) -> list[tuple[str, int]]:
    return sorted(node.ensemble.model.hosts.items(), key=lambda item: item[1])


def _files(host: str, node: ZooKeeperNode, platform: Platform, version: Value) -> tuple[File, ...]:
    own = node.ensemble.model.hosts[host]
    myid = Value(own, node.ensemble.origin("hosts", host))
    return (
        start_service(host, platform),
        release_file(host, RELEASE, version, platform),
        config_file(
            host,
            f"{CONF}/zoo.cfg",
            "etc/zookeeper/conf/zoo.cfg.j2",
            platform,
            group=SERVICE,
            options=Options("zookeeper"),
            groups=zoo_cfg(host, node, platform),
        ),
        config_file(host, f"{CONF}/myid", "etc/zookeeper/conf/myid.j2", platform, myid=myid),
        config_file(
            host,
            f"{CONF}/log4j.properties",
            "etc/zookeeper/conf/log4j.properties.j2",
            platform,
            logs=default(platform.path(host, LOGS), f"{_TABLE}: paths on platform {platform.name}"),
        ),
        config_file(
            host,
            ENVIRONMENT,
            "etc/default/zookeeper.j2",
            platform,
            group=SERVICE,
            mode=PRIVATE,
            exports=_environment(host, node, platform),
        ),
    )


def zoo_cfg(host: str, node: ZooKeeperNode, platform: Platform) -> tuple[SettingGroup, ...]:
    """Return the settings of zoo.cfg; `kafka_zookeeper_config` replaces what it names."""
    settings = node.settings
    model = settings.model
    prefix = "profile::zookeeper::"
    bind = platform.bind_address(host)
    servers = [
        setting(
            f"server.{id_}",
            Value(
                f"{platform.address(member)}:{FOLLOWER_PORT}:{ELECTION_PORT}",
                node.ensemble.origin("hosts", member),
            ),
        )
        for member, id_ in _by_id(node)
    ]
    groups = grouped(
        (
            "Where members and clients meet.",
            [
                *servers,
                setting("clientPort", default(CLIENT_PORT, f"{_TABLE}: clientPort")),
                setting("clientPortAddress", derived(bind, "address of the host")) if bind else None,
            ],
        ),
        (
            "Where the data lies, and what is kept of it.",
            [
                setting("dataDir", derived(platform.path(host, DATA), "data directory of the platform")),
                setting(
                    "autopurge.snapRetainCount",
                    default(10, f"{_TABLE}: snapshots kept, as Wikimedia's cleanup job keeps"),
                ),
                setting("autopurge.purgeInterval", default(24, f"{_TABLE}: hours between two cleanups")),
            ],
        ),
        (
            "Time, in ticks of so many milliseconds.",
            [
                setting("tickTime", default(2000, f"{_TABLE}: tickTime")),
                setting("initLimit", default(10, f"{_TABLE}: initLimit")),
                setting("syncLimit", Value(model.sync_limit, settings.origin(f"{prefix}sync_limit"))),
            ],
        ),
        (
            "Who may ask what.",
            [
                setting(
                    "maxClientCnxns",
                    Value(model.max_client_connections, settings.origin(f"{prefix}max_client_connections")),
                ),
                setting(
                    "4lw.commands.whitelist", default("srvr,mntr,ruok,conf,isro", f"{_TABLE}: commands that only read")
                ),
                setting(
                    "admin.enableServer",
                    default(False, f"{_TABLE}: the HTTP server is off, it listens on every address"),
                ),
            ],
        ),
    )
    return overridden(
        groups,
        "From kafka_zookeeper_config.",
        {name: Value(value, settings.origin("kafka_zookeeper_config", name)) for name, value in model.config.items()},
    )


def _environment(host: str, node: ZooKeeperNode, platform: Platform) -> tuple[Setting, ...]:
    settings = node.settings
    heap = (
        Value(node.ensemble.model.heap_size, node.ensemble.origin("heap_size"))
        if node.ensemble.model.heap_size
        else default(platform.zookeeper_heap, f"{_TABLE}: heap on platform {platform.name}")
    )
    key = "profile::zookeeper::override_java_home"
    java = java_home(platform, settings.model.override_java_home, settings.origin(key))
    return jvm_environment(
        host,
        platform,
        java=java,
        heap=heap,
        conf=CONF,
        logs=LOGS,
        table=_TABLE,
        jmx=jmx_settings(host, platform, SERVICE, _jmx_port(node)),
    )


def _jmx_port(node: ZooKeeperNode) -> Value | None:
    port = node.settings.model.jmx_port
    return None if port is None else Value(port, node.settings.origin("kafka_zookeeper_jmx_port"))


def _service(host: str, platform: Platform) -> Service:
    user, group = platform.owner(SERVICE)
    conf = platform.path(host, CONF)
    return Service(
        name=SERVICE,
        description="Apache ZooKeeper",
        user=user,
        group=group,
        main=(platform.path(host, START_SERVICE), "zookeeper-server-start", f"{conf}/zoo.cfg"),
        environment_files=(platform.path(host, RELEASE), platform.path(host, ENVIRONMENT)),
        records=(
            f"{conf}/zoo.cfg",
            f"{conf}/myid",
            f"{conf}/log4j.properties",
            platform.path(host, ENVIRONMENT),
            platform.definition_path(host, SERVICE),
        ),
        record_file=platform.path(host, "/run/zookeeper/started"),
        log=platform.path(host, f"{LOGS}/zookeeper.out"),
        working_directory=platform.path(host, DATA),
        nofile=65536,
        stop_timeout_s=60,
        writable=(platform.path(host, DATA), platform.path(host, LOGS)),
    )


OWNED_SETTINGS = ("clientPort", "clientPortAddress", "dataDir", "dynamicConfigFile", "secureClientPort")
"""Names in zoo.cfg that follow from the model; `server.N` as well."""
