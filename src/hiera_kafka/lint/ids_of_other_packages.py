"""Ids of the messages that other packages have about data; lint reports them under the same ids."""

from __future__ import annotations

import functools
import re
from pathlib import Path

_HERE = Path(__file__).parents[1]
_PACKAGES = ("hiera", "model", "compiler", "catalog", "dialects/native")
_ID = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"')
_COMPUTED = ("empty-hosts", "empty-brokers", "duplicate-broker-id", "duplicate-myid")
"""Ids that model.clusters puts together."""


@functools.cache
def surfaced_ids() -> frozenset[str]:
    """Return every id that these packages name.

    It is read from their source, where each id stands once: a list here would be a second place to keep.
    """
    found = set(_COMPUTED)
    for package in _PACKAGES:
        for file in _HERE.joinpath(package).rglob("*.py"):
            found.update(_ID.findall(file.read_text(encoding="utf-8")))
    return frozenset(found)
