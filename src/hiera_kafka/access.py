"""What the caller lets data reach beyond its repository: set by an option, a variable or the user's own configuration.

A file of a repository cannot say it: who may change the data would decide then what is read of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.files import user_directories

TREES_VARIABLE = "HIERA_KAFKA_ALLOW_OUTSIDE"
"""Directories, separated as those of PATH."""

HOCON_VARIABLE = "HIERA_KAFKA_HOCON_ENVIRONMENT"
"""Set to anything but nothing and 0, it lets references of HOCON fall back to the environment."""

_KEY = "allow_outside"


@dataclass(frozen=True, slots=True)
class Access:
    """What the caller allows.

    Attributes:
        trees: Absolute paths of directories that files may be read from, whatever repository names them.
        hocon_environment: Whether `${NAME}` of HOCON falls back to the environment.
        own: Trees that the user's configuration names.
        own_file: That configuration, where it names any.
        remote: Whether functions of other packages may be asked for a `uri` that is no file.
    """

    trees: tuple[Path, ...] = ()
    hocon_environment: bool = False
    own: tuple[Path, ...] = ()
    own_file: Path | None = None
    remote: bool = True

    @classmethod
    def of_caller(cls, environ: Mapping[str, str]) -> Access:
        """Return what environment and configuration of the user allow.

        Raises:
            ProjectError: `user-config-invalid`, or `untrusted-code` for one that another user can write.
        """
        named = environ.get(TREES_VARIABLE, "").split(os.pathsep)
        trees = tuple(Path(name).absolute() for name in named if name)
        file = user_directories.configuration(environ) / "config.toml"
        own = tuple(_configured(file))
        return cls(trees, environ.get(HOCON_VARIABLE, "") not in {"", "0"}, own, file.resolve() if own else None)

    def widened(self, trees: Iterable[Path], *, hocon_environment: bool = False) -> Access:
        """Return what is allowed with the options of a command besides."""
        more = tuple(tree.absolute() for tree in trees)
        return replace(self, trees=(*self.trees, *more), hocon_environment=self.hocon_environment or hocon_environment)

    def variables(self) -> dict[str, str]:
        """Return the environment that says the same to programs which this one starts."""
        found = {TREES_VARIABLE: os.pathsep.join(map(str, self.trees))} if self.trees else {}
        return found | ({HOCON_VARIABLE: "1"} if self.hocon_environment else {})

    def beside(self, repository: Path) -> tuple[Path, ...]:
        """Return the trees that a repository's data may be read from besides itself.

        A configuration that lies in the repository, as where a home directory is one, is a file of it like any other.
        """
        if self.own_file is None or self.own_file.is_relative_to(repository.resolve()):
            return self.trees
        return (*self.trees, *self.own)


NOTHING = Access()
"""Nothing beyond the repository, which holds wherever the caller says nothing."""

CLOSED = Access(remote=False)
"""What lint reaches beyond the repository, for every caller: less than nothing. What it finds is shown to strangers."""


def _configured(file: Path) -> list[Path]:
    if not os.path.lexists(file):
        return []
    import tomllib  # noqa: PLC0415 - few callers have such a file, and lookups are short

    from hiera_kafka import trust  # noqa: PLC0415 - as above

    try:
        with file.open("rb") as stream:
            trust.require(file)
            return _trees(file, tomllib.load(stream))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _invalid(file, str(error), "see that it is TOML and may be read") from error


def _trees(file: Path, data: Mapping[str, Any]) -> list[Path]:
    unknown = sorted(data.keys() - {_KEY})
    if unknown:
        raise _invalid(file, f"unknown key {unknown[0]!r}, known is {_KEY}", "remove it, or correct its name")
    trees = data.get(_KEY, [])
    if not isinstance(trees, list) or not all(isinstance(tree, str) for tree in trees):
        raise _invalid(file, f"{_KEY} must be a list of directories", f'write {_KEY} = ["/srv/private"]')
    found = [Path(tree).expanduser() for tree in trees]
    relative = next((tree for tree in found if not tree.is_absolute()), None)
    if relative is not None:
        raise _invalid(file, f"{_KEY} has {str(relative)!r}, which is relative", "write whole paths, or ~/...")
    return found


def _invalid(file: Path, problem: str, hint: str) -> ProjectError:
    return ProjectError(
        Diagnostic(
            "user-config-invalid", f"cannot take the user's configuration: {problem}", (Position(str(file)),), hint=hint
        )
    )
