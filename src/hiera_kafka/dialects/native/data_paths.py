"""Refuses data directories that overlap with what a host's catalog manages for another purpose.

A data directory belongs to the user of its service, who may put into it whatever they like, links among it. So nothing
that root writes, and nothing that another service has, may lie in one, and none may lie in what another service has.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.native import kafka, zookeeper
from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.values.secrets import MASK, quoted
from hiera_kafka.model.base import shown
from hiera_kafka.model.data_path import lies_within, system_directory
from hiera_kafka.model.host_roles import KafkaNode, ZooKeeperNode
from hiera_kafka.model.services import HostModel
from hiera_kafka.model.texts import is_path, normal_path
from hiera_kafka.source import Origin

KEY = "profile::kafka::broker::log_dirs"
_ZOOKEEPER = "kafka_zookeeper_config"
_DIRECTORY_OF = "a directory of {}"
_DIRECTORIES_OF_ZOOKEEPER = ("dataLogDir",)
"""Options of zoo.cfg that name a directory and do not follow from the model."""


def check_data_paths(machine: Machine, model: HostModel, sections: Iterable[Section]) -> Iterator[Diagnostic]:
    """Yield what is wrong with directories that the data gives to services of a host.

    Args:
        machine: The host.
        model: What the host is.
        sections: All of its sections.
    """
    managed = dict(_managed(sections, machine.root))
    yield from _of_zookeeper(model, managed)
    broker = model.service(KafkaNode)
    if broker is None:
        return
    settings = broker.settings
    log_dirs = settings.model.log_dirs
    for index, path in enumerate(log_dirs):
        origin = settings.trace.at(KEY, index) if KEY in settings.raw else settings.origin(KEY)
        others = dict.fromkeys(log_dirs[:index], "another data directory")
        yield from _overlap(path, {**managed, **others}, f"{KEY}.{index}", origin)


def _overlap(path: str, managed: Mapping[str, str], name: str, origin: Origin) -> Iterator[Diagnostic]:
    for other, purpose in managed.items():
        if lies_within(path, other) or lies_within(other, path):
            place = "is taken" if path == other else f"{'lies in' if lies_within(path, other) else 'holds'} {other}"
            yield Diagnostic(
                "data-path-overlap",
                f"{name}: {MASK if origin.is_secret else path} {place} ({purpose}), must be for this alone",
                where=origin.positions()[:1],
                hint="name directories of which none lies in another, such as /srv/kafka/a and /srv/kafka/b",
            )
            break


def _managed(sections: Iterable[Section], root: str) -> Iterator[tuple[str, str]]:
    """Yield all else that the sections have, as paths of a host without the platform's root, with what it is for."""
    for section in sections:
        places = [(service.working_directory, f"where {service.name} runs") for service in section.services]
        places += [(posixpath.dirname(s.log), f"logs of {s.name}") for s in section.services]
        places += [(posixpath.dirname(s.record_file), f"state of {s.name}") for s in section.services]
        places += [(posixpath.dirname(artifact.path), "releases of Kafka") for artifact in section.artifacts]
        if section.role != kafka.ROLE:  # of its own are the data directories, and what leads to them
            places += [(directory.path, _DIRECTORY_OF.format(section.role)) for directory in section.directories]
        places += [(file.path, f"a file of {section.role}") for file in section.files]
        places += [(link.path, f"a link of {section.role}") for link in section.links]
        for path, purpose in places:
            yield path.removeprefix(root), purpose


def _of_zookeeper(model: HostModel, managed: Mapping[str, str]) -> Iterator[Diagnostic]:
    member = model.service(ZooKeeperNode)
    if member is None:
        return
    settings = member.settings
    own = (zookeeper.DATA, zookeeper.LOGS)
    others = {
        path: purpose
        for path, purpose in managed.items()
        if purpose != _DIRECTORY_OF.format(zookeeper.ROLE) and not any(lies_within(path, one) for one in own)
    }
    for name in _DIRECTORIES_OF_ZOOKEEPER:
        if name not in settings.model.config:
            continue
        value, origin = settings.model.config[name], settings.origin(_ZOOKEEPER, name)
        path = value if isinstance(value, str) else ""
        system = system_directory(normal_path(path)) if path.startswith("/") else None
        if system is not None:
            yield Diagnostic(
                "data-path-system",
                f"{_ZOOKEEPER}.{name} leads to {system}, a directory of the system",
                where=origin.positions()[:1],
                hint="remove it, or name a directory that ZooKeeper may have for itself",
            )
        elif not is_path(path):
            yield Diagnostic(
                "path-invalid",
                f"{_ZOOKEEPER}.{name}: {quoted(value, origin, form=shown)} is no path that ZooKeeper can be given",
                where=origin.positions()[:1],
                hint="write the whole path, from /, in ASCII and without '..' and blanks",
            )
        else:
            yield from _overlap(normal_path(path), others, f"{_ZOOKEEPER}.{name}", origin)
