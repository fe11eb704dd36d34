"""Which files a hierarchy could read for some host, told from its paths alone."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

from hiera_kafka.bounded import Expression, TooCostlyError
from hiera_kafka.hiera.config import Config, Entry
from hiera_kafka.hiera.node import MARK

_EXPRESSION = re.compile(r"%\{[^}]*\}")
_LONGEST_PATH = 4096


def could_read(configs: list[Config], path: str) -> bool:
    """Tell whether any of several hierarchies could read a file for some host."""
    try:
        return any(
            any(MARK in entry.datadir for entry in config.entries)
            or any(pattern.fullmatch(path) for entry in config.entries for pattern in _patterns_of(config, entry))
            for config in configs
        )
    except (TooCostlyError, re.error):
        return True  # what cannot be told is not claimed


def _patterns_of(config: Config, entry: Entry) -> list[Expression]:
    """Return patterns of the absolute paths that a level can have; any text can be a variable's."""
    datadir = os.path.normpath(Path(config.root, entry.datadir))
    glob = entry.location_kind in {"glob", "globs"}
    return [_compiled(f"{datadir}/{text}", glob) for text in _templates(entry)]


def _templates(entry: Entry) -> tuple[str, ...]:
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
    # Classes and alternatives are taken for anything: this tells what cannot be read, and must not err.
    # Behind the last bracket each open one would be searched up to the end.
    end = max(pattern.rfind(r"\]"), pattern.rfind(r"\}")) + 2
    return re.sub(r"\\[\[{].*?\\[\]}]", ".*", pattern[:end]) + pattern[end:]
