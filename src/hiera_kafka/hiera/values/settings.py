"""How a lookup behaves: Puppet's own settings, and where it is stricter than Puppet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a `Hiera`.

    Attributes:
        strict: What an unknown variable in data is: silence, a warning or an error; `error` refuses data files that
            are no hash as well.
        as_puppet: Go on silently where Puppet does: without hiera.yaml, with one of version 3 or 4, and without the
            data directory. Otherwise each of these is an error.
        global_config: Path of the hiera.yaml of the global layer; None means there is no such layer.
        modules: Directory of modules; None means `modules` beside hiera.yaml.
        repository: Directory that hiera.yaml and all that it names must lie in; None is the Git top level of
            hiera.yaml, else its directory.
        allow_outside: Directories that files may be read from besides.
        hocon_environment: Whether `${NAME}` of HOCON falls back to the variable NAME of the environment, as in Puppet.
        remote: Whether functions of other packages may be asked for a `uri` that is no file; else such a level counts
            as one that lies outside.
    """

    strict: Literal["off", "warning", "error"] = "warning"
    as_puppet: bool = False
    global_config: Path | None = None
    modules: Path | None = None
    repository: Path | None = None
    allow_outside: tuple[Path, ...] = ()
    hocon_environment: bool = False
    remote: bool = True
