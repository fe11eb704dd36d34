"""What the engines of mirrors make of a topic's name, whatever the data says: left, taken, written under another name.

The one place that knows these rules. Those of MirrorMaker 2 are the same in each release that is served (3.5 to 3.9);
from 4.0 on there is a switch, `heartbeats.replication.enabled`, without which they are the same there.

See also: IdentityReplicationPolicy, DefaultReplicationPolicy and ReplicationPolicy of Kafka's connect/mirror-client,
and MirrorSourceConnector of its connect/mirror.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

HEARTBEATS: Final = "heartbeats"
"""Topic of MirrorMaker 2's own heartbeats. Whatever name ends so, it takes for a copy of that topic."""
HEARTBEATS_COPIED: Final = rf"(?:.*\.)?{HEARTBEATS}"
"""Topics that MirrorMaker 2 takes whatever the data says, unless they are internal or came from the destination."""
HEARTBEATS_RENAMED: Final = f".*{HEARTBEATS}"
"""Topics whose copies MirrorMaker 2 gives other names, although it is to keep names."""

_ALWAYS_LEFT: Final[Mapping[str, Callable[[str], bool]]] = {
    "__.*": lambda topic: topic.startswith("__"),
    r"\..*": lambda topic: topic.startswith("."),
    ".*[.-]internal": lambda topic: topic.endswith((".internal", "-internal")),
}
"""Java pattern to what it takes: thousands of topics are asked about, and these need no automaton."""
_TOLD_TO_LEAVE: Final = {**_ALWAYS_LEFT, HEARTBEATS: HEARTBEATS.__eq__}
INTERNAL_TOPICS: Final = tuple(_TOLD_TO_LEAVE)
"""Topics that a mirror is told to leave: those of Kafka itself, and those in which MirrorMaker 2 keeps its own state.

MirrorMaker 2 leaves out all but the last, however it is configured (ReplicationPolicy.isInternalTopic), and takes the
last, however it is configured. MirrorMaker 1 leaves what it is told to leave.
"""
_LEFT_BY_CONSUMERS: Final = {name: name.__eq__ for name in ("__consumer_offsets", "__transaction_state")}
"""Topics that no consumer subscribes to by a pattern (`exclude.internal.topics`, which is on by default)."""
_SEPARATOR: Final = "."


@dataclass(frozen=True, slots=True)
class ReplicationPolicy:
    """How MirrorMaker 2 names copies, and what it reads from a name.

    Attributes:
        source: Alias of the cluster that is read, here the cluster's full name.
        keeps_names: Whether copies have the names of what they are copies of (IdentityReplicationPolicy, which is
            rendered), or the source's alias before them (DefaultReplicationPolicy, which is Kafka's default).
    """

    source: str
    keeps_names: bool = True

    def copy_of(self, topic: str) -> str:
        """Return the name of a topic's copy at the destination (formatRemoteTopic)."""
        return topic if self._keeps(topic) else f"{self.source}{_SEPARATOR}{topic}"

    def source_of(self, topic: str) -> str | None:
        """Return the alias of the cluster that a topic was copied from, None for no copy (topicSource)."""
        return self.source if self._keeps(topic) else _first_part(topic)

    def upstream_of(self, topic: str) -> str | None:
        """Return the name that a topic had there, None for no copy (upstreamTopic)."""
        if self._keeps(topic):
            return topic
        first = _first_part(topic)
        return None if first is None else topic[len(first) + len(_SEPARATOR) :]

    def is_heartbeats(self, topic: str) -> bool:
        """Tell whether a topic is taken for one of heartbeats, or for a copy of one (isHeartbeatsTopic)."""
        upstream = self.upstream_of(topic)
        while upstream is not None and upstream != topic:
            topic, upstream = upstream, self.upstream_of(upstream)
        return topic == HEARTBEATS

    def came_from(self, cluster: str, topic: str) -> bool:
        """Tell whether a topic is taken for a copy that was in a cluster before (isCycle of MirrorSourceConnector)."""
        while (source := self.source_of(topic)) is not None:
            if source == cluster:
                return True
            upstream = self.upstream_of(topic)
            if upstream is None or upstream == topic:
                return False
            topic = upstream
        return False

    def _keeps(self, topic: str) -> bool:
        return self.keeps_names and not topic.endswith(HEARTBEATS)


