"""Which keys a repository itself looks up: its Puppet code, and the interpolations of its data."""

from __future__ import annotations

import functools
import re
from bisect import bisect
from collections.abc import Iterator

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.values import keys
from hiera_kafka.lint.data.file import JSON_ENDINGS, YAML_ENDINGS
from hiera_kafka.lint.data.manifests import manifests_within, texts_within
from hiera_kafka.lint.data.root_keys import ROOT_KEY

# The quotes of the argument may be escaped or doubled, after the quotes of the value.
_CALL = re.compile(r"""%\{\s*(?:lookup|hiera|alias)\(\s*(\\?"|\\?'|'')([^}\n]{1,300}?)\1\s*\)""")


_OTHER_START = re.compile(r"^(?![\s#\-\]})]|---|\.\.\.|%|$)", re.MULTILINE)
"""A line of the root level that begins with something else than what a block of plain keys has there."""


@functools.lru_cache(maxsize=8192)
def is_looked_up(key: str, border: Border | None) -> bool:
    """Return whether code or data of a repository looks up a root key, or may do so; true where not all was read.

    Args:
        key: The key.
        border: The trees that are read; without one, nothing is known to look up anything.
    """
    return key in _of_data(border) or manifests_within(border).asks_for(key)


def looked_up_by_name(border: Border | None) -> frozenset[str]:
    """Return the keys that calls in code and interpolations of data name."""
    return manifests_within(border).looked_up | _of_data(border)


def is_looked_up_by_data(key: str, border: Border | None) -> bool:
    """Return whether an interpolation in YAML or JSON looks up a root key, or may do so; without a border, it may."""
    return border is None or key in _of_data(border)


@functools.lru_cache(maxsize=2)  # as manifests_within
def _of_data(border: Border | None) -> frozenset[str]:
    """Return the keys that interpolations in YAML and JSON look up, comments included."""
    texts, _ = texts_within(
        border, (*YAML_ENDINGS, *JSON_ENDINGS)
    )  # what is not read there makes code count as not read, too
    return frozenset(key for text in texts.values() for key, _ in _calls(text))


def _calls(text: str) -> Iterator[tuple[str, int]]:
    """Yield the root key of each lookup in a text, and where it is."""
    for match in _CALL.finditer(text):
        key = _root(match.group(2).replace("\\", ""))
        if key is not None:
            yield key, match.start()


@functools.lru_cache(maxsize=8192)
def _root(argument: str) -> str | None:
    try:
        return str(keys.split(argument)[0])
    except HieraError:
        return None  # a key that cannot be read is said elsewhere


def asked_by_key(text: str) -> list[tuple[str, str]] | None:
    """Return each root key of a YAML text with a key that its value looks up, rather one too many than one too few.

    Parsing takes ten times as long.

    Args:
        text: The file.

    Returns:
        None where that takes parsing, since the file is not a block of plain keys.
    """
    starts, names = [], []
    for match in ROOT_KEY.finditer(text):
        starts.append(match.start())
        names.append(match.group(2))
    if len(starts) != len(_OTHER_START.findall(text)) or any(name[0] in "{[?&*!" for name in names):
        return None
    return [(names[at], key) for key, where in _calls(text) if (at := bisect(starts, where) - 1) >= 0]
