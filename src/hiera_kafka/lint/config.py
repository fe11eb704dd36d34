"""Settings of a lint run: `[tool.hiera-kafka-lint]` of pyproject.toml, or `.hiera-kafka-lint.yaml`."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from hiera_kafka.errors import Diagnostic, Level, Position, ProjectError, nearest
from hiera_kafka.hiera.yamlfile import read_yaml
from hiera_kafka.lint.registry import all_rules
from hiera_kafka.lint.surfaced import surfaced_ids
from hiera_kafka.model.base import StrictModel, diagnostics_of
from hiera_kafka.source import Origin, Trace

FILE_NAME = ".hiera-kafka-lint.yaml"
TABLE = "hiera-kafka-lint"
OWN_IDS = ("unused-ignore", "ignore-without-reason")
"""Ids of findings about lint's own comments."""


class LintFile(StrictModel):
    """The keys of the configuration."""

    paths: list[str] = Field(default_factory=list)
    """What is linted when the command line names nothing; relative to the configuration."""
    select: list[str] = Field(default_factory=list)
    """Ids, or patterns such as `yaml-*`; nothing else is reported."""
    ignore: list[str] = Field(default_factory=list)
    """Ids or patterns that are not reported."""
    exclude: list[str] = Field(default_factory=list)
    """Files and directories that are left out: patterns of paths relative to the configuration."""
    levels: dict[str, str] = Field(default_factory=dict)
    """Id to another level: error, warning or info."""
    baseline: str | None = None
    """File of findings that are known already; relative to the configuration."""


@dataclass(frozen=True)
class Settings:
    """What a run reports.

    Attributes:
        root: Directory that relative names belong to.
        select: Patterns of ids; empty means all.
        ignore: Patterns of ids.
        exclude: Patterns of paths relative to `root`.
        levels: Id to level.
        paths: What is linted when the command line names nothing.
        baseline: File of known findings.
    """

    root: Path
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    baseline: Path | None = None

    def wants(self, id_: str) -> bool:
        """Tell whether findings of this id are reported."""
        if any(fnmatch.fnmatchcase(id_, pattern) for pattern in self.ignore):
            return False
        return not self.select or any(fnmatch.fnmatchcase(id_, pattern) for pattern in self.select)

    def excludes(self, path: str) -> bool:
        """Tell whether a file is left out."""
        try:
            relative = str(Path(path).relative_to(self.root))
        except ValueError:
            return False
        return any(
            fnmatch.fnmatchcase(relative, pattern) or fnmatch.fnmatchcase(relative, f"{pattern.rstrip('/')}/*")
            for pattern in self.exclude
        )


def known_ids() -> tuple[str, ...]:
    """Return every id that a finding can have."""
    return tuple(sorted({*all_rules(), *surfaced_ids(), *OWN_IDS}))


def check_ids(patterns: Sequence[str], where: Position | None, what: str) -> list[Diagnostic]:
    """Return a Diagnostic for each pattern that no id matches."""
    if not patterns:
        return []
    found = []
    known = known_ids()
    for pattern in patterns:
        if any(fnmatch.fnmatchcase(id_, pattern) for id_ in known):
            continue
        near = nearest(pattern, known)
        found.append(
            Diagnostic(
                "unknown-rule",
                f"no rule or message is named {pattern!r}, which stands in {what}",
                () if where is None else (where,),
                hint=f"did you mean {near!r}?" if near else "`hiera-kafka lint --list-rules` names all",
            )
        )
    return found


def load_settings(start: Path) -> Settings:
    """Return the settings that hold in a directory: those of the nearest configuration at or above it.

    Raises:
        ProjectError: A configuration with wrong keys, values or ids.
        HieraError: One that is no YAML.
    """
    for directory in (start, *start.parents):
        own = directory / FILE_NAME
        if own.is_file():
            value, trace, _ = read_yaml(own)
            return _settings(directory, own, {} if value is None else value, trace)
        table = _table(directory / "pyproject.toml")
        if table is not None:
            file = directory / "pyproject.toml"
            return _settings(directory, file, table, Trace(Origin.given(TABLE, Position(str(file)))))
    return Settings(start)


def _table(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    try:
        with file.open("rb") as stream:
            found = tomllib.load(stream).get("tool", {}).get(TABLE)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(
            Diagnostic("lint-config-unreadable", f"cannot read the configuration: {error}", (Position(str(file)),))
        ) from error
    return found if isinstance(found, dict) else None


def _settings(root: Path, file: Path, value: Any, trace: Trace) -> Settings:
    if not isinstance(value, dict):
        raise ProjectError(
            Diagnostic("wrong-type", f"{file.name} must be a hash of settings", (Position(str(file), 1, 1),))
        )
    try:
        model = LintFile.model_validate(value)
    except ValidationError as error:
        raise ProjectError(diagnostics_of(error, LintFile, trace, file.name)) from error
    problems: list[Diagnostic] = []
    for key in ("select", "ignore"):
        for index, pattern in enumerate(getattr(model, key)):
            where = trace.at(key, index).positions()[:1]
            problems += check_ids([pattern], where[0] if where else None, f"`{key}`")
    for id_, level in model.levels.items():
        where = trace.at("levels", id_).positions()[:1]
        problems += check_ids([id_], where[0] if where else None, "`levels`")
        if level not in set(Level):
            problems.append(
                Diagnostic("wrong-type", f"levels.{id_}: must be error, warning or info, found {level!r}", where)
            )
    if problems:
        raise ProjectError(problems)
    return Settings(
        root,
        tuple(model.select),
        tuple(model.ignore),
        tuple(model.exclude),
        {id_: Level(level) for id_, level in model.levels.items()},
        tuple(root / path for path in model.paths),
        None if model.baseline is None else root / model.baseline,
    )
