"""Settings of a lint run: `[tool.hiera-kafka-lint]` of pyproject.toml, or `.hiera-kafka-lint.yaml`.

Those of the repository are its own: who changes the data may change them. Where the caller gives a configuration, as CI
does for strangers' branches, it alone counts, also over the comments in the data that silence findings.
"""

from __future__ import annotations

import fnmatch
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hiera_kafka import trust
from hiera_kafka.border import Border, named
from hiera_kafka.errors import Diagnostic, HieraError, Position, ProjectError, Severity, nearest
from hiera_kafka.hiera.formats.yaml_reader import read_yaml
from hiera_kafka.hiera.values.text_files import read_text
from hiera_kafka.lint.ids_of_other_packages import surfaced_ids
from hiera_kafka.lint.registry import all_rules
from hiera_kafka.repository import top_level
from hiera_kafka.source import Origin, Trace

FILE_NAME = ".hiera-kafka-lint.yaml"
TABLE = "hiera-kafka-lint"
OWN_IDS = ("unused-ignore", "ignore-without-reason")
"""Ids of findings about lint's own comments."""


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
        baseline_border: What that file must lie in, where the repository names it; None where the caller does.
        inline_ignores: Whether comments in the data silence findings.
        diagnostics: Why a configuration that is there was not taken.
    """

    root: Path
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    levels: Mapping[str, Severity] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    baseline: Path | None = None
    baseline_border: Border | None = None
    inline_ignores: bool = True
    diagnostics: tuple[Diagnostic, ...] = ()

    def wants(self, id_: str) -> bool:
        """Return whether findings of this id are reported."""
        if any(fnmatch.fnmatchcase(id_, pattern) for pattern in self.ignore):
            return False
        return not self.select or any(fnmatch.fnmatchcase(id_, pattern) for pattern in self.select)

    def excludes(self, path: str) -> bool:
        """Return whether a file is left out."""
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

    The search ends at the top of the repository; what another user could have written is not taken.

    Raises:
        ProjectError: A configuration with wrong keys, values or ids.
        HieraError: One that is no YAML.
    """
    start = start.resolve()
    top = top_level(start) or start
    border = Border([top])
    for directory in (start, *start.parents):
        for file in (directory / FILE_NAME, directory / "pyproject.toml"):
            if not os.path.lexists(file):
                continue
            found = _read(file, border) if border.holds(file) else None
            if found is None and border.holds(file):
                continue  # a pyproject.toml without settings for lint may belong to anyone
            problem = _objection(file, border)
            if found is None or problem is not None:
                return Settings(start, diagnostics=(_not_taken(file, problem),))
            return replace(_settings(directory, file, *found), baseline_border=border)
        if directory == top:
            break
    return Settings(start)


def given_settings(file: Path, start: Path) -> Settings:
    """Return the settings of a configuration that the caller gives, whatever the repository has.

    Args:
        file: YAML, or TOML with the table of pyproject.toml. Its baseline is named from its own directory.
        start: Where the caller stands; all else is named from the top of the repository there.

    Raises:
        ProjectError: A configuration with wrong keys, values or ids, or without any.
        HieraError: One that is no YAML, or a link of a repository that leads out of it.
    """
    real = named(file)
    found = _read(real, None)
    if found is None:
        raise ProjectError(_unreadable(real, f"it has no table [tool.{TABLE}]"))
    root = top_level(start) or start
    settings = _settings(real.parent, real, *found)
    paths = tuple(root / path.relative_to(real.parent) for path in settings.paths)
    silenced = settings.inline_ignores and found[0].get("inline_ignores") is True
    return replace(settings, root=root, paths=paths, inline_ignores=silenced)


def _objection(file: Path, border: Border) -> str | None:
    """Return why a configuration of the repository is not taken, None when it is."""
    if not border.holds(file):
        return f"{file} is a link that leads out of the repository"
    return trust.objection(file, Path(border.trees[0]))


def _not_taken(file: Path, problem: str | None) -> Diagnostic:
    return Diagnostic(
        "lint-config-not-taken",
        f"the configuration is not taken: {problem}",
        (Position(str(file)),),
        hint="give a configuration of your own with --config; for files of another user see untrusted-code",
        level=Severity.WARNING,
    )


def _read(file: Path, border: Border | None) -> tuple[Any, Trace] | None:
    """Return what a configuration says, and where; None for TOML without our table."""
    if file.suffix == ".toml":
        table = _table(file, border)
        return None if table is None else (table, Trace(Origin.given(TABLE, Position(str(file)))))
    value, trace, _ = read_yaml(file, border)
    return {} if value is None else value, trace


def _table(file: Path, border: Border | None) -> dict[str, Any] | None:
    try:
        found = tomllib.loads(read_text(file, border)).get("tool", {}).get(TABLE)
    except HieraError as error:
        raise ProjectError(_unreadable(file, error.diagnostics[0].message)) from error
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(_unreadable(file, str(error))) from error
    return found if isinstance(found, dict) else None


def _unreadable(file: Path, why: str) -> Diagnostic:
    return Diagnostic("lint-config-unreadable", f"cannot read the configuration: {why}", (Position(str(file)),))


def _settings(root: Path, file: Path, value: Any, trace: Trace) -> Settings:
    if not isinstance(value, dict):
        raise ProjectError(
            Diagnostic("wrong-type", f"{file.name} must be a hash of settings", (Position(str(file), 1, 1),))
        )
    from hiera_kafka.lint import config_file  # noqa: PLC0415 - see there

    model = config_file.read(value, trace, file.name)
    problems: list[Diagnostic] = []
    for key in ("select", "ignore"):
        for index, pattern in enumerate(getattr(model, key)):
            where = trace.at(key, index).positions()[:1]
            problems += check_ids([pattern], where[0] if where else None, f"`{key}`")
    for id_, level in model.levels.items():
        where = trace.at("levels", id_).positions()[:1]
        problems += check_ids([id_], where[0] if where else None, "`levels`")
        if level not in set(Severity):
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
        {id_: Severity(level) for id_, level in model.levels.items()},
        tuple(root / path for path in model.paths),
        None if model.baseline is None else root / model.baseline,
        inline_ignores=model.inline_ignores is not False,
    )
