"""Finds the checkout and its parts: the only code that knows paths of the repository."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError

_MARKS = ("site.yml", "roles", "templates")
_BROUGHT = Path(__file__).parent / "templates"
"""Templates that a wheel brings; a checkout has them at its root."""


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout: the directory that holds site.yml, roles/ and templates/."""

    root: Path

    @property
    def templates(self) -> Path:
        """Directory of Jinja templates, stored under the target path."""
        return self.root / "templates"

    @property
    def site(self) -> Path:
        """The playbook that does everything."""
        return self.root / "site.yml"

    @property
    def playbooks(self) -> Path:
        """Directory of playbooks."""
        return self.root / "playbooks"

    @property
    def inventories(self) -> Path:
        """Directory of inventories."""
        return self.root / "inventories"

    @property
    def ansible_cfg(self) -> Path:
        """Configuration that ansible-playbook must run with."""
        return self.root / "ansible.cfg"

    @property
    def var(self) -> Path:
        """Directory of the state of local clusters, one directory an inventory."""
        return self.root / "var"


@functools.cache
def find(start: Path) -> Project:
    """Return the checkout at or above `start`, else the one this package runs from.

    Raises:
        ProjectError: When there is neither.
    """
    source = Path(__file__).resolve()
    for directory in (start.resolve(), *start.resolve().parents, *source.parents):
        if _is_checkout(directory):
            return Project(directory)
    raise ProjectError(
        Diagnostic(
            "checkout-not-found",
            f"no hiera-kafka checkout at or above {start} (looked for {', '.join(_MARKS)})",
            where=(Position(str(start)),),
            hint="run this in a clone of hiera-kafka, or give the path of one with --project",
        )
    )


def templates(start: Path) -> Path:
    """Return the templates of the checkout at or above `start`, else those that this package brings.

    Raises:
        ProjectError: When there are neither.
    """
    above = (start.resolve(), *start.resolve().parents)
    if _BROUGHT.is_dir() and not any(map(_is_checkout, above)):
        return _BROUGHT
    return find(start).templates


def _is_checkout(directory: Path) -> bool:
    return all((directory / mark).exists() for mark in _MARKS)
