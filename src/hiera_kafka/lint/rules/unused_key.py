"""Keys that nothing looks up."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Level
from hiera_kafka.lint.context import Tree
from hiera_kafka.lint.expressions import LOOKUPS, expressions
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.knownkeys import NAMESPACES, known_keys
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.rules.misspelt_key import near_key

_OWN = ("kafka_", "zookeeper_")


class UnusedKey(TreeRule):
    """Root keys that neither hiera-kafka, nor Wikimedia's Kafka and ZooKeeper profiles, nor the data itself look up."""

    id = "unused-key"
    level = Level.WARNING
    summary = "Nothing looks the key up."

    def check(self, tree: Tree) -> Iterator[Finding]:
        """Return every such key; keys of other Puppet profiles are not judged."""
        known = known_keys()
        looked_up = {
            found.root for file in tree.files.values() for found in expressions(file) if found.function in LOOKUPS
        }
        judged = sum(key in known for key in tree.keys) * 2 >= sum("::" not in key for key in tree.keys)
        for key, files in tree.keys.items():
            if key in known or key in looked_up or near_key(key) is not None:
                continue
            own = key.startswith((*NAMESPACES, *_OWN))
            if not own and ("::" in key or not judged):
                continue
            for file in files:
                yield self.finding(
                    f"nothing looks up {key!r}",
                    file.key_position(key),
                    hint="remove it, or correct its name",
                    level=Level.WARNING if own else Level.INFO,
                    length=len(key),
                )
