"""The root keys of all YAML of a repository, by what stands at the start of lines, and which are a slip apart."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hiera_kafka.border import Border
from hiera_kafka.errors import nearest
from hiera_kafka.lint.data.file import YAML_ENDINGS
from hiera_kafka.lint.data.manifests import texts_within

ROOT_KEY = re.compile(r"""^(["']?)([^\s#"'\-][^"'#\n]*?)\1\s*:(?:\s|$)""", re.MULTILINE)
"""A root key of block style; what is none after all keeps rules from claims, never the other way round."""

SEPARATOR = "::"


@dataclass(frozen=True, eq=False)
class RootKeys:
    """Keys with the files that have them.

    Attributes:
        files: Key to the paths of its files.
        is_whole: Whether all files were read.
    """

    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_whole: bool = True

    @functools.cached_property
    def slips(self) -> Slips:
        """Finds the keys that are a slip away from another one."""
        return Slips(self.files)

    @functools.cached_property
    def namespaces(self) -> Mapping[str, frozenset[str]]:
        """Each beginning of keys, without the last part, to the keys that have it."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key in self.files:
            name = key
            while SEPARATOR in name:
                name = name.rpartition(SEPARATOR)[0]
                found[name].add(key)
        return defaultdict(frozenset, {name: frozenset(keys) for name, keys in found.items()})

    @functools.cached_property
    def similar_namespaces(self) -> Slips:
        """Finds the beginnings of keys that are a slip away from another one."""
        return Slips(self.namespaces)


_MOST_BESIDE = 2000
"""Names that differ in one part alone and are compared; more are made by a program, or to slow this one down."""


class Slips:
    """Names of several parts, to be asked for those that differ from another one by a slip in one part."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names."""
        self._by_rest: defaultdict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
        for name in names:
            for rest, part in _with_one_part_out(name):
                self._by_rest[rest].append(part)

    def near(self, name: str) -> Iterator[str]:
        """Yield, of each part, the name that has another one there, a slip away; none is the name itself."""
        for rest, part in _with_one_part_out(name):
            at, others = rest
            there = self._by_rest.get(rest, ())
            others_there = [other for other in there if other != part] if len(there) <= _MOST_BESIDE else []
            found = nearest(part, others_there) if others_there else None
            if found is not None:
                yield SEPARATOR.join((*others[:at], found, *others[at:]))


def _with_one_part_out(name: str) -> Iterator[tuple[tuple[int, tuple[str, ...]], str]]:
    parts = tuple(name.split(SEPARATOR))
    for at, part in enumerate(parts):
        yield (at, (*parts[:at], *parts[at + 1 :])), part


@functools.lru_cache(maxsize=2)  # of a run, whose rules ask for those of one border
def root_keys_within(border: Border | None) -> RootKeys:
    """Return the root keys of all YAML below the trees that may be read; none where there is no border."""
    texts, is_whole = texts_within(border, YAML_ENDINGS)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, text in texts.items():
        for match in ROOT_KEY.finditer(text):
            found[match.group(2)].add(path)
    return RootKeys({key: frozenset(paths) for key, paths in found.items()}, is_whole)
