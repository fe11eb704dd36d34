"""`profile::kafka::broker::num_io_thread`: almost a key that is looked up."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.known_keys import NAMESPACES, known_keys
from hiera_kafka.lint.finding import Finding, Fix
from hiera_kafka.lint.registry import FileRule

_COLONS = re.compile(":+")
_OURS = ("kafka", "zookeeper")
_ODD = ("profile::kafka:mirror:",)
_CLOSE, _VERY_CLOSE, _ALIKE = 0.75, 0.95, 0.6


class MisspeltKey(FileRule):
    """Root keys that nobody looks up and that are one slip away from a key that is looked up."""

    id = "misspelt-key"
    level = Severity.WARNING
    summary = "A key is nearly one that is looked up, so it is probably misspelt."
    needs_all = True

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such key, with the nearest that is looked up."""
        if file.kind != DataFile.DATA:
            return
        for key in file.entries:
            near = near_key(key)
            if near is None:
                continue
            where = file.key_position(key)
            yield self.finding(
                f"nothing looks up {key!r}, but {near!r} is looked up",
                where,
                hint=f"did you mean {near!r}?",
                length=len(key),
                fix=Fix(where, key, near) if _is_certain(key, near) and near not in file.entries else None,
            )


def near_key(key: str) -> str | None:
    """Return the key that is looked up and that `key` was probably meant to be, None when it is one or like none."""
    known = known_keys()
    if key in known:
        return None
    if key.startswith("kafka::") and f"profile::{key}" in known:
        return f"profile::{key}"
    # Only keys of this project are judged: of other classes it is not known what they look up.
    ours = [name for name in known if name.startswith((*NAMESPACES, *_OURS, *_ODD))]
    for near in difflib.get_close_matches(key, sorted(ours), n=3, cutoff=_CLOSE):
        if _alike(key, near):
            return near
    return None


def _alike(key: str, near: str) -> bool:
    """Return whether two keys are alike in each segment, not only because most of their segments are the same."""
    if _is_certain(key, near):
        return True
    mine, theirs = _COLONS.split(key), _COLONS.split(near)
    if len(mine) == len(theirs):
        return all(_ratio(a, b) >= _CLOSE and _same_words(a, b) for a, b in zip(mine, theirs, strict=True))
    # A segment too many, or one that is missing.
    longer, shorter = sorted((mine, theirs), key=len, reverse=True)
    if key.startswith(NAMESPACES) and len(longer) == len(shorter) + 1 and len(shorter) > 1:
        return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))
    return _ratio(key, near) >= _VERY_CLOSE and "::" in near


def _same_words(a: str, b: str) -> bool:
    """Return whether the words that two names do not share are alike, so that it is a slip and not another word."""
    mine, theirs = a.split("_"), b.split("_")
    while mine and theirs and mine[0] == theirs[0]:
        del mine[0], theirs[0]
    while mine and theirs and mine[-1] == theirs[-1]:
        del mine[-1], theirs[-1]
    return _ratio("_".join(mine), "_".join(theirs)) >= _ALIKE


def _ratio(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b).ratio()


def _is_certain(key: str, near: str) -> bool:
    """Return whether the two differ in colons alone, which no other key that is looked up can be meant by."""
    return key.replace(":", "") == near.replace(":", "")
