"""Which files a level of the hierarchy reads for one host."""

from __future__ import annotations

import functools
import itertools
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.hiera.hierarchy.walk_limits import Names, check_paths
from hiera_kafka.hiera.values.failures import failure, placed

Expand = Callable[[str, Mapping[str, object]], str]
"""Interpolates a text with scope variables only, given local variables that shadow them."""


Mapped = Callable[[str], list[object]]
"""Gives the elements of a scope variable."""


Glob = Callable[[str], Sequence[str]]
"""Gives the files that match a pattern."""


Holds = Callable[[str], bool]
"""Returns whether a path leads into a tree that may be read."""


class Stray(str):
    """A path that is absolute only because the variable that it begins with is empty, as for `%{role}/common.yaml`.

    Puppet looks for it at the top of the file system and finds nothing. No data says that it wants to go there.
    """

    __slots__ = ()


def resolve(entry: LevelConfig, datadir: str, expand: Expand, mapped: Mapped, glob: Glob | None = None) -> list[str]:
    """Return the absolute paths of a level, those of missing files included.

    Args:
        entry: The level; one with a `uri` or without location gives nothing.
        datadir: Absolute path of its data directory.
        expand: Interpolates a path.
        mapped: Gives the elements of the variable that `mapped_paths` names.
        glob: Gives the files that match a pattern in place of `expand_glob`, which remembers nothing.
    """
    kind, texts = entry.location_kind, entry.locations
    check_paths(len(texts), entry.name, entry.position)
    if kind in {"path", "paths"}:
        return [_path(datadir, text, expand, {}, entry) for text in texts]
    if kind in {"glob", "globs"}:
        try:
            return [path for text in texts for path in _globbed(datadir, text, expand, glob or expand_glob)]
        except HieraError as error:
            raise placed(error, entry.position) from error
    if kind == "mapped_paths":
        variable, name, template = texts
        elements = mapped(variable)
        check_paths(len(elements), entry.name, entry.position)
        return [_path(datadir, template, expand, {name: element}) for element in elements]
    return []


def _path(
    datadir: str, text: str, expand: Expand, local: Mapping[str, object], extending: LevelConfig | None = None
) -> str:
    found = expand(text if extending is None else _extended(text, extending), local)
    path = _join(datadir, found if extending is None else _extended(found, extending))
    return Stray(path) if isinstance(datadir, Stray) or strays(text, found, expand, local) else path


def _globbed(datadir: str, text: str, expand: Expand, glob: Glob) -> Sequence[str]:
    found = expand(text, {})
    stray = isinstance(datadir, Stray) or strays(text, found, expand, {})
    paths = glob(_join(datadir, found))
    return [Stray(path) for path in paths] if stray else paths


_LEADING = re.compile(r"(?:%\{[^}]*\})+")


def strays(text: str, found: str, expand: Expand, local: Mapping[str, object]) -> bool:
    """Return whether a path is absolute only because what it begins with is empty.

    Args:
        text: The path as it is written.
        found: What it was expanded to.
        expand: Interpolates a text.
        local: Local variables.
    """
    leading = _LEADING.match(text) if found.startswith("/") else None
    return leading is not None and text.startswith("/", leading.end()) and not expand(leading.group(), local)


def _extended(text: str, entry: LevelConfig) -> str:
    if entry.extension is None or text.endswith(entry.extension):
        return text
    return text + entry.extension


def _join(datadir: str, path: str) -> str:
    return os.path.normpath(os.path.join(datadir, path))  # noqa: PTH118 - Path takes five times as long


MAX_ALTERNATIVES = 10_000
"""Patterns that the braces of one glob stand for."""


def file_of(uri: str, base: str) -> str | None:
    """Return the path that a `uri` of a level names, None when it names something else than a file."""
    scheme, colon, rest = uri.partition(":")
    if colon and scheme.lower() != "file" and _SCHEME.fullmatch(scheme):
        return None
    import urllib.parse  # noqa: PLC0415 - few levels have any, and it takes longer than many a lookup

    return _join(base, urllib.parse.unquote(urllib.parse.urlsplit(rest if scheme.lower() == "file" else uri).path))


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


def fixed_part(pattern: str) -> str:
    """Return the directory that a glob begins in, and a path without any letter of meaning as it is."""
    match = _MAGIC.search(pattern.replace("{", "["))
    return pattern if match is None else os.path.split(pattern[: match.start()])[0]


