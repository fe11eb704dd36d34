"""Another user of this machine: attacks of tests are made under that user id, with system programs only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NAME = "games"
"""A user that each Debian has and no service runs as."""

OTHER = "news"
"""A third one, where victim and attacker are both not root."""


def user_id(name: str = NAME) -> int:
    """Return the id of a user."""
    return pwd.getpwnam(name).pw_uid


def run(
    arguments: Sequence[str | Path], *, name: str = NAME, check: bool = True, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run a program as another user, without the rights of root, and return what it wrote."""
    entry = pwd.getpwnam(name)
    return subprocess.run(
        [str(argument) for argument in arguments],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        check=check,
        capture_output=True,
        text=True,
        **{"cwd": "/", "timeout": 60, **options},
    )


@contextmanager
def open_directory() -> Iterator[Path]:
    """Give a directory that every user may enter, unlike those of pytest; it is removed in the end."""
    directory = Path(tempfile.mkdtemp(prefix="hiera-kafka-hostile-"))
    try:
        directory.chmod(0o755)
        yield directory
    finally:
        shutil.rmtree(directory)


@contextmanager
def owned_directory(parent: Path, *, name: str = NAME) -> Iterator[Path]:
    """Give a directory below `parent` that another user owns."""
    entry = pwd.getpwnam(name)
    directory = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    os.chown(directory, entry.pw_uid, entry.pw_gid)
    directory.chmod(0o755)
    yield directory
