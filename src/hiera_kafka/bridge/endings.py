"""Services that have ended on a host, with the lines of the data that this follows from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.catalog.resources import File, Service, Setting
from hiera_kafka.errors import Position
from hiera_kafka.source import Origin, OriginKind

_TELLING = 5
"""Characters of a text that tell in whose value it stands."""


def explained(result: Mapping[str, Any], host_section: HostSection, base: str | None = None) -> dict[str, Any]:
    """Return the result of a module on a host with places in the data before its messages of services that have ended.

    Args:
        result: Of a module that calls `problems.report`. The host has made it, so nothing of it is trusted.
        host_section: The role whose services are meant, on its host.
        base: Directory that file names are shown relative to.
    """
    found = dict(result)
    message = found.get("msg")
    problems = found.get("problems")
    if not isinstance(message, str) or not isinstance(problems, list):
        return found
    for problem in problems:
        if not isinstance(problem, dict) or problem.get("where"):
            continue
        place = _place(problem, host_section)
        head = f"error[{problem.get('id')}]: {problem.get('message')}"
        if place is not None and head in message:
            where = place.text(base)
            message = message.replace(head, f"{where}: {head}", 1)
            problem["where"] = where
    return {**found, "msg": message}


def _place(problem: Mapping[str, Any], host_section: HostSection) -> Position | None:
    cause = problem.get("cause")
    services = {service.name: service for service in host_section.section.services}
    service = services.get(str(problem.get("service")))
    if not isinstance(cause, Mapping) or service is None:
        return None
    options, value = cause.get("options"), cause.get("value")
    return place_of(
        host_section.section.files,
        service,
        [str(name) for name in options] if isinstance(options, Sequence) and not isinstance(options, str) else [],
        value if isinstance(value, str) else "",
    )


def place_of(files: Sequence[File], service: Service, options: Sequence[str], value: str = "") -> Position | None:
    """Return the line of the data that an option of a service follows from; None where it follows from no data.

    Args:
        files: All files of the section.
        service: Whose option it is: files that it is started with count alone.
        options: Names of the option in one file or another; the first that is set is meant.
        value: Text in its value, where the name is not known.
    """
    settings = list(_settings(files, service))
    for name in options:
        for setting in settings:
            if setting.name == name and (not value or value in str(setting.value.data)):
                return _position(setting.value.origin)
    for name in options:
        # MirrorMaker 2 writes the name of a cluster before what it gives to clients of Kafka.
        prefixed = [setting for setting in settings if setting.name.endswith(f".{name}")]
        if len(prefixed) == 1:
            return _position(prefixed[0].value.origin)
    same = [setting for setting in settings if value and str(setting.value.data) == value]
    if len(value) >= _TELLING:
        same += [setting for setting in settings if value in str(setting.value.data)]
    return _position(same[0].value.origin) if same else None


def _settings(files: Sequence[File], service: Service) -> Iterator[Setting]:
    own = {*service.records, *service.environment_files}
    for file in files:
        if file.path in own:
            yield from file.settings()


def _position(origin: Origin) -> Position | None:
    """Return where a value stands in the data: of one that was derived, the first value that stands there."""
    walked = [one for one in origin.walk() if one.position is not None]
    return next((one.position for one in walked if one.kind is OriginKind.DATA), None) or next(
        (one.position for one in walked), None
    )
