"""Restart pending: where the files that a service was started with differ from those on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

# sha256sum marks a name with a backslash or line break in it by a leading backslash, and a binary read by '*'.
_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64}) [ *](?P<path>.+)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "r": "\r"}


def pending(
    manager: ServiceManager,
    name: str,
    *,
    record_file: str,
    records: Sequence[str],
    predicted: Mapping[str, str] | None = None,
) -> dict[str, Any] | None:
    """Return `{"service", "files"}` when the running service was started with other files, else None.

    One in a crash loop runs with none of them for long: its service manager starts it with those on disk.

    Args:
        manager: Who keeps the service running.
        name: The service.
        record_file: Digests noted at the start, as sha256sum writes them.
        records: Files whose digests must be among them.
        predicted: Path to digest of what would be on disk, for files that a check run does not write.
    """
    found, loop = _found(manager, name, changed(record_file, records, predicted))
    return None if loop else found


def _found(manager: ServiceManager, name: str, different: list[str]) -> tuple[dict[str, Any] | None, int]:
    """Return what would be pending of a running service, and how often it was started again where that is a loop."""
    if not different or not manager.status(name).running:
        return None, 0
    return {"service": name, "files": different}, manager.report([name])[name].loop


def result(
    manager: ServiceManager, name: str, *, acted: bool, record_file: str | None, records: Sequence[str]
) -> dict[str, Any]:
    """Return what the module `service` returns of a service.

    Args:
        manager: Who keeps the service running.
        name: The service.
        acted: Whether it was started or stopped.
        record_file: As of `pending`; None where nothing can be pending.
        records: As of `pending`.
    """
    different = [] if record_file is None else changed(record_file, records)
    found, loop = _found(manager, name, different)
    return {
        "changed": acted,
        "pid": manager.status(name).pid,
        "restart_pending": [found] if found and not loop else [],
        "restart_unknown": [{**found, "starts": loop}] if found and loop else [],
    }


def changed(record_file: str, records: Sequence[str], predicted: Mapping[str, str] | None = None) -> list[str]:
    """Return the files that are others than those that a service was last started with; arguments as of `pending`."""
    try:
        noted = parse(untrusted.read(record_file).decode("utf-8", "surrogateescape"))
    except FileNotFoundError:
        return []
    except ProblemError:
        # The service has put something else there, so nothing shows what it runs with; its next start writes it anew.
        return [record_file]
    # The service may write the record, so what else it names is not opened.
    present = {path: (predicted or {}).get(path) or untrusted.digest(path) for path in records}
    return sorted(path for path, now in present.items() if noted.get(path) != now)


def parse(text: str) -> dict[str, str]:
    """Return path to digest of the lines that sha256sum wrote; other lines are none of its."""
    noted = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            path = match["path"]
            if match["escaped"]:
                path = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), path)
            noted[path] = match["digest"]
    return noted
