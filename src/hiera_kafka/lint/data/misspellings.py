"""The key that was probably meant, where a key of data is none that anything looks up."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.border import Border
from hiera_kafka.errors import nearest
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.known_keys import NAMESPACES, is_known, is_like_ours, known_keys
from hiera_kafka.lint.data.looked_up_keys import is_looked_up, looked_up_by_name
from hiera_kafka.lint.data.manifests import manifests_within
from hiera_kafka.lint.data.root_keys import SEPARATOR, RootKeys, Slips, root_keys_within

_COLONS = re.compile(":+")
_OURS = ("kafka", "zookeeper")
_ODD = ("profile::kafka:mirror:",)
_LONG = 5
"""Letters of a part of a namespace that may be another's, mistyped; many short ones are a letter apart."""
_SEVERAL = 3
"""Keys that a namespace has which is no slip itself."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a key was probably meant to be.

    Attributes:
        key: The other key.
        reason: How it is known, after "nothing here looks up ..., ".
        is_slip: Whether the key is a slip of typing away; else the other one has a part more or less.
    """

    key: str
    reason: str
    is_slip: bool = True


def meant_by(key: str, file: DataFile) -> Meant | None:
    """Return the key that was probably meant, None where `key` is looked up, or is like no other.

    Args:
        key: A root key.
        file: The file that has it, within the border of its repository.
    """
    if is_known(key) or is_looked_up(key, file.border):
        return None
    return _of_project(key) or _of_repository(key, file.path, file.border)


@functools.lru_cache(maxsize=16384)  # the same keys stand in the files of many hosts
def _of_project(key: str) -> Meant | None:
    """Judge by the keys of this project; of other classes it is not known here what they look up."""
    if not is_like_ours(key):
        return None
    reason = "but {!r} is looked up"
    if key.startswith("kafka::") and f"profile::{key}" in known_keys():
        return Meant(f"profile::{key}", reason, is_slip=False)
    near = _our_letters().get(key.replace(":", "")) or nearest(key, _our_keys().get(len(_COLONS.split(key)), ()))
    if near is not None:
        return Meant(near, reason)
    if not key.startswith(NAMESPACES):
        return None
    parts = _COLONS.split(key)
    for name in (name for names in _our_keys().values() for name in names):
        longer, shorter = sorted((parts, _COLONS.split(name)), key=len, reverse=True)
        if len(longer) == len(shorter) + 1 and _is_but_for_one(longer, shorter):
            return Meant(name, reason, is_slip=False)
    return None


@functools.cache
def _our_keys() -> Mapping[int, list[str]]:
    """Return the keys of this project by how many parts they have."""
    found: dict[int, list[str]] = {}
    for name in sorted(known_keys()):
        if name.startswith((*NAMESPACES, *_OURS, *_ODD)):
            found.setdefault(len(_COLONS.split(name)), []).append(name)
    return found


@functools.cache
def _our_letters() -> Mapping[str, str]:
    return {name.replace(":", ""): name for names in _our_keys().values() for name in names}


def _is_but_for_one(longer: list[str], shorter: list[str]) -> bool:
    return len(shorter) > 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def differ_in_colons(key: str, other: str) -> bool:
    """Return whether two keys differ in colons alone, so that no third one can be meant."""
    return key != other and key.replace(":", "") == other.replace(":", "")


def _of_repository(key: str, path: str, border: Border | None) -> Meant | None:
    """Judge by the code of the repository, and by what the rest of its data says."""
    if border is None:
        return None
    code, keys = manifests_within(border), root_keys_within(border)
    own = keys.files.get(key, frozenset((path,)))
    for near in _asked_for(border).near(key):
        if near in code.parameters:
            return Meant(near, "but {!r} is a parameter of a class of this repository")
        # Two keys of one file are two keys.
        if own.isdisjoint(keys.files.get(near, ())):
            return Meant(near, "but {!r} is looked up in this repository")
    if not keys.is_whole:
        return None
    for near in keys.slips.near(key):
        others = keys.files[near]
        if own.isdisjoint(others) and len(others) > len(own):
            return Meant(near, f"but {{!r}} stands in {len(others)} other files")
    return _of_namespace(key, code.modules, keys)


def _of_namespace(key: str, modules: frozenset[str], keys: RootKeys) -> Meant | None:
    """Judge by the module, and by the class: none has this name, or no second key, and one nearly so has several."""
    module, *rest = key.split(SEPARATOR)
    if not rest:
        return None
    if modules and module not in modules and len(keys.namespaces[module]) == 1:
        near = nearest(module, sorted(modules))
        if near is not None:
            return Meant(SEPARATOR.join((near, *rest)), f"no module {module!r} is known, but {near!r} is: {{!r}}")
    name, _, last = key.rpartition(SEPARATOR)
    if name in modules or len(keys.namespaces[name]) > 1:
        return None
    for near in keys.similar_namespaces.near(name):
        changed = next((a, b) for a, b in zip(name.split(SEPARATOR), near.split(SEPARATOR), strict=True) if a != b)
        if min(map(len, changed)) >= _LONG and len(keys.namespaces[near]) >= _SEVERAL:
            return Meant(
                f"{near}{SEPARATOR}{last}", f"no other key begins with {name!r}, several with {near!r}: {{!r}}"
            )
    return None


@functools.lru_cache(maxsize=2)
def _asked_for(border: Border) -> Slips:
    return Slips(manifests_within(border).parameters | looked_up_by_name(border))
