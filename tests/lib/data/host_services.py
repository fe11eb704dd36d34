"""What hosts say of Kafka and ZooKeeper processes, made up: an answer as hosts give it, and what becomes of it."""

from __future__ import annotations

import copy
from typing import Any

from hiera_kafka.ops.adopt.host_services import HostService, parse_services

ANSWER: dict[str, Any] = {
    "kind": "broker",
    "pid": 11,
    "since": 1000.0,
    "user": "kafka",
    "unit": "kafka-prod.service",
    "release": "3.9.1",
    "home": "/opt/kafka",
    "java": "/usr/lib/jvm/java-17",
    "java_version": "17.0.15",
    "command": {
        "heap": {"Xms": "1g", "Xmx": "1g"},
        "flags": ["-XX:+UseG1GC"],
        "jmx_port": None,
        "logging": "/opt/kafka/config/log4j.properties",
        "login": None,
        "agents": [],
        "properties": ["kafka.logs.dir"],
    },
    "open_files": 128000,
    "file": "/opt/kafka/config/server.properties",
    "changed": 900.0,
    "options": {"broker.id": "1"},
    "overrides": {},
    "data": [],
    "myid": None,
    "detail": "",
}


def answer(**changes: Any) -> dict[str, Any]:
    """An answer, with other values; those of `command` by its name."""
    made = copy.deepcopy(ANSWER)
    made["command"] |= changes.pop("command", {})
    return made | changes


def service(**changes: Any) -> HostService:
    """The service of such an answer."""
    (made,) = parse_services([answer(**changes)])
    return made


def server(**changes: Any) -> HostService:
    """A ZooKeeper server that runs as the data renders it, but for what is changed."""
    command = {"heap": {"Xms": "512m", "Xmx": "512m"}, **changes.pop("command", {})}
    options = {"clientPort": "2181", "dataDir": "/var/lib/zookeeper", **changes.pop("options", {})}
    return service(kind="zookeeper", release="3.8.4", open_files=65536, options=options, command=command, **changes)
