"""Finds what runs and what it works on: the only code that knows paths of package, checkout and repository.

What runs (templates, playbooks, roles, the collection) comes with the package, or is a checkout's where one is around.
What it works on, inventories and data, is the user's, and may lie anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.repository import top_level
from hiera_kafka.trust import require, require_tree

INVENTORY_FILES = ("hiera_kafka.yml", "hiera_kafka.yaml")
"""An inventory file has one of these names, or ends in `.` and one of them."""

COLLECTION = Path("ansible_collections/hiera_kafka/core")
"""The collection, below a directory of collections."""

_MARKS = ("site.yml", "roles", "templates/usr/local/libexec/hiera-kafka")
"""What a checkout has. Many repositories for Ansible have site.yml, roles and templates; the last one is ours alone."""
_PACKAGE = Path(__file__).resolve().parent
_PLACES = ("inventories/*/*", "inventories/*", "inventory/*")
"""Where a repository has its inventory files."""
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
"""What ansible-playbook and its plugins run of a directory, with what Ansible itself looks for beside a playbook."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What runs: that of the installed package, or that of a checkout.

    Attributes:
        templates: Directory of Jinja templates, stored under the target path.
        playbooks: Directory of playbooks.
        roles: Directory of roles.
        collections: Directory that holds `ansible_collections`, with ours.
        ansible_cfg: Configuration of Ansible that has what the playbooks need.
        checkout: Whose all this is; None for the package, which is as trusted as the Python beside it.
    """

    templates: Path
    playbooks: Path
    roles: Path
    collections: Path
    ansible_cfg: Path
    checkout: Path | None = None

    @classmethod
    def of_checkout(cls, root: Path) -> Brought:
        """Return what a checkout brings; its collection is the package's own where it holds none."""
        own = root / "src"
        collections = own if (own / COLLECTION).is_dir() else _PACKAGE.parent
        return cls(
            root / "templates", root / "playbooks", root / "roles", collections, root / "ansible.cfg", checkout=root
        )

    @property
    def site(self) -> Path:
        """The playbook that does everything."""
        return (self.checkout or self.playbooks) / "site.yml"

    def require_trusted(self) -> None:
        """Refuse a checkout whose playbooks, roles, plugins or templates are not to be run; its data does not count.

        Raises:
            ProjectError: `untrusted-code`.
        """
        if self.checkout is not None:
            _require_code(self.checkout)


@dataclass(frozen=True, slots=True)
class Project:
    """A directory with inventories, and what runs for them.

    Attributes:
        root: The user's repository, or a checkout.
        code: What runs.
    """

    root: Path
    code: Brought

    @property
    def templates(self) -> Path:
        """Directory of Jinja templates."""
        return self.code.templates

    @property
    def inventories(self) -> Path:
        """Directory of inventories; it need not exist."""
        return self.root / "inventories"

    @property
    def ansible_cfg(self) -> Path | None:
        """Configuration of the repository, else of the checkout; None where neither has one."""
        places = [place for place in (self.root, self.code.checkout) if place is not None and _is_root(place)]
        return next((place / "ansible.cfg" for place in places if (place / "ansible.cfg").is_file()), None)

    def require_trusted(self) -> None:
        """Refuse code that is not to be run: a checkout's, and what the ansible.cfg of the repository has Ansible load.

        Raises:
            ProjectError: `untrusted-code`.
        """
        self.code.require_trusted()
        if self.root != self.code.checkout and self.ansible_cfg == self.root / "ansible.cfg":
            _require_code(self.root)


@functools.cache
def brought() -> Brought:
    """Return what this package brings; where `pip install -e` installed it, that is the checkout.

    Raises:
        ProjectError: `checkout-not-found`, the package is not whole and lies in no checkout.
    """
    if (_PACKAGE / "templates").is_dir():
        collections = _PACKAGE.parent
        core = collections / COLLECTION
        return Brought(
            _PACKAGE / "templates", core / "playbooks", core / "roles", collections, _PACKAGE / "ansible.cfg"
        )
    checkout = _at_or_above(_PACKAGE, _is_checkout)
    if checkout is not None:
        return Brought.of_checkout(checkout)
    raise ProjectError(
        Diagnostic(
            "checkout-not-found",
            f"the package in {_PACKAGE} has no templates, and lies in no checkout ({', '.join(_MARKS)})",
            where=(Position(str(_PACKAGE)),),
            note="a wheel of hiera-kafka brings templates, playbooks and roles",
            hint="pip install --force-reinstall hiera-kafka",
        )
    )


@functools.cache
def find(start: Path) -> Project:
    """Return what `start` belongs to, which is the nearest at or above it, up to the top level of its Git working tree.

    What runs is that of the nearest checkout, else what this package brings. The root is the nearest directory that is
    a checkout or has inventories of ours, else the checkout that this package runs from, else `start` itself. Whose
    they are does not matter yet, since data may be read; see `Project.require_trusted` and `require_template`.

    Raises:
        ProjectError: `checkout-not-found`, see `brought`.
    """
    start = start.resolve()
    checkout = _at_or_above(start, _is_checkout)
    code = brought() if checkout is None else Brought.of_checkout(checkout)
    root = _at_or_above(start, _is_root)
    return Project(root or code.checkout or start, code)


def has_inventories(directory: Path) -> bool:
    """Return whether a directory holds inventory files of ours, as `inventories/NAME/hiera_kafka.yml`."""
    return any(True for place in _PLACES for name in INVENTORY_FILES for _ in directory.glob(f"{place}{name}"))


def is_around(project: Project, start: Path) -> bool:
    """Return whether a project is one that `start` lies in, and not the one that the package falls back to."""
    return _is_root(project.root) and project.root in (start.resolve(), *start.resolve().parents)


def templates(start: Path) -> Path:
    """Return the templates of the checkout at or above `start`, else those that this package brings.

    Raises:
        ProjectError: There are neither.
    """
    return find(start).templates


def examples() -> Path:
    """Return the directory of `hieradata`, `inventories` and `examples` that `init` begins with.

    Raises:
        ProjectError: `checkout-not-found`, see `brought`.
    """
    return brought().checkout or _PACKAGE / "examples"


def require_template(template: Path, directory: Path) -> None:
    """Refuse a template that is not to be run.

    Args:
        template: The file, in `directory`.
        directory: Templates of a checkout; those that this package brings are run as the package itself is.

    Raises:
        ProjectError: `untrusted-code`.
    """
    if directory != _PACKAGE / "templates":
        require(template, _border(directory.parent))


def _require_code(root: Path) -> None:
    border = _border(root)
    require(root, border)
    for entry in (entry for pattern in _CODE for entry in sorted(root.glob(pattern))):
        require_tree(entry, border)


def _is_root(directory: Path) -> bool:
    return _is_checkout(directory) or has_inventories(directory)


def _is_checkout(directory: Path) -> bool:
    return all((directory / mark).exists() for mark in _MARKS)


def _at_or_above(start: Path, wanted: Callable[[Path], bool]) -> Path | None:
    border = top_level(start)
    for directory in (start, *start.parents):
        if wanted(directory):
            return directory
        if directory == border:
            break
    return None


def _border(checkout: Path) -> Path:
    """Return where trust in a checkout begins: the owner of a repository owns all in it."""
    return top_level(checkout) or checkout
