"""Version ranges as Puppet's SemVerRange takes them, whose grammar is that of npm."""

from __future__ import annotations

import re

_NUMBER = r"(?:[xX*]|0|[1-9][0-9]*)"
_PARTS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_PARTIAL = rf"{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}(?:-(?:{_PARTS}))?(?:\+{_PARTS})?)?)?"
_SIMPLE = re.compile(rf"(?:[<>=~^]|<=|>=|~>|~=)?{_PARTIAL}", re.ASCII)
_HYPHEN = re.compile(rf"{_PARTIAL}\s+-\s+{_PARTIAL}", re.ASCII)
_LOOSE = re.compile(r"([><=~^])(?:\s+|\s*v)", re.ASCII)
_WITHOUT_MEANING = re.compile(r"(?:\^|<=)[xX*]", re.ASCII)
MAX_LETTERS = 1000


def is_range(text: str) -> bool:
    """Return whether a text is a range of versions, such as `>=1.0.0 <2.0.0`, `~1.2`, `1.x || 3.x` or `1.0 - 2.0`."""
    if len(text) > MAX_LETTERS:
        return False
    ranges = re.split(r"\s*\|\|\s*", _LOOSE.sub(r"\1", text))
    while ranges and not ranges[-1]:
        ranges.pop()
    return all(_HYPHEN.fullmatch(part) or _are_simple(part) for part in ranges)


def _are_simple(text: str) -> bool:
    words = re.split(r"\s+", text.rstrip())
    return words == [""] or all(map(_is_simple, words))


def _is_simple(word: str) -> bool:
    if not _SIMPLE.fullmatch(word) or _WITHOUT_MEANING.match(word):
        return False
    prerelease = word.partition("+")[0].partition("-")[2]
    return not any(part.isdigit() and part.startswith("0") and part != "0" for part in prerelease.split("."))
