"""Writes new files, and never over anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError


def write_new(directory: Path, files: Mapping[str, str]) -> None:
    """Write files below a directory, which is made; nothing is written where one of them exists.

    Args:
        directory: May hold other files.
        files: Text by relative path.

    Raises:
        ProjectError: `file-exists`, with each file that exists, or `file-not-writable`.
    """
    there = [directory / path for path in sorted(files) if os.path.lexists(directory / path)]
    if there:
        names = ", ".join(str(path.relative_to(directory)) for path in there)
        raise ProjectError(
            Diagnostic(
                "file-exists",
                f"{directory} already has {names}; only new files are written",
                tuple(Position(str(path.absolute())) for path in there),
                hint="give a new directory, or move these files away",
            )
        )
    for path, text in files.items():
        try:
            _write(directory / path, text)
        except OSError as error:
            raise ProjectError(
                Diagnostic(
                    "file-not-writable",
                    f"cannot write {directory / path}: {error.strerror}",
                    (Position(str((directory / path).absolute())),),
                    hint="give a directory of your own with room on its disk",
                )
            ) from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever was quicker than us keeps what he wrote, and no link is followed.
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666), "w", encoding="utf-8"
    ) as file:
        file.write(text)
