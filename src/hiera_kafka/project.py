"""Finds the checkout and its parts: the only code that knows paths of the repository."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.repository import top_level
from hiera_kafka.trust import require, require_tree

FILE_NAMES = ("hiera_kafka.yml", "hiera_kafka.yaml")
"""An inventory file has one of these names, or ends in `.` and one of them."""

_MARKS = ("site.yml", "roles", "templates")
_BROUGHT = Path(__file__).parent / "templates"
"""Templates that a wheel brings; a checkout has them at its root."""
_EXAMPLES = Path(__file__).parent / "examples"
"""The same of the data that `init` begins with."""
_CODE = (
    "ansible.cfg",
    "collections",
    "group_vars",
    "host_vars",
    "library",
    "module_utils",
    "*_plugins",
    "playbooks",
    "roles",
    "site.yml",
    "src",
    "templates",
)
"""What ansible-playbook and its plugins run of a checkout, with what Ansible itself looks for beside a playbook."""


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

    def require_trusted(self) -> None:
        """Refuse a checkout whose playbooks, roles, plugins or templates are not to be run; its data does not count.

        Raises:
            ProjectError: `untrusted-code`.
        """
        border = _border(self.root)
        require(self.root, border)
        for entry in (entry for pattern in _CODE for entry in sorted(self.root.glob(pattern))):
            require_tree(entry, border)


@functools.cache
def find(start: Path) -> Project:
    """Return the checkout at or above `start`, else the one this package runs from.

    It is the nearest one, which is looked for up to the top level of the Git working tree that `start` lies in. Whose
    it is does not matter yet, since its data may be read; see `Project.require_trusted` and `require_template`.

    Raises:
        ProjectError: When there is neither.
    """
    found = _at_or_above(start.resolve()) or _at_or_above(Path(__file__).resolve())
    if found is not None:
        return Project(found)
    raise ProjectError(
        Diagnostic(
            "checkout-not-found",
            f"no hiera-kafka checkout at or above {start} (looked for {', '.join(_MARKS)})",
            where=(Position(str(start)),),
            note="nothing is looked for above the repository of a directory",
            hint="run this in a clone of hiera-kafka, or give the path of one with --project",
        )
    )


def templates(start: Path) -> Path:
    """Return the templates of the checkout at or above `start`, else those that this package brings.

    Raises:
        ProjectError: When there are neither.
    """
    if _BROUGHT.is_dir() and _at_or_above(start.resolve()) is None:
        return _BROUGHT
    return find(start).templates


def examples() -> Path:
    """Return the directory of `hieradata`, `inventories` and `examples` that this package brings, else its checkout."""
    return _EXAMPLES if _EXAMPLES.is_dir() else find(Path(__file__)).root


def require_template(template: Path, directory: Path) -> None:
    """Refuse a template that is not to be run.

    Args:
        template: The file, in `directory`.
        directory: Templates of a checkout; those that this package brings are run as the package itself is.

    Raises:
        ProjectError: `untrusted-code`.
    """
    if directory != _BROUGHT:
        require(template, _border(directory.parent))


def _at_or_above(start: Path) -> Path | None:
    border = top_level(start)
    for directory in (start, *start.parents):
        if all((directory / mark).exists() for mark in _MARKS):
            return directory
        if directory == border:
            break
    return None


def _border(checkout: Path) -> Path:
    """Return where trust in a checkout begins: the owner of a repository owns all in it."""
    return top_level(checkout) or checkout
