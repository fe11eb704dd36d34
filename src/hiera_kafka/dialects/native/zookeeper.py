"""What a member of a ZooKeeper ensemble must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import (
    File,
    Guard,
    Link,
    Options,
    Placement,
    Port,
    Section,
    Service,
    Setting,
    SettingGroup,
    User,
    Value,
    ZooKeeperReadiness,
)
from hiera_kafka.catalog.values import default, derived, grouped, overridden, setting
from hiera_kafka.dialects.native.jvm import JMX, jmx_ports, jmx_settings, jvm_environment
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
from hiera_kafka.dialects.native.service import NativeService, OwnedOption, of_one
from hiera_kafka.errors import Position
from hiera_kafka.model.host_roles import ZooKeeperNode
from hiera_kafka.model.host_zookeeper import ZOOKEEPER
from hiera_kafka.model.releases import DEFAULT_VERSION, Logging, release_of
from hiera_kafka.model.texts import is_path, normal_path
from hiera_kafka.model.zookeeper import CLIENT_PORT, ELECTION_PORT, FOLLOWER_PORT
from hiera_kafka.source import Origin

ROLE = ZOOKEEPER.role
SERVICE = "zookeeper"
DATA = "/var/lib/zookeeper"
LOGS = "/var/log/zookeeper"
CONF = "/etc/zookeeper/conf"
ENVIRONMENT = "/etc/default/zookeeper"
RELEASE = "/etc/zookeeper/release"
_TABLE = "ZooKeeper defaults"
_LOG_DIRECTORY = ("kafka_zookeeper_config", "dataLogDir")
"""Key and option that put transaction logs on a disk of their own."""
_PORTS = Origin.default(f"{_TABLE}: ports")
_LOGGING = release_of(DEFAULT_VERSION).logging
_LOGGING_TEMPLATES = {Logging.LOG4J: "etc/zookeeper/conf/log4j.properties.j2"}


def zookeeper_section(machine: Machine, node: ZooKeeperNode) -> Section:
    """Return what the role `zookeeper` makes of a host, from its ensemble and settings."""
    own = node.ensemble.model.hosts[machine.host]
    bind = machine.bind_address
    conf = machine.path(CONF)
    data = machine.path(DATA)
    version = default(DEFAULT_VERSION, f"{_TABLE}: Kafka release whose jars ZooKeeper runs from")
    return Section(
        role=ROLE,
        cluster=node.name,
        users=() if machine.platform.run_as else (User(SERVICE, "Apache ZooKeeper", DATA),),
        directories=(
            directory(machine, "/etc/zookeeper"),
            directory(machine, CONF),
            directory(machine, DATA, SERVICE, "0750"),
            directory(machine, LOGS, SERVICE),
            *(directory(machine, path, SERVICE, "0750") for path in _log_directories(machine, node)),
        ),
        files=_files(machine, node, version),
        links=(Link(f"{data}/myid", f"{conf}/myid"),),
        services=(_service(machine, node),),
        ports=(
            Port(bind, CLIENT_PORT, SERVICE, "clients", _PORTS),
            *jmx_ports(machine, SERVICE, _jmx_port(node)),
            *(
                (Port(bind, port, SERVICE, "ensemble", _PORTS) for port in (FOLLOWER_PORT, ELECTION_PORT))
                if len(node.ensemble.model.hosts) > 1
                else ()
            ),
        ),
        artifacts=(artifact(machine, str(version.data)),),
        guards=(
            Guard(
                "zookeeper-data",
                (data,),
                machine.path(RELEASE),
                (SERVICE,),
                node.ensemble.origin("hosts", machine.host),
            ),
            Guard("zookeeper-myid", (data,), f"{conf}/myid", (str(own),), node.ensemble.origin("hosts", machine.host)),
            Guard(
                "zookeeper-members",
                (data,),
                f"{conf}/zoo.cfg",
                tuple(f"{id_}={machine.address_of(member)}" for member, id_ in _by_id(node)),
                node.ensemble.trace.at("hosts"),
            ),
        ),
        readiness=(
            ZooKeeperReadiness(
                service=SERVICE,
                own=own,
                members=dict(node.ensemble.model.hosts),
                address=machine.loopback,
                port=CLIENT_PORT,
            ),
        ),
        placements=(_placement(machine, node, str(version.data)),),
    )


def _placement(machine: Machine, node: ZooKeeperNode, release: str) -> Placement:
    """Return what the host remembers of its member."""
    hosts, settings = node.ensemble.model.hosts, node.settings
    logs = settings.model.config.get(_LOG_DIRECTORY[1])
    directories = (machine.path(DATA), *((normal_path(str(logs)),) if logs is not None else ()))
    return Placement(
        service=SERVICE,
        role=ROLE,
        cluster=node.name,
        id=str(hosts[machine.host]),
        address=machine.address,
        release=release,
        directories=tuple(dict.fromkeys(directories)),
        identity={},
        members={host: str(number) for host, number in hosts.items()},
        addresses={host: machine.address_of(host) for host in hosts},
        config=machine.path(f"{CONF}/zoo.cfg"),
        origins={
            "service": node.ensemble.origin("hosts", machine.host),
            **({"directories": settings.origin(*_LOG_DIRECTORY)} if logs is not None else {}),
        },
    )


def _log_directories(machine: Machine, node: ZooKeeperNode) -> tuple[str, ...]:
    """Return the directory of transaction logs, where it is one that ZooKeeper does not have anyhow.

    Of local hosts, the data names directories of this machine, which are nobody's to make here.
    """
    given = node.settings.model.config.get(_LOG_DIRECTORY[1])
    if machine.root or not isinstance(given, str) or not is_path(given):  # what is no path is refused as such
        return ()
    path = normal_path(given)
    return () if path in {DATA, LOGS, CONF} else (path,)


def _by_id(node: ZooKeeperNode) -> list[tuple[str, int]]:
    return sorted(node.ensemble.model.hosts.items(), key=lambda item: item[1])


def _files(machine: Machine, node: ZooKeeperNode, version: Value) -> tuple[File, ...]:
    own = node.ensemble.model.hosts[machine.host]
    myid = Value(own, node.ensemble.origin("hosts", machine.host))
    return (
        start_service(machine),
        release_file(machine, RELEASE, version),
        config_file(
            machine,
            f"{CONF}/zoo.cfg",
            "etc/zookeeper/conf/zoo.cfg.j2",
            group=SERVICE,
            options=Options("zookeeper"),
            groups=zoo_cfg(machine, node),
        ),
        config_file(machine, f"{CONF}/myid", "etc/zookeeper/conf/myid.j2", myid=myid),
        config_file(
            machine,
            f"{CONF}/{_LOGGING.file}",
            _LOGGING_TEMPLATES[_LOGGING],
            logs=default(machine.path(LOGS), f"{_TABLE}: paths on platform {machine.platform.name}"),
        ),
        config_file(
            machine,
            ENVIRONMENT,
            "etc/default/zookeeper.j2",
            group=SERVICE,
            mode=PRIVATE,
            exports=_environment(machine, node),
        ),
    )


def zoo_cfg(machine: Machine, node: ZooKeeperNode) -> tuple[SettingGroup, ...]:
    """Return the settings of zoo.cfg; `kafka_zookeeper_config` replaces what it names."""
    settings = node.settings
    model = settings.model
    prefix = "profile::zookeeper::"
    bind = machine.bind_address
    servers = [
        setting(
            f"server.{id_}",
            Value(
                f"{machine.address_of(member)}:{FOLLOWER_PORT}:{ELECTION_PORT}",
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
                setting("dataDir", derived(machine.path(DATA), "data directory of the platform")),
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


def _environment(machine: Machine, node: ZooKeeperNode) -> tuple[Setting, ...]:
    settings = node.settings
    heap = (
        Value(node.ensemble.model.heap_size, node.ensemble.origin("heap_size"))
        if node.ensemble.model.heap_size
        else default(machine.platform.zookeeper_heap, f"{_TABLE}: heap on platform {machine.platform.name}")
    )
    key = "profile::zookeeper::override_java_home"
    java = java_home(machine.platform, settings.model.override_java_home, settings.origin(key))
    return jvm_environment(
        machine,
        java=java,
        heap=heap,
        logging=_LOGGING,
        conf=CONF,
        logs=LOGS,
        table=_TABLE,
        jmx=jmx_settings(machine, SERVICE, _jmx_port(node)),
    )


def _jmx_port(node: ZooKeeperNode) -> Value | None:
    port = node.settings.model.jmx_port
    return None if port is None else Value(port, node.settings.origin("kafka_zookeeper_jmx_port"))


def _service(machine: Machine, node: ZooKeeperNode) -> Service:
    user, group = machine.owner(SERVICE)
    conf = machine.path(CONF)
    logs = _log_directories(machine, node)
    return Service(
        name=SERVICE,
        description="Apache ZooKeeper",
        user=user,
        group=group,
        main=(machine.path(START_SERVICE), "zookeeper-server-start", f"{conf}/zoo.cfg"),
        environment_files=(machine.path(RELEASE), machine.path(ENVIRONMENT)),
        records=(
            f"{conf}/zoo.cfg",
            f"{conf}/myid",
            f"{conf}/{_LOGGING.file}",
            machine.path(ENVIRONMENT),
            machine.definition_path(SERVICE),
        ),
        record_file=machine.path("/run/zookeeper/started"),
        log=machine.path(f"{LOGS}/zookeeper.out"),
        working_directory=machine.path(DATA),
        nofile=65536,
        stop_timeout_s=60,
        writable=(machine.path(DATA), machine.path(LOGS), *logs),
        origins={
            "name": node.ensemble.origin("hosts", machine.host),
            **({"writable": node.settings.origin(*_LOG_DIRECTORY)} if logs else {}),
        },
    )


OWNED_SETTINGS = (
    *("clientPort", "clientPortAddress", "secureClientPort", "secureClientPortAddress"),
    *("dataDir", "dynamicConfigFile", "peerType"),
)
"""Names in zoo.cfg that follow from the model; `server.N` as well."""
_HINT = "remove it; members are in zookeeper_clusters, and their ports and data directory are always the same"


def _variables(host: str, node: ZooKeeperNode) -> Mapping[str, str | int]:
    return {
        "hiera_kafka_zookeeper_cluster": node.name,
        "hiera_kafka_zookeeper_myid": node.ensemble.model.hosts[host],
    }


def _owned_options(node: ZooKeeperNode) -> Iterator[OwnedOption]:
    key, settings = "kafka_zookeeper_config", node.settings
    for name in settings.model.config:
        # ZooKeeper trims names, and takes for a member whatever begins so.
        if name.strip() in OWNED_SETTINGS or name.strip().startswith("server."):
            yield OwnedOption(name.strip(), key, settings.trace.key(key, name), _HINT)


def _port_positions(node: ZooKeeperNode, port: Port) -> Iterator[Position]:
    if port.service == SERVICE and port.purpose == JMX:
        yield from node.settings.origin("kafka_zookeeper_jmx_port").positions()[:1]


MEMBERS = NativeService(
    ZOOKEEPER,
    ZooKeeperNode,
    of_one(zookeeper_section),
    title="ZooKeeper",
    readiness=(ZooKeeperReadiness,),
    own_role=True,
    leader="the leader",
    cluster_group="zookeeper_cluster",
    variables=_variables,
    owned_options=_owned_options,
    port_positions=_port_positions,
)
