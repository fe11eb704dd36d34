"""How the JVM of a service is started: heap, collector, logs, and JMX where the data asks for it."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Port, Setting, Value
from hiera_kafka.catalog.values import default, derived
from hiera_kafka.model.releases import Logging

JMX = "JMX"
"""Purpose of the ports that this module opens."""


def jvm_environment(
    machine: Machine,
    *,
    java: Value,
    heap: Value,
    logging: Logging,
    conf: str,
    logs: str,
    table: str,
    jmx: tuple[Setting, ...] = (),
) -> tuple[Setting, ...]:
    """Return the environment that Kafka's launchers read, under the names of Kafka's own scripts.

    Args:
        machine: The host of the service.
        java: JAVA_HOME.
        heap: Size of the heap, as the JVM writes it; it does not grow or shrink.
        logging: What the release logs with.
        conf: Directory of its configuration, before the platform's root is put before it.
        logs: Directory of logs, without the root of the host.
        table: Name of the service's table of defaults.
        jmx: What `jmx_settings` says of its port; nothing where it has none.
    """
    log_configuration = logging.jvm_option(f"{machine.path(conf)}/{logging.file}")
    return (
        Setting("JAVA_HOME", java),
        Setting("KAFKA_HEAP_OPTS", derived(f"-Xms{heap.data} -Xmx{heap.data}", "fixed heap", heap.origin)),
        Setting(
            "KAFKA_JVM_PERFORMANCE_OPTS",
            default(machine.platform.jvm_options, f"{table}: JVM on platform {machine.platform.name}"),
        ),
        *jmx,
        Setting("KAFKA_LOG4J_OPTS", derived(log_configuration, "log configuration")),
        Setting("LOG_DIR", derived(machine.path(logs), "log directory of the platform")),
    )


def jmx_settings(machine: Machine, service: str, port: Value | None) -> tuple[Setting, ...]:
    """Return the environment that opens JMX of a service, for who has logged in on the host itself.

    Anyone who may call operations over JMX runs code as the service's user, and every user of a host reaches its
    loopback address. So nobody gets in without a password, which `start-service` makes anew at each start, beside the
    list of who may do what; the one login there is reads. Neither is ever on the control node.

    Args:
        machine: The host of the service.
        service: Name of the service; the directory of that name below /run belongs to its user.
        port: The port that the data asks for; None opens none.
    """
    if port is None:
        return ()
    login = machine.path(f"/run/{service}/jmx")
    options = jmx_options(machine.loopback, str(port.data), login)
    return (
        Setting("JMX_LOGIN", derived(login, "where the login of JMX is made", port.origin)),
        Setting("KAFKA_JMX_OPTS", derived(options, "JMX on loopback, with login", port.origin)),
    )


def jmx_ports(machine: Machine, service: str, port: Value | None) -> tuple[Port, ...]:
    """Return the port that `jmx_settings` opens, where it opens one."""
    return () if port is None else (Port(machine.loopback, int(str(port.data)), service, JMX, port.origin),)


def jmx_options(address: str, port: str, login: str) -> str:
    """Return the options of a JVM that open JMX on one address, for who knows the password in `LOGIN.password`."""
    name = "-Dcom.sun.management.jmxremote"
    return (
        f"{name}.host={address} {name}.port={port} {name}.rmi.port={port} -Djava.rmi.server.hostname={address} "
        # The password never leaves the host's loopback interface, which only root can listen in on.
        f"{name}.ssl=false {name}.authenticate=true {name}.access.file={login}.access "
        # Else the JVM would put a hash in place of the password, and nobody could read it any more.
        f"{name}.password.file={login}.password {name}.password.toHashes=false"
    )
