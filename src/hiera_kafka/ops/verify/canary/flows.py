"""Which topics of canaries come to which clusters, by the rules of mirrors: without a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.topics import TopicVerdict, verdicts


def verdict_of(mirror: Mirror, topic: str) -> TopicVerdict:
    """Return what a mirror does with a topic of its source."""
    (verdict,) = verdicts([topic], mirror.topics, mirror.excluded, secret=mirror.secret)
    return verdict


def carried(topics: Mapping[str, str], mirrors: Iterable[Mirror]) -> dict[str, dict[str, str]]:
    """Return which canaries' topics come to which clusters, over however many mirrors.

    Args:
        topics: Cluster to the topic of its own canary.
        mirrors: All mirrors that there are.

    Returns:
        Cluster to each topic that mirrors bring there, and the cluster in which that began.
    """
    known = list(mirrors)
    there: dict[str, dict[str, str]] = {cluster: {topic: cluster} for cluster, topic in topics.items()}
    found: dict[str, dict[str, str]] = {}
    moving = True
    while moving:
        moving = False
        for mirror in known:
            for topic, origin in list(there.get(mirror.source, {}).items()):
                if topic in found.get(mirror.destination, {}) or not verdict_of(mirror, topic).taken:
                    continue
                found.setdefault(mirror.destination, {})[topic] = origin
                there.setdefault(mirror.destination, {}).setdefault(topic, origin)
                moving = True
    return found
