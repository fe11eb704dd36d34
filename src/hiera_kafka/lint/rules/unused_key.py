"""Keys that nothing looks up."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.known_keys import NAMESPACES, is_known
from hiera_kafka.lint.data.looked_up_keys import is_looked_up
from hiera_kafka.lint.data.manifests import manifests_within
from hiera_kafka.lint.data.misspellings import meant_by
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_OWN = ("kafka_", "zookeeper_")


class UnusedKey(TreeRule):
    """Root keys that neither hiera-kafka, nor Wikimedia's Kafka and ZooKeeper profiles, nor the repository look up.

    Of keys with a namespace, those of our profiles are judged, and those of classes that the repository has.
    """

    id = "unused-key"
    level = Severity.WARNING
    summary = "Nothing looks the key up."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such key; keys of classes that are not here are not judged."""
        classes = manifests_within(tree.border).classes
        for file in tree.judged.values():
            for key in file.entries:
                own = key.startswith((*NAMESPACES, *_OWN))
                name, _, parameter = key.rpartition("::")
                if is_known(key) or not (own or name in classes or ("::" not in key and _is_of_our_keys(tree))):
                    continue
                if is_looked_up(key, tree.border) or meant_by(key, file) is not None:
                    continue
                lacking = f", and the class {name} has no parameter {parameter!r}" if name in classes else ""
                yield self.finding(
                    f"nothing looks up {key!r}{lacking}",
                    file.key_position(key),
                    hint="remove it, or correct its name",
                    level=Severity.WARNING if own or lacking else Severity.INFO,
                    length=len(key),
                    cause=key,
                )


@functools.lru_cache(maxsize=8)
def _is_of_our_keys(tree: DataTree) -> bool:
    """Return whether a tree holds little else than keys of this project, so that what others use plain is known."""
    return sum(map(is_known, tree.keys)) * 2 >= sum("::" not in key for key in tree.keys)
