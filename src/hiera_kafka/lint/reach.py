"""Which files a hierarchy could read for some host, told from its paths alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hiera_kafka.hiera.config import Config, Entry
from hiera_kafka.hiera.node import MARK

_EXPRESSION = re.compile(r"%\{[^}]*\}")


def patterns_of(config: Config) -> list[re.Pattern[str]]:
    """Return patterns of the absolute paths that the levels of a hierarchy can have; any text can be a variable's."""
    found = []
    for entry in config.entries:
        datadir = os.path.normpath(Path(config.root, entry.datadir))
        found += [re.compile(_pattern(f"{datadir}/{text}", entry), re.DOTALL) for text in _templates(entry)]
    return found


def _templates(entry: Entry) -> tuple[str, ...]:
    if entry.location_kind == "mapped_paths":
        return entry.locations[2:]
    if entry.location_kind in {"uri", "uris", None}:
        return ()
    extension = entry.extension or ""
    return tuple(text if text.endswith(extension) else text + extension for text in entry.locations)


def _pattern(template: str, entry: Entry) -> str:
    glob = entry.location_kind in {"glob", "globs"}
    pieces = _EXPRESSION.split(template)
    return ".*".join(
        _glob(piece) if glob else re.escape(os.path.normpath(piece) if len(pieces) == 1 else piece) for piece in pieces
    )


def _glob(piece: str) -> str:
    pattern = re.escape(piece)
    for escaped, meaning in ((r"\*\*/", "(?:.*/)?"), (r"\*", "[^/]*"), (r"\?", "[^/]")):
        pattern = pattern.replace(escaped, meaning)
    # Classes and alternatives are taken for anything: this tells what cannot be read, and must not err.
    return re.sub(r"\\[\[{].*?\\[\]}]", ".*", pattern)


def could_read(configs: list[Config], path: str) -> bool:
    """Tell whether any of several hierarchies could read a file for some host."""
    return any(
        any(MARK in entry.datadir for entry in config.entries)
        or any(pattern.fullmatch(path) for pattern in patterns_of(config))
        for config in configs
    )
