"""Which keys a repository itself looks up: its Puppet code, and the interpolations of its data."""

from __future__ import annotations

import functools
import re

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.values import keys
from hiera_kafka.lint.data.file import YAML_ENDINGS
from hiera_kafka.lint.data.manifests import manifests_within, texts_within

# The quotes of the argument may be escaped or doubled, after the quotes of the value.
_CALL = re.compile(r"""%\{\s*(?:lookup|hiera|alias)\(\s*(\\?"|\\?'|'')([^}\n]{1,300}?)\1\s*\)""")


def is_looked_up(key: str, border: Border | None) -> bool:
    """Return whether code or data of a repository looks up a root key, or may do so; true where not all was read.

    Args:
        key: The key.
        border: The trees that are read; without one, nothing is known to look up anything.
    """
    return key in _of_data(border) or manifests_within(border).asks_for(key)


@functools.lru_cache(maxsize=2)  # as manifests_within
def _of_data(border: Border | None) -> frozenset[str]:
    """Return the keys that interpolations in YAML look up, comments included."""
    texts, _ = texts_within(border, YAML_ENDINGS)  # what is not read there makes code count as not read, too
    found: set[str] = set()
    for text in texts.values():
        for match in _CALL.finditer(text):
            try:
                found.add(str(keys.split(match.group(2).replace("\\", ""))[0]))
            except HieraError:
                continue  # a key that cannot be read is said elsewhere
    return frozenset(found)
