"""Compares how processes run, as their hosts show it, with the units and environments that the data renders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.compiler import Compiler
from hiera_kafka.dialects.native import kafka, zookeeper
from hiera_kafka.model.texts import is_heap
from hiera_kafka.ops.adopt.differences import OptionDifference
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import RunningCluster

ENVIRONMENTS = {"broker": kafka.ENVIRONMENT, "zookeeper": zookeeper.ENVIRONMENT}
"""Kind of a process to the file with options of its JVM."""
UNITS = {"broker": f"{kafka.SERVICE}.service", "zookeeper": f"{zookeeper.SERVICE}.service"}
"""Kind of a process to its unit."""
HEAP, FIRST_HEAP = "-Xmx", "-Xms"
JMX, LOGIN, AGENT = "com.sun.management.jmxremote.port", "java.security.auth.login.config", "-javaagent"
OPEN_FILES = "LimitNOFILE"

_ROLES = {"broker": kafka.ROLE, "zookeeper": zookeeper.ROLE}
_SIZE = re.compile(r"([0-9]{1,15})([kKmMgGtT]?)", re.ASCII)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def process_differences(compiler: Compiler, running: RunningCluster) -> Iterator[OptionDifference]:
    """Yield where processes whose hosts were looked at would run with other limits and options of their JVM.

    Args:
        compiler: A compiler of the data; its catalogs must have been made.
        running: What runs.
    """
    for broker in running.brokers:
        if broker.service is not None:
            yield from _of_process(broker.host, broker.service, compiler.catalogs[broker.host], running)
    for server in running.servers:
        if server.service is not None:
            host = server.address.host
            yield from _of_process(host, server.service, compiler.catalogs[host], running)


def heap_size(text: str) -> str | None:
    """Return a size as the data writes heaps, such as `1g`; None where that cannot say it, or refuses it."""
    size = _bytes(text)
    if not size:
        return None
    for letter in ("g", "m", "k"):
        unit = 1024 ** _POWERS[letter]
        if size % unit == 0:
            found = f"{size // unit}{letter}"
            return found if is_heap(found) else None
    return None


def _of_process(
    host: str, service: HostService, catalog: Catalog, running: RunningCluster
) -> Iterator[OptionDifference]:
    section = catalog.section(_ROLES[service.kind])
    if section is None:
        raise ValueError(f"{host} has no {service.kind} in the data that was made of it")
    options = _rendered_options(section)
    environment = ENVIRONMENTS[service.kind]
    theirs = {
        HEAP: service.heap.get("Xmx"),
        FIRST_HEAP: service.heap.get("Xms"),
        JMX: None if service.jmx_port is None else str(service.jmx_port),
        LOGIN: service.login,
    }
    for option, value in theirs.items():
        ours = options.get(option)
        # A heap that the command line does not name follows from the memory of the host, and so can be any.
        if (_bytes(value or "") or value) != (_bytes(ours or "") or ours) and (value is not None or option == JMX):
            yield OptionDifference(host, environment, option, value, ours)
    for agent in service.agents:
        yield OptionDifference(host, environment, AGENT, agent, None)
    limit = section.services[0].nofile
    # Processes of local clusters have the limits of whoever starts them.
    if not running.is_local and service.open_files is not None and service.open_files != limit:
        yield OptionDifference(host, UNITS[service.kind], OPEN_FILES, str(service.open_files), str(limit))


def _rendered_options(section: Section) -> dict[str, str]:
    """Return the options of a JVM that the data renders, by the names of this module."""
    words = [
        word
        for file in section.files
        for setting in file.settings()
        if setting.name in ("KAFKA_HEAP_OPTS", "KAFKA_JMX_OPTS")
        for word in str(setting.value.data).split()
    ]
    found = {word[:4]: word[4:] for word in words if word[:4] in (HEAP, FIRST_HEAP)}
    found |= {word[2:].partition("=")[0]: word.partition("=")[2] for word in words if word.startswith(f"-D{JMX}=")}
    return found


def _bytes(text: str) -> int | None:
    match = _SIZE.fullmatch(text)
    return int(match[1]) * 1024 ** _POWERS[match[2].lower()] if match is not None else None