@dataclass(frozen=True, slots=True)
class NameRules:
    """What the process of a mirror makes of names, whatever its patterns say.

    Attributes:
        left: Java patterns of topics that it never takes, each with what it takes.
        policy: How it names copies, and takes and leaves what looks like heartbeats; None for MirrorMaker 1, which
            keeps all names.
        destination: Full name of the cluster that it writes.
    """

    left: Mapping[str, Callable[[str], bool]]
    policy: ReplicationPolicy | None
    destination: str

    def internal(self, topic: str) -> str | None:
        """Return the first pattern for which a topic is never taken, None where it may be."""
        return next((pattern for pattern, takes in self.left.items() if takes(topic)), None)

    def always_taken(self, topic: str) -> bool:
        """Tell whether a topic that is not internal and does not return is taken although no pattern takes it."""
        return self.policy is not None and self.policy.is_heartbeats(topic)

    def returns(self, topic: str) -> bool:
        """Tell whether a topic is left because its name says that it was at the destination before."""
        return self.policy is not None and self.policy.came_from(self.destination, topic)

    def copy_of(self, topic: str) -> str:
        """Return the name of a topic's copy at the destination."""
        return topic if self.policy is None else self.policy.copy_of(topic)


def not_kept(engine: int) -> tuple[str, ...]:
    """Return Java patterns of the topics that an engine leaves, or copies under other names, whatever it is told.

    Args:
        engine: 1 or 2: MirrorMaker 1 or MirrorMaker 2.
    """
    return INTERNAL_TOPICS if engine == 1 else (*_ALWAYS_LEFT, HEARTBEATS_RENAMED)


def copied_from(cluster: str) -> str:
    """Return a Java pattern of the topics of heartbeats that MirrorMaker 2 takes for copies out of a cluster.

    Args:
        cluster: Its full name. Where that has dots, no name is read so.
    """
    return rf"(?:.*\.)?{cluster}\..*{HEARTBEATS}" if _SEPARATOR not in cluster else ""


def name_rules(engine: int, source: str, destination: str) -> NameRules:
    """Return the rules of a mirror as it is rendered here.

    Args:
        engine: 1 or 2: MirrorMaker 1 or MirrorMaker 2.
        source: Full name of the cluster that it reads.
        destination: Full name of the cluster that it writes.
    """
    if engine == 1:
        return NameRules(_TOLD_TO_LEAVE, None, destination)
    return NameRules(_ALWAYS_LEFT, ReplicationPolicy(source), destination)


def puppet_name_rules(destination: str) -> NameRules:
    """Return the rules of a mirror of Wikimedia's Puppet: MirrorMaker 1, which is told nothing of internal topics.

    Args:
        destination: Full name of the cluster that it writes.
    """
    return NameRules(_LEFT_BY_CONSUMERS, None, destination)


def include_pattern(topics: Sequence[str], excluded: Sequence[str]) -> str:
    """Return the one Java regular expression with which MirrorMaker 1 takes the topics of a mirror and no others.

    It knows a list of what to take only, so what is left is a lookahead before it.

    Args:
        topics: Java patterns, one of which takes a whole name.
        excluded: Java patterns of topics that are left, besides INTERNAL_TOPICS.
    """
    left = "|".join(f"(?:{pattern})" for pattern in (*INTERNAL_TOPICS, *excluded))
    return f"(?!(?:{left})$)(?:{'|'.join(f'(?:{pattern})' for pattern in topics)})"


def list_option(patterns: Sequence[str]) -> str:
    """Return patterns as MirrorMaker 2 reads a list of them: it joins them with bars, without brackets."""
    return patterns[0] if len(patterns) == 1 else ",".join(f"(?:{pattern})" for pattern in patterns)


def _first_part(topic: str) -> str | None:
    """Return what is before the first separator; None where nothing follows it, as Java's `split` has it."""
    first, _, rest = topic.partition(_SEPARATOR)
    return first if rest.strip(_SEPARATOR) else None
