"""Why a directory or file that hiera.yaml names may well be missing: it is kept apart from the repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.values.text_files import read_text

_SUBMODULE = re.compile(r"^\s*path\s*=\s*(.+?)\s*$", re.MULTILINE)
_PRIVATE = re.compile(r"(?i)(?:^|[-_.])(?:private|secrets?)(?:$|[-_.])")


def why_absent(path: str, border: Border | None = None) -> str | None:
    """Return what a missing file or directory is, None where it should be there.

    Args:
        path: Absolute; nothing is there.
        border: What the files that are looked at must lie in.
    """
    tops = [Path(tree) for tree in (() if border is None else border.trees) if Path(path).is_relative_to(tree)]
    tops += [parent for parent in Path(path).parents if (parent / ".git").exists()]
    top = next(iter(tops), Path(path).parent)
    relative = Path(path).relative_to(top)
    link = next((p for p in (Path(path), *Path(path).parents) if p.is_symlink()), None)
    if link is not None and link.is_relative_to(top):
        return f"a link leads to {os.readlink(link)!r}, which is not there"  # noqa: PTH115 - as it is written
    modules = _SUBMODULE.findall(_text(top / ".gitmodules", border))
    if any(relative.is_relative_to(module) for module in modules):
        return "it is in a Git submodule that is not checked out"
    if any(_ignores(directory, path, border) for directory in _from_top(top, Path(path))):
        return "it is kept out of the repository by .gitignore"
    if any(_PRIVATE.search(Path(part).stem) for part in relative.parts):
        return "its name says that it is kept apart from the repository"
    return None


def _from_top(top: Path, path: Path) -> Iterator[Path]:
    yield from (parent for parent in path.parents if parent.is_relative_to(top))


def _ignores(directory: Path, path: str, border: Border | None) -> bool:
    text = _text(directory / ".gitignore", border)
    if not text:
        return False
    relative = str(Path(path).relative_to(directory))
    try:
        spec = GitIgnoreSpec.from_lines(text.splitlines())
    except ValueError:  # a pattern that Git passes over as well
        return False
    return spec.match_file(relative) or spec.match_file(f"{relative}/")


def _text(path: Path, border: Border | None) -> str:
    if not path.is_file():
        return ""
    try:
        return read_text(str(path), border)
    except HieraError:
        return ""  # then it says nothing of the path
