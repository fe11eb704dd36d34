"""The Kafka release that services of a host run from: one directory a version, named in one file that is held."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Artifact, Directory, File, Options, Setting, Value
from hiera_kafka.catalog.values import derived
from hiera_kafka.source import Origin

START_SERVICE = "/usr/local/libexec/hiera-kafka/start-service"
"""Notes what a service starts with, then becomes the service."""
PRIVATE = "0640"
"""Mode of a file that only root and its service read, since what somebody puts into it may be a secret."""


def release_directory(version: str) -> str:
    """Return where a version of Kafka lies on a host."""
    return f"/opt/kafka/kafka-{version}"


def artifact(machine: Machine, version: str) -> Artifact:
    """Return the release that must be unpacked. It belongs to root: services only read it."""
    owner, group = machine.owner("root")
    return Artifact("kafka", version, machine.path(release_directory(version)), owner, group)


def release_file(machine: Machine, path: str, version: Value) -> File:
    """Return the environment file that names the release a service runs; an upgrade alone changes it."""
    owner, group = machine.owner("root")
    home = machine.path(release_directory(str(version.data)))
    return File(
        path=machine.path(path),
        template="etc/kafka/release.j2",
        context={"exports": (Setting("KAFKA_HOME", derived(home, "directory of the Kafka version", version.origin)),)},
        owner=owner,
        group=group,
        hold=True,
    )


def start_service(machine: Machine) -> File:
    """Return the script that every service is started through."""
    owner, group = machine.owner("root")
    return File(
        path=machine.path(START_SERVICE),
        template="usr/local/libexec/hiera-kafka/start-service.j2",
        context={},
        owner=owner,
        group=group,
        mode="0755",
    )


def directory(machine: Machine, path: str, user: str = "root", mode: str = "0755") -> Directory:
    """Return a directory that belongs to `user` and its group."""
    owner, group = machine.owner(user)
    return Directory(machine.path(path), owner, group, mode)


def config_file(
    machine: Machine,
    path: str,
    template: str,
    *,
    group: str = "root",
    mode: str = "0644",
    options: Options | None = None,
    **context: object,
) -> File:
    """Return a configuration file that belongs to root, readable by `group`.

    A file with a secret in it is PRIVATE whatever `mode` says.
    """
    owner, root_group = machine.owner("root")
    _, readers = machine.owner("root", group)
    file = File(machine.path(path), template, context, owner, readers, mode, options=options)  # type: ignore[arg-type]  # checked by File.values
    if file.secret:
        file = replace(file, mode=PRIVATE)
    return file if file.mode == PRIVATE else replace(file, group=root_group)


def java_home(platform: Platform, override: str | None = None, origin: Origin | None = None) -> Value:
    """Return JAVA_HOME of a service: what the data says, else the platform's."""
    if override is not None and origin is not None:
        return Value(override, origin)
    return Value(platform.java_home, Origin.given(f"java_home of platform {platform.name}"))
