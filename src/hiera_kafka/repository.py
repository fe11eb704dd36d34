"""Which repository a file belongs to: the border that data, configuration and code are not searched beyond."""

from __future__ import annotations

import os
from pathlib import Path


def top_level(path: Path) -> Path | None:
    """Return the top level of the Git working tree that a file or directory lies in; None when it lies in none.

    Git itself is not asked: it would read the configuration of a repository that nobody has looked at yet.

    Args:
        path: Need not exist. Links on the way are resolved first, so the answer is where the file really is.
    """
    resolved = path.resolve()
    # A work tree and a submodule have a file named .git in place of a directory.
    # Unlike that of a Path, this `exists` takes what may not be looked at for missing.
    return next((place for place in (resolved, *resolved.parents) if os.path.exists(place / ".git")), None)  # noqa: PTH110


def root_of(file: Path) -> Path:
    """Return the repository of a file such as hiera.yaml: its Git top level, else its own directory."""
    return top_level(file.parent) or file.parent.resolve()
