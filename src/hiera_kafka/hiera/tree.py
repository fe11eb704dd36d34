"""Which data files there are: asked of the file system once, as their content is read once."""

from __future__ import annotations

import os

from hiera_kafka.hiera.locations import expand_glob


class Tree:
    """Remembers what was asked; shared by all hosts."""

    def __init__(self) -> None:
        self._exists: dict[str, bool] = {}
        self._globs: dict[str, list[str]] = {}

    def exists(self, path: str) -> bool:
        """Tell whether there is something at an absolute path."""
        found = self._exists.get(path)
        if found is None:
            found = self._exists[path] = os.path.exists(path)  # noqa: PTH110 - asked of thousands of paths
        return found

    def glob(self, pattern: str) -> list[str]:
        """Return the files that match an absolute pattern, see `expand_glob`; not to be changed."""
        found = self._globs.get(pattern)
        if found is None:
            found = self._globs[pattern] = expand_glob(pattern)
        return found
