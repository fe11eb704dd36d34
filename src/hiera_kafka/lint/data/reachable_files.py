"""Which files a hierarchy could read for some host, by its paths alone."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.errors import Position
from hiera_kafka.hiera.hierarchy.backends import READERS
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.levels import KEY_FILES
from hiera_kafka.hiera.hierarchy.locations import file_of, fixed_part
from hiera_kafka.hiera.hierarchy.site_functions import installed
from hiera_kafka.hiera.values.node import MARK

_EXPRESSION = re.compile(r"%\{[^}]*\}")
_LONGEST_PATH = 4096
_URL = re.compile(r"(?!file:)[a-z][a-z0-9+.-]*://")
_SERVICE = re.compile(
    r"vault|http|consul|etcd|ldap|foreman|puppetdb|netbox|(?:my|postgre|ms)?sql|redis|mongo|aws|azure|gcp|google|ssm|"
    r"secrets?_?manager|key_?vault|dynamo|one_?password|keepass|conjur|dns|terraform|api(?:_|$)"
)
"""Names of services in names of functions: their answers come from there, and not from files of the repository."""


class Reachable:
    """The files that the levels of one hierarchy could read.

    Attributes:
        config: The hierarchy.
        fixed: Paths that no variable decides, with the levels that read them.
        unknown: Levels that a function reads which is not built in: what they read, and answer, nobody here knows.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.unknown = tuple(entry for entry in config.all_entries if not is_built_in(entry))
        self.fixed: dict[str, list[LevelConfig]] = {}
        self._variable: list[tuple[str, Expression | tuple[str, ...] | None, LevelConfig]] = []
        for entry in (*config.all_entries, *config.plan_entries):
            for template in _absolute(config, entry):
                if MARK not in template and entry.location_kind not in {"glob", "globs"} and is_built_in(entry):
                    self.fixed.setdefault(os.path.normpath(template), []).append(entry)
                else:
                    self._variable.append((_prefix(template, entry), _pattern_of(template, entry), entry))

    @property
    def may_read_anything(self) -> bool:
        """Whether a function that is not known may read any file: one that is told of no path, and asks no server."""
        return any(
            entry.location_kind in {None, "uri", "uris"} and not _asks_a_server(entry) and not is_known(entry)
            for entry in self.unknown
        )

    def levels_of(self, path: str) -> tuple[LevelConfig, ...]:
        """Return the levels that could read a file, the highest first; of functions that are not built in, the likely.

        Args:
            path: Absolute.
        """
        found = list(self.fixed.get(path, ()))
        for prefix, pattern, entry in self._variable:
            if path.startswith(prefix) and _may_match(pattern, path):
                found.append(entry)
        if len(found) < 2:
            return tuple(found)
        entries = (*self.config.all_entries, *self.config.plan_entries)
        return tuple(entry for entry in entries if any(entry is other for other in found))


def is_built_in(entry: LevelConfig) -> bool:
    """Return whether the function of a level is one of Hiera's own."""
    return (entry.function_kind, entry.function) in READERS


def _absolute(config: Config, entry: LevelConfig) -> Iterator[str]:
    """Yield the paths that a level can have, variables as they are written."""
    for text in _templates(entry):
        yield os.path.normpath(os.path.join(config.root, entry.datadir, text))  # noqa: PTH118 - as lookups join them


def _prefix(template: str, entry: LevelConfig) -> str:
    """Return how all paths that a template stands for begin."""
    start = template.partition(MARK)[0]
    if entry.location_kind in {"glob", "globs"}:
        return re.split(r"[*?\[{\\]", start, maxsplit=1)[0]
    return start if MARK in template or is_built_in(entry) else str(Path(start).with_suffix(""))


def _pattern_of(template: str, entry: LevelConfig) -> Expression | tuple[str, ...] | None:
    """Return what tells the paths of a template: its fixed pieces, or an expression where pieces are not enough."""
    if entry.location_kind not in {"glob", "globs"} and is_built_in(entry):
        return tuple(_EXPRESSION.split(template))
    try:
        return _compiled(template, entry.location_kind in {"glob", "globs"}, any_below=not is_built_in(entry))
    except (TooCostlyError, re.error):
        return None


def _may_match(pattern: Expression | tuple[str, ...] | None, path: str) -> bool:
    if isinstance(pattern, tuple):
        return _has_pieces(path, pattern)
    try:
        return pattern is None or pattern.fullmatch(path)
    except TooCostlyError:
        return True  # what is not known is not claimed


