"""The mirrors of an inventory as rules see them: whatever the data says, also of hosts whose data has errors."""

from __future__ import annotations

from hiera_kafka.compiler import mirrors
from hiera_kafka.compiler.mirrors import Mirror
from hiera_kafka.lint.context import NodeView, Site


def mirror_of(node: NodeView) -> Mirror | None:
    """Return the mirror that a host's data describes; None when it describes none, or turns it off."""
    return mirrors.mirror_of(node.find, node.scope)


def mirrors_of(site: Site) -> tuple[Mirror, ...]:
    """Return every mirror of an inventory once for each pair of clusters and whitelist."""
    found: dict[tuple[str, str, str], Mirror] = {}
    for node in site.nodes:
        mirror = mirror_of(node)
        if mirror is not None and mirror.source != mirror.destination:
            found.setdefault((mirror.source, mirror.destination, mirror.pattern), mirror)
    return tuple(found.values())
