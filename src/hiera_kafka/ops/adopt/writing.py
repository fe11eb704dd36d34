"""Writes the data of a running cluster as a new directory, whole or not at all, and never over what is there."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError


def write_files(files: Mapping[str, str], directory: Path) -> None:
    """Write files below a directory.

    Args:
        files: Relative path to text.
        directory: Where; what is missing of it is made.

    Raises:
        OSError: It cannot be written.
    """
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text, encoding="utf-8")


def write_directory(files: Mapping[str, str], out: Path) -> None:
    """Make a directory that holds the files; an empty one that is there is taken.

    Args:
        files: Relative path to text.
        out: The directory.

    Raises:
        ProjectError: `directory-not-empty`, or `file-not-writable`.
    """
    refuse_occupied(out)
    new = out.absolute().with_name(f".{out.absolute().name[:50]}.{secrets.token_hex(8)}")
    try:
        new.mkdir(parents=True)
        write_files(files, new)
        # The kernel refuses to put it in place of a directory that holds something, whoever has just written there.
        os.rename(new, out.absolute())  # noqa: PTH104 - replaces an empty directory, which is meant
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise ProjectError(_occupied(out)) from error
        raise ProjectError(
            Diagnostic(
                "file-not-writable",
                f"cannot write {out}: {error.strerror}",
                where=(Position(str(out.absolute())),),
                hint="give --out a directory of your own with room on its disk",
            )
        ) from error


def refuse_occupied(out: Path) -> None:
    """Refuse a directory that holds something.

    Raises:
        ProjectError: `directory-not-empty`.
    """
    if out.is_dir() and any(out.iterdir()):
        raise ProjectError(_occupied(out))


def _occupied(out: Path) -> Diagnostic:
    return Diagnostic(
        "directory-not-empty",
        f"{out} is not empty, and adopted data is never written over other files",
        where=(Position(str(out.absolute())),),
        hint="give another --out, and move what you want from there",
    )
