"""Which files a hierarchy could read for some host, by its paths alone."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.errors import Position
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.levels import KEY_FILES
from hiera_kafka.hiera.hierarchy.locations import file_of, fixed_part
from hiera_kafka.hiera.values.node import MARK

_EXPRESSION = re.compile(r"%\{[^}]*\}")
_LONGEST_PATH = 4096


def could_read(configs: list[Config], path: str) -> bool:
    """Return whether any of several hierarchies could read a file for some host."""
    try:
        return any(
            any(MARK in entry.datadir for entry in config.entries)
            or any(pattern.fullmatch(path) for entry in config.entries for pattern in _patterns_of(config, entry))
            for config in configs
        )
    except (TooCostlyError, re.error):
        return True  # what is not known is not claimed


def _patterns_of(config: Config, entry: LevelConfig) -> list[Expression]:
    """Return patterns of the absolute paths that a level can have; any text can be a variable's."""
    datadir = os.path.normpath(Path(config.root, entry.datadir))
    glob = entry.location_kind in {"glob", "globs"}
    return [_compiled(f"{datadir}/{text}", glob) for text in _templates(entry)]


def _templates(entry: LevelConfig) -> tuple[str, ...]:
    if entry.location_kind == "mapped_paths":
        return entry.locations[2:]
    if entry.location_kind in {"uri", "uris", None}:
        return ()
    extension = entry.extension or ""
    return tuple(text if text.endswith(extension) else text + extension for text in entry.locations)


@functools.lru_cache(maxsize=1024)
def _compiled(template: str, glob: bool) -> Expression:
    if len(template) > _LONGEST_PATH:
        raise re.error("longer than any path")
    return Expression(f"(?s){_pattern(template, glob)}")


def _pattern(template: str, glob: bool) -> str:
    pieces = _EXPRESSION.split(template)
    return ".*".join(
        _glob(piece) if glob else re.escape(os.path.normpath(piece) if len(pieces) == 1 else piece) for piece in pieces
    )


def _glob(piece: str) -> str:
    pattern = re.escape(piece)
    for escaped, meaning in ((r"\*\*/", "(?:.*/)?"), (r"\*", "[^/]*"), (r"\?", "[^/]")):
        pattern = pattern.replace(escaped, meaning)
    # Classes and alternatives are taken for anything: the answer is what cannot be read, and must not be wrong.
    # Behind the last bracket each open one would be searched up to the end.
    end = max(pattern.rfind(r"\]"), pattern.rfind(r"\}")) + 2
    return re.sub(r"\\[\[{].*?\\[\]}]", ".*", pattern[:end]) + pattern[end:]


def beginnings_of(config: Config) -> dict[Position | None, tuple[str, ...]]:
    """Return where the paths of each level begin, absolute and as far as no variable decides: files or directories.

    Args:
        config: The hierarchy; of each level the key is its place in hiera.yaml.
    """
    return {entry.position: tuple(dict.fromkeys(_beginnings(config, entry))) for entry in config.entries}


def key_files_of(config: Config) -> Iterator[tuple[str, Position | None]]:
    """Yield the files of keys that the levels name, as far as no variable decides, and where they are named."""
    for entry in config.entries:
        for name in KEY_FILES:
            if isinstance(file := entry.options.get(name), str):
                yield _fixed(os.path.join(config.root, file)), entry.position  # noqa: PTH118 - as lookups join them


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
