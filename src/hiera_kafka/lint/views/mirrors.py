"""The mirrors of an inventory as rules see them: whatever the data says, also of hosts whose data has errors.

For the native dialect the compiler reports what is wrong between mirrors, as errors; here are those that Puppet
takes as they are.
"""

from __future__ import annotations

from hiera_kafka.compiler.mirror_rules.graph import Link, link
from hiera_kafka.lint.context import InventoryView, NodeView
from hiera_kafka.model.mirror.described import described_mirror
from hiera_kafka.model.mirror.mirror import Mirror
from hiera_kafka.topic_patterns import Pattern, PatternError, Topics


def mirror_of(node: NodeView) -> Mirror | None:
    """Return the mirror that a host's data describes in Wikimedia's form; None for none, and for one turned off."""
    return described_mirror(node.find, node.scope)


def mirrors_of(site: InventoryView) -> tuple[Mirror, ...]:
    """Return every mirror of hosts in Wikimedia's dialect, once for each pair of clusters and whitelist.

    Those are left out whose whitelist is a secret: what is found out of it would give it away.
    """
    return tuple(mirror for mirror, _ in _counted(site))


def links_of(site: InventoryView) -> tuple[Link, ...]:
    """Return those mirrors of which it is known what they take."""
    found = []
    for mirror, hosts in _counted(site):
        pattern = pattern_of(mirror)
        if isinstance(pattern, Pattern):
            found.append(link(mirror, Topics((pattern,)), hosts))
    return tuple(found)


def pattern_of(mirror: Mirror) -> Pattern | PatternError:
    """Return what a mirror takes as its MirrorMaker reads it, or why it cannot be read."""
    try:
        return Pattern.parse(mirror.pattern, mirror.form)
    except PatternError as error:
        return error


def _counted(site: InventoryView) -> list[tuple[Mirror, int]]:
    found: dict[tuple[str, str, str], tuple[Mirror, int]] = {}
    for node in site.nodes:
        mirror = None if node.dialect.is_strict else mirror_of(node)
        if mirror is not None and mirror.source != mirror.destination and not mirror.origin("topics").secret:
            key = (mirror.source, mirror.destination, mirror.pattern)
            first, hosts = found.get(key, (mirror, 0))
            found[key] = (first, hosts + 1)
    return list(found.values())
