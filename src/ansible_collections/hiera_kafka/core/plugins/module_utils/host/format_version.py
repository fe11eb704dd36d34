"""Versions of the formats of files that stay on a host, which another release may have written.

Older formats are read. Newer ones are refused before anything is changed, and never guessed at.
"""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

OLDEST = 1
"""What a file has whose release gave it no version."""


def known(data: object, place: str, newest: int) -> int:
    """Return the version of the format that a file is in.

    Args:
        data: The file's content, as JSON has it.
        place: The file.
        newest: The last version that this release reads; it is the one that it writes.

    Raises:
        ValueError: `data` has no version; one that says none has to be known by the caller.
        ProblemError: `record-newer`, for a version of a later release.
    """
    found = data.get("format") if isinstance(data, dict) else None
    if type(found) is not int or found < OLDEST:
        raise ValueError("it has no format")
    if found > newest:
        raise ProblemError(
            Problem(
                "record-newer",
                f"{place} has the format {found}, understood is up to {newest}",
                note="a later release of hiera-kafka has written it; nothing was changed",
                hint="use that release, or a later one",
            )
        )
    return found
