"""Which topics of canaries come to which clusters, by the rules of mirrors: without a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hiera_kafka.ops.mirrors.inventory import Mirror, judged
from hiera_kafka.ops.mirrors.topics import TopicVerdict
from hiera_kafka.topic_patterns import LONGEST


def verdict_of(mirror: Mirror, topic: str) -> TopicVerdict:
    """Return what a mirror does with a topic of its source."""
    (verdict,) = judged(mirror, [topic])
    return verdict


def copy_of(mirror: Mirror, topic: str) -> str:
    """Return the name that a topic has at a mirror's destination, if it is taken."""
    return verdict_of(mirror, topic).copy or topic


def carried(topics: Mapping[str, str], mirrors: Iterable[Mirror]) -> dict[str, dict[str, str]]:
    """Return which canaries' topics come to which clusters, over however many mirrors.

    Args:
        topics: Cluster to the topic of its own canary.
        mirrors: All mirrors that there are.

    Returns:
        Cluster to each topic that mirrors make there, and the cluster in which that began.
    """
    known = list(mirrors)
    there: dict[str, dict[str, str]] = {cluster: {topic: cluster} for cluster, topic in topics.items()}
    found: dict[str, dict[str, str]] = {}
    moving = True
    while moving:
        moving = False
        for mirror in known:
            for topic, origin in list(there.get(mirror.source, {}).items()):
                copy = verdict_of(mirror, topic).destination_topic
                if copy is None or len(copy) > LONGEST or copy in found.get(mirror.destination, {}):
                    continue
                found.setdefault(mirror.destination, {})[copy] = origin
                there.setdefault(mirror.destination, {}).setdefault(copy, origin)
                moving = True
    return found
