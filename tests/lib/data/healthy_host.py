"""Hosts that say of themselves what their catalogs want, as systemd runs them, for tests that break one thing."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hiera_kafka.catalog.resources import Catalog, Service, ZooKeeperReadiness
from hiera_kafka.compiler import Compiler
from hiera_kafka.model.zookeeper import FOLLOWER_PORT
from hiera_kafka.ops.look.seen import (
    ClockSeen,
    DataSeen,
    FilesystemSeen,
    HostSeen,
    JavaSeen,
    ListenerSeen,
    ServerSeen,
    ServiceSeen,
    SysctlSeen,
)
from hiera_kafka.ops.verify import filesystems, wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.host import HostView
from lib.data.project_trees import project_tree

DATA = """\
zookeeper_clusters:
  main:
    hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}
kafka_clusters:
  a-eqiad:
    zookeeper_cluster_name: main
    brokers: {k1.example.org: {id: 1001}, k2.example.org: {id: 1002}, k3.example.org: {id: 1003}}
  b-eqiad:
    zookeeper_cluster_name: main
    brokers: {m1.example.org: {id: 2001, port: 9192}}
profile::kafka::broker::log_dirs: [/srv/kafka/a, /srv/kafka/b]
profile::kafka::broker::nofiles_ulimit: 70000
"""
MIRRORS = """\
kafka_jmx_port: 9999
kafka_mirrors:
  a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x}
"""
K1 = "k1.example.org"
"""A member of the ensemble and a broker."""
M1 = "m1.example.org"
"""A broker with JMX and a mirror."""
ADDRESSES = ("127.0.0.1", "::1", "192.0.2.10", "fd00::10", "fe80::10%eth0")
NOW_S = 1_800_000_000.0
DAY_S = 86_400.0
GIBIBYTE = 2**30


@functools.cache
def compiler() -> Compiler:
    """Return a compiler of the data above, which is read once."""
    with tempfile.TemporaryDirectory() as directory:
        found = Compiler.load(project_tree(Path(directory), DATA, hosts={M1: MIRRORS}))
        assert len(found.catalogs) == 4
        return found


def healthy_view(host: str = K1, **fields: Any) -> HostView:
    """Return a view in which all is well, but for `fields` of what the host says."""
    catalog, model = compiler().catalogs[host], compiler().models[host]
    return HostView(catalog, model, replace(healthy(catalog), **fields))


def healthy(catalog: Catalog) -> HostSeen:
    """Return what a host says that is as its catalog wants it."""
    services = {one.name: _service(catalog, one, 1000 + index) for index, one in enumerate(wanted.services(catalog))}
    readiness = [one for section in catalog.sections for one in section.readiness]
    servers = [one.service for one in readiness if isinstance(one, ZooKeeperReadiness)]
    guards = [one for section in catalog.sections for one in section.guards if one.kind == "kafka-broker-id"]
    return HostSeen(
        took_s=0.25,
        clock=ClockSeen(0.004, 0.05, synchronized=True, time_s=NOW_S),
        addresses=ADDRESSES if not catalog.machine.root else ("127.0.0.1", str(catalog.machine.bind_address)),
        filesystems={path: _filesystem(path) for path in filesystems.paths(catalog)},
        java=JavaSeen(catalog.machine.platform.java_home, "17.0.15"),
        services=services,
        strangers=(),
        listeners=tuple(_listeners(catalog, services)),
        releases={one.path: True for section in catalog.sections for one in section.artifacts},
        servers=tuple(ServerSeen(one, "leader", "", "3.8.4", 1, {}, {}) for one in servers),
        data=tuple(
            DataSeen(path, {"broker.id": guard.expected[0], "cluster.id": "Jx0ODYQ4TGCrH2jDYpTb7w"})
            for guard in guards
            for path in guard.directories
        ),
        upgrades=(),
        differs={section.role: () for section in catalog.sections},
        sysctls={
            one.name: SysctlSeen(str(one.value), settable=True)
            for section in catalog.sections
            for one in section.sysctls
        },
    )


def with_service(view: HostView, name: str, **fields: Any) -> HostView:
    """Return the view with other fields of one service."""
    services = {**view.seen.services, name: replace(view.seen.services[name], **fields)}
    return replace(view, answer=replace(view.seen, services=services))


def with_filesystem(view: HostView, mounted: str, **fields: Any) -> HostView:
    """Return the view with other fields of one filesystem."""
    found = {
        path: replace(one, **fields) if one.mount == mounted else one for path, one in view.seen.filesystems.items()
    }
    return replace(view, answer=replace(view.seen, filesystems=found))


def stopped(view: HostView, name: str, state: str = "stopped") -> HostView:
    """Return the view with a service that does not run."""
    found = {"pid": None, "since": None, "limits": {}, "home": None, "java": None}
    return with_service(view, name, state=state, **found)


def results(check: type[HostCheck], view: HostView) -> dict[str, Result]:
    """Return what a check says, by subject without the host; a subject comes once."""
    found = list(check().check(view))
    by_subject = {one.subject.removeprefix(view.host).strip(): one for one in found}
    assert len(by_subject) == len(found)
    assert all(one.hosts == (view.host,) and one.check == check.id for one in found)
    assert all("\n" not in one.expected + one.observed and one.expected and one.observed for one in found)
    return by_subject


def _service(catalog: Catalog, service: Service, pid: int) -> ServiceSeen:
    home, java = (wanted.environment(catalog, service, name) for name in (wanted.HOME, wanted.JAVA))
    return ServiceSeen(
        name=service.name,
        state="running",
        detail="active (running)",
        pid=pid,
        since=NOW_S - DAY_S,
        enabled=True,
        restarts=0,
        limits={"Max open files": service.nofile},
        home=None if home is None else str(home.value.data),
        java=None if java is None else str(java.value.data),
        pending=(),
    )


def _filesystem(path: str) -> FilesystemSeen:
    mount = path if path.startswith("/srv/kafka/") else "/"
    return FilesystemSeen(path, mount, 100 * GIBIBYTE, 60 * GIBIBYTE, 1_000_000, 900_000, read_only=False)


def _listeners(catalog: Catalog, services: dict[str, ServiceSeen]) -> Iterator[ListenerSeen]:
    yield ListenerSeen("::", 22, 1)
    for port in wanted.ports(catalog):
        yield ListenerSeen(port.address or "::", port.port, services[port.service].pid)


LEADER_PORT = FOLLOWER_PORT
"""The port at which followers reach their leader."""
