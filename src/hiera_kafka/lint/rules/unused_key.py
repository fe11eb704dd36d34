"""Keys that nothing looks up."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from hiera_kafka.errors import Level
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.interpolations import LOOKUPS, expressions
from hiera_kafka.lint.data.known_keys import NAMESPACES, known_keys
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.rules.misspelt_key import near_key

_OWN = ("kafka_", "zookeeper_")


class UnusedKey(TreeRule):
    """Root keys that neither hiera-kafka, nor Wikimedia's Kafka and ZooKeeper profiles, nor the data itself look up."""

    id = "unused-key"
    level = Level.WARNING
    summary = "Nothing looks the key up."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such key; keys of other Puppet profiles are not judged."""
        known = known_keys()
        judged = sum(key in known for key in tree.keys) * 2 >= sum("::" not in key for key in tree.keys)
        for file in tree.judged.values():
            for key in file.entries:
                if key in known:
                    continue
                own = key.startswith((*NAMESPACES, *_OWN))
                if (not own and ("::" in key or not judged)) or near_key(key) is not None:
                    continue
                if key in _looked_up(tree):
                    continue
                yield self.finding(
                    f"nothing looks up {key!r}",
                    file.key_position(key),
                    hint="remove it, or correct its name",
                    level=Level.WARNING if own else Level.INFO,
                    length=len(key),
                )


@functools.lru_cache(maxsize=8)
def _looked_up(tree: DataTree) -> frozenset[str]:
    """Return the keys that values look up; parses many files, so only asked when it matters."""
    return frozenset(
        found.root or "" for file in tree.looking_up for found in expressions(file) if found.function in LOOKUPS
    )
