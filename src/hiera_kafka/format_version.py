"""Versions of the formats of files that are kept from one run to the next, which another release may have written.

Older formats are read. Newer ones are refused before anything is changed, and never guessed at. On hosts, which have
nothing of the package, `module_utils/host/format_version.py` does the same.
"""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position

OLDEST = 1
"""What a file has whose release gave it no version."""


def known(data: object, path: Path, newest: int) -> int:
    """Return the version of the format that a file is in.

    Args:
        data: The file's content, as JSON has it.
        path: The file.
        newest: The last version that this release reads; it is the one that it writes.

    Raises:
        ValueError: `data` has no version; one that says none has to be known by the caller.
        HieraKafkaError: `record-newer`, for a version of a later release.
    """
    found = data.get("format") if isinstance(data, dict) else None
    if type(found) is not int or found < OLDEST:
        raise ValueError(f"{found!r} is no format of it" if isinstance(data, dict) else "it has no format")
    if found > newest:
        raise HieraKafkaError(
            Diagnostic(
                "record-newer",
                f"{path} has the format {found}, understood is up to {newest}",
                (Position(str(path)),),
                note="a later release of hiera-kafka has written it; nothing was changed",
                hint="use that release, or a later one",
            )
        )
    return found


def is_newer(error: HieraKafkaError) -> bool:
    """Return whether an error is that of `known`."""
    return any(diagnostic.id == "record-newer" for diagnostic in error.diagnostics)