def expand_glob(pattern: str, holds: Holds | None = None, names: Names | None = None) -> list[str]:
    """Return the files that match, as Ruby's `Dir.glob` gives them: sorted by bytes in each directory.

    Args:
        pattern: Absolute; `*`, `?`, `[...]`, `{a,b}` and `**/` have their meaning, dot files need a dot.
        holds: Returns whether a path may be read; what may not is returned as it is, with the rest of the
            pattern. None is for all paths.
        names: Counts what is looked at.

    Raises:
        HieraError: `glob-too-wide` or `too-many-files`, without a place.
    """
    found: list[Path] = []
    alternatives = list(itertools.islice(_braces(pattern), MAX_ALTERNATIVES + 1))
    if len(alternatives) > MAX_ALTERNATIVES:
        raise failure(
            "glob-too-wide",
            f"the braces of a glob stand for more than {MAX_ALTERNATIVES} patterns",
            hint="write fewer braces, or use *",
        )
    look = _Look(holds, names or Names())
    for alternative in alternatives:
        fixed = fixed_part(alternative)
        if holds is not None and not holds(fixed):
            found.append(Path(alternative))
            continue
        rest = [part for part in alternative[len(fixed) :].split("/") if part]
        # `**/**/` means no more than `**/`, and a file that two of them find in two ways is found once.
        rest = [part for part, before in zip(rest, ["", *rest], strict=False) if (part, before) != ("**", "**")]
        try:
            paths = _walk(Path(fixed), rest, look) if rest else _step(Path(fixed), [], look)
            found += dict.fromkeys(paths)
        except RecursionError:
            raise failure(
                "too-many-files",
                "the directories that a glob goes through nest too deep",
                hint="narrow the glob to where the data is",
            ) from None
    return [str(path) for path in found]


def _braces(pattern: str) -> Iterable[str]:
    start, depth = -1, 0
    commas: list[int] = []
    index = 0
    while index < len(pattern):
        char = pattern[index]
        if char == "\\":
            index += 1
        elif char == "{":
            if depth == 0:
                start, commas = index, []
            depth += 1
        elif char == "," and depth == 1:
            commas.append(index)
        elif char == "}" and depth:
            depth -= 1
            if depth == 0:
                edges = [start, *commas, index]
                for left, right in itertools.pairwise(edges):
                    yield from _braces(pattern[:start] + pattern[left + 1 : right] + pattern[index + 1 :])
                return
        index += 1
    yield pattern


_MAGIC = re.compile(r"[*?\[\\]")


@dataclass(frozen=True, slots=True)
class _Look:
    """Where a glob may look, and how much it has looked at."""

    holds: Holds | None
    names: Names

    def entries(self, directory: Path) -> list[Path]:
        try:
            found = sorted(directory.iterdir(), key=os.fsencode)
        except OSError:  # a directory that is missing or may not be listed matches nothing, as in Ruby
            return []
        # A directory without names counts as well: many ways can lead into it.
        self.names.add(1 + len(found))
        return found


def _walk(directory: Path, parts: list[str], look: _Look) -> list[Path]:
    part, rest = parts[0], parts[1:]
    if part == "**" and rest:
        return _descend(directory, rest, look)
    if not _MAGIC.search(part):
        return _step(directory / part, rest, look)
    entries = [entry for entry in look.entries(directory) if _matches(entry.name, part)]
    return [path for entry in entries for path in _step(entry, rest, look)]


def _step(path: Path, rest: list[str], look: _Look) -> list[Path]:
    try:
        if path.is_symlink():
            # Where it leads is looked up for each part of the path; links that lead back make such paths long.
            look.names.add(len(path.parts))
            if look.holds is not None and not look.holds(str(path)):
                return [path.joinpath(*rest)]
        if rest:
            return _walk(path, rest, look) if path.is_dir() else []
        return [path] if path.is_file() else []
    except OSError:  # a name that is too long names no file, as in Ruby
        return []


def _descend(directory: Path, rest: list[str], look: _Look) -> list[Path]:
    """Match `**/rest`: the files here and those of each subdirectory, at its place in the sorted order."""
    last = len(rest) == 1
    found = [] if last else _walk(directory, rest, look)
    for path in look.entries(directory):
        if last and _matches(path.name, rest[0]):
            found += _step(path, [], look)
        if not path.name.startswith(".") and not path.is_symlink() and _is_directory(path):
            found += _descend(path, rest, look)
    return found


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # what may not be looked at matches nothing, as in Ruby
        return False


def _matches(name: str, part: str) -> bool:
    if name.startswith(".") and not part.startswith("."):
        return False
    pattern = _translate(part)
    return pattern is not None and pattern.fullmatch(name) is not None


@functools.lru_cache(maxsize=256)
def _translate(part: str) -> re.Pattern[str] | None:
    """Return what matches as one part of a glob does; None for one that matches nothing, such as `[z-a]`."""
    pieces, index = [""], 0
    while index < len(part):
        char = part[index]
        index += 1
        if char == "*":
            pieces.append("")
        elif char == "?":
            pieces[-1] += "."
        elif char == "\\" and index < len(part):
            pieces[-1] += re.escape(part[index])
            index += 1
        elif char == "[" and (end := part.find("]", index + 1)) > 0:
            body = part[index:end]
            negated = body[:1] in {"!", "^"}
            body = re.sub(r"([\\\[\]&~|^])", r"\\\1", body[1:] if negated else body)
            pieces[-1] += f"[{'^' if negated else ''}{body}]"
            index = end + 1
        else:
            pieces[-1] += re.escape(char)
    # A star that is not the last may take the first match that comes; were it to try others, each star would multiply.
    pattern = pieces[0] + "".join(f"(?>.*?{piece})" for piece in pieces[1:-1])
    try:
        return re.compile(pattern + (".*" + pieces[-1] if len(pieces) > 1 else ""), re.DOTALL)
    except re.error:
        return None