def _has_pieces(path: str, pieces: tuple[str, ...]) -> bool:
    """Return whether a path is made of pieces in their order, with anything between them."""
    first, *between, last = pieces
    if len(pieces) == 1:
        return path == first
    at, end = len(first), len(path) - len(last)
    if at > end or not (path.startswith(first) and path.endswith(last)):
        return False
    for piece in between:
        found = path.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _templates(entry: LevelConfig) -> tuple[str, ...]:
    if entry.location_kind == "mapped_paths":
        return entry.locations[2:]
    if entry.location_kind in {"uri", "uris", None}:
        return ()
    extension = entry.extension or ""
    return tuple(text if text.endswith(extension) else text + extension for text in entry.locations)


@functools.lru_cache(maxsize=1024)
def _compiled(template: str, glob: bool, *, any_below: bool) -> Expression:
    if len(template) > _LONGEST_PATH:
        raise re.error("longer than any path")
    # A function of a site may take a path for a directory, or add an ending to it.
    return Expression(f"(?s){_pattern(template, glob)}{'(?:[./].*)?' if any_below else ''}")


def _pattern(template: str, glob: bool) -> str:
    return ".*".join(_glob(piece) if glob else re.escape(piece) for piece in _EXPRESSION.split(template))


def _glob(piece: str) -> str:
    pattern = re.escape(piece)
    for escaped, meaning in ((r"\*\*/", "(?:.*/)?"), (r"\*", "[^/]*"), (r"\?", "[^/]")):
        pattern = pattern.replace(escaped, meaning)
    # Classes and alternatives are taken for anything: the answer is what cannot be read, and must not be wrong.
    # Behind the last bracket each open one would be searched up to the end.
    end = max(pattern.rfind(r"\]"), pattern.rfind(r"\}")) + 2
    return re.sub(r"\\[\[{].*?\\[\]}]", ".*", pattern[:end]) + pattern[end:]


def _asks_a_server(entry: LevelConfig) -> bool:
    """Return whether a level names a URL, or is read by a function that has the name of some service."""
    if any(_URL.match(text) for text in entry.locations) or _SERVICE.search(entry.function):
        return True
    return any(isinstance(value, str) and _URL.match(value) for value in entry.options.values())


def is_known(entry: LevelConfig) -> bool:
    """Return whether the function of a level is built in or installed, so that lookups can call it."""
    return is_built_in(entry) or entry.function in installed()


def beginnings_of(config: Config) -> dict[Position | None, tuple[str, ...]]:
    """Return where the paths of each level begin, absolute and as far as no variable decides: files or directories.

    Args:
        config: The hierarchy; of each level the key is its place in hiera.yaml.
    """
    return {entry.position: tuple(dict.fromkeys(_beginnings(config, entry))) for entry in config.all_entries}


def key_files_of(config: Config) -> Iterator[tuple[str, Position | None]]:
    """Yield the files of keys that the levels name, as far as no variable decides, and where they are named."""
    for entry in config.all_entries:
        for name in KEY_FILES:
            if isinstance(file := entry.options.get(name), str):
                yield _fixed(os.path.join(config.root, file)), entry.position  # noqa: PTH118 - as lookups join them


def data_directories(config: Config) -> dict[str, bool]:
    """Return where data of a hierarchy can be: absolute directories, and whether each is a data directory itself.

    Of a data directory that depends on the host it is the directory up to there.
    """
    found: dict[str, bool] = {}
    for entry in (*config.all_entries, *config.plan_entries):
        directory = os.path.normpath(Path(config.root, entry.datadir))
        own = MARK not in directory
        if entry.location_kind in {"uri", "uris"}:
            continue
        begins = directory if own else _fixed(directory)
        found[begins] = own or found.get(begins, False)
    return dict(sorted(found.items()))


def _beginnings(config: Config, entry: LevelConfig) -> Iterator[str]:
    if entry.location_kind in {"uri", "uris"}:
        files = (file_of(uri, config.root) for uri in entry.locations)
        yield from (_fixed(file) for file in files if file is not None)
    for text in _templates(entry):
        path = os.path.join(config.root, entry.datadir, text)  # noqa: PTH118 - as lookups join them
        yield fixed_part(_fixed(path)) if entry.location_kind in {"glob", "globs"} else _fixed(path)


def _fixed(path: str) -> str:
    """Return a path up to the directory whose entry a variable names."""
    start, mark, _ = path.partition(MARK)
    return os.path.normpath(os.path.split(start)[0] if mark else start)
