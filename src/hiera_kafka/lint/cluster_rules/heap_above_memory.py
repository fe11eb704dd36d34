"""Heaps that the host's memory does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hiera_kafka.catalog.resources import Catalog, Setting
from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import data_position, whole

_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_HEAP = re.compile(r"-Xmx([0-9]+)([kmg]?)\b", re.IGNORECASE)
MOST = 0.5
"""Share of the memory above which heaps leave Kafka too little page cache."""


class HeapAboveMemory(NodeRule):
    """All heaps of a host together, against the memory in its recorded facts."""

    id = "heap-above-memory"
    level = Severity.ERROR
    summary = "The heaps of a host fit its memory, and leave half of it to the page cache."

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return hosts whose heaps exceed the memory (error), or half of it (warning)."""
        found = memory(node.facts)
        if found is None or node.catalog is None:
            return
        total, fact = found
        heaps = heaps_of(node.catalog)
        wanted = sum(size for size, _ in heaps)
        if wanted <= total * MOST:
            return
        by_size = sorted(heaps, key=lambda heap: -heap[0])
        places = [data_position(setting.value.origin) for _, setting in by_size]
        inventory = DataFile(str(node.site.inventory.path), DataFile.INVENTORY)
        places.append(inventory.key_position("nodes", node.host, "facts", *fact))
        over = wanted > total
        yield self.finding(
            f"the heaps of {node.host} are {_mib(wanted)} together, its memory is {_mib(total)}"
            + ("" if over else "; less than half is left to the page cache"),
            *_first_in_data(places),
            hint=f"lower the heap to {_mib(int(total * MOST))} or less",
            note="Kafka reads and writes through the page cache, which is what the heaps leave",
            level=Severity.ERROR if over else Severity.WARNING,
            host=node.host,
        )


def memory(facts: Mapping[str, Any]) -> tuple[int, tuple[str, ...]] | None:
    """Return the memory in the facts, in bytes, and the path of the fact; None when none does."""
    value: Any = facts
    path = ("memory", "system", "total_bytes")
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    total = whole(value) if isinstance(value, str | int) else None
    if total:
        return total, path
    try:
        mebibytes = float(facts.get("memorysize_mb", ""))
    except (TypeError, ValueError):
        return None
    return (int(mebibytes * 1024**2), ("memorysize_mb",)) if mebibytes > 0 else None


def heaps_of(catalog: Catalog) -> list[tuple[int, Setting]]:
    """Return the greatest heap of each JVM of a host, in bytes, with the setting that says so."""
    found: list[tuple[int, Setting]] = []
    for file in catalog.files():
        for setting in file.settings():
            match = None if setting.value.secret else _HEAP.search(str(setting.value.data))
            if match is not None and setting.name.endswith("HEAP_OPTS"):
                found.append((int(match[1]) * _UNITS[match[2].lower()], setting))
    return found


def _mib(size: int) -> str:
    return f"{size // 1024**2} MiB"


def _first_in_data(places: list[Position | None]) -> list[Position]:
    return list(dict.fromkeys(place for place in places if place is not None))
