"""Which data files there are: asked of the file system once, as their content is read once."""

from __future__ import annotations

import os

from hiera_kafka.border import Border
from hiera_kafka.hiera.hierarchy.locations import expand_glob
from hiera_kafka.hiera.hierarchy.walk_limits import Names


class FileIndex:
    """Remembers what was asked; shared by all hosts.

    Attributes:
        border: What paths must lead into to be looked at; None is no border.
    """

    def __init__(self, border: Border | None = None) -> None:
        self.border = border
        self._exists: dict[str, bool] = {}
        self._outside: dict[str, bool] = {}
        self._globs: dict[str, list[str]] = {}

    def is_outside(self, path: str) -> bool:
        """Return whether an absolute path leads out of the border."""
        found = self._outside.get(path)
        if found is None:
            found = self._outside[path] = self.border is not None and not self.border.holds(path)
        return found

    def exists(self, path: str) -> bool:
        """Return whether there is something at an absolute path; outside the border nothing is looked up."""
        found = self._exists.get(path)
        if found is None:
            found = not self.is_outside(path) and os.path.exists(path)  # noqa: PTH110 - asked of thousands of paths
            self._exists[path] = found
        return found

    def glob(self, pattern: str, names: Names | None = None) -> list[str]:
        """Return the files that match an absolute pattern, see `expand_glob`; not to be changed.

        What leads out of the border is not looked into, but stands there itself, with the rest of the pattern.
        `names` counts what is looked at, which is nothing where the pattern was asked before.
        """
        found = self._globs.get(pattern)
        if found is None:
            holds = None if self.border is None else self.border.holds
            found = self._globs[pattern] = expand_glob(pattern, holds, names)
        return found
