"""What kind of machine a catalog is for: what is the same for all of its hosts, and how they are reached."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class ServiceManager(enum.StrEnum):
    """Who keeps the services running."""

    SYSTEMD = "systemd"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Platform:
    """Service manager, Java, sizes, roots and addresses of one kind of machine; `Machine` asks it for one host.

    Attributes:
        name: `hosts` or `local`.
        service_manager: Who keeps the services running.
        roots: Host to the directory that stands for `/`; hosts that are missing have `/`.
        run_as: User and group that every file and process belongs to; None means each service has its own.
        addresses: Host to the address it is reached at; hosts that are missing are reached by name.
        java_home: JAVA_HOME of services.
        kafka_heap: Default heap of a broker, as the JVM writes sizes.
        zookeeper_heap: Default heap of a ZooKeeper.
        mirror_heap: Default heap of one process of a mirror.
        jvm_options: Garbage collector and compiler of services.
        java_package: Package of the distribution that brings `java_home`; None where it must be there already.
        sysctls: Kernel settings that services need, name to value; none where the machine is not ours to set.
    """

    name: str
    service_manager: ServiceManager
    java_home: str
    kafka_heap: str
    zookeeper_heap: str
    mirror_heap: str
    jvm_options: str
    roots: Mapping[str, str] = field(default_factory=dict)
    run_as: tuple[str, str] | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    java_package: str | None = None
    sysctls: Mapping[str, int] = field(default_factory=dict)

    def address(self, host: str) -> str:
        """Return what others reach `host` by: its name, or the address that stands for it."""
        return self.addresses.get(host, host)


def hosts_platform(java_home: str | None = None) -> Platform:
    """Return the platform of Debian hosts with systemd and a user for each service.

    Args:
        java_home: A Java that is on the hosts already; None takes the distribution's own, from its package.
    """
    return Platform(
        name="hosts",
        service_manager=ServiceManager.SYSTEMD,
        java_home=java_home or "/usr/lib/jvm/default-java",
        java_package="default-jre-headless" if java_home is None else None,
        # A broker maps two files a segment and wants its page cache more than anything swapped in.
        sysctls={"vm.max_map_count": 262144, "vm.swappiness": 1},
        kafka_heap="1g",
        zookeeper_heap="512m",
        mirror_heap="512m",
        # Wikimedia's choice of collector, without the flags that stop Java 9 and later.
        jvm_options=(
            "-server -XX:MetaspaceSize=96m -XX:+UseG1GC -XX:MaxGCPauseMillis=20 "
            "-XX:InitiatingHeapOccupancyPercent=35 -XX:G1HeapRegionSize=16M "
            "-XX:MinMetaspaceFreeRatio=50 -XX:MaxMetaspaceFreeRatio=80"
        ),
    )


def local_platform(
    *, roots: Mapping[str, str], addresses: Mapping[str, str], user: str, group: str, java_home: str
) -> Platform:
    """Return the platform of clusters on this machine: a directory a host, supervisor, the calling user.

    Args:
        roots: Host to its directory.
        addresses: Host to its loopback address.
        user: Name of the calling user.
        group: Name of the calling user's group.
        java_home: JAVA_HOME found on this machine.
    """
    return Platform(
        name="local",
        service_manager=ServiceManager.SUPERVISOR,
        java_home=java_home,
        kafka_heap="384m",
        zookeeper_heap="128m",
        mirror_heap="128m",
        # Several JVMs share a laptop here: start fast and stay small.
        jvm_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        roots=dict(roots),
        run_as=(user, group),
        addresses=dict(addresses),
    )
