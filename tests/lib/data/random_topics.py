"""Names of topics that are hard for the rules of mirrors, made at random from a seed."""

from __future__ import annotations

import random

ENDS = ("main-eqiad", "main-codfw")
"""Source and destination of the mirror that the names are about."""
WORDS = (
    *ENDS,
    *("eqiad", "codfw", "a", "events", "job", "mm2", "x1", "-", "_", "__", ""),
    *("heartbeats", "heartbeats", "heartbeats", "Heartbeats", "heartbeat", "heartbeatsx", "foo-heartbeats"),
    *("internal", "-internal", "Internal", "checkpoints", "offset-syncs", "mm2-offset-syncs", "mm2-offsets", "replica"),
    *("__consumer_offsets", "__transaction_state"),
)
SEPARATORS = (".", ".", ".", ".", "-", "_", "..", "")
KNOWN = (
    "heartbeats",
    "x.heartbeats",
    "eqiad.heartbeats",
    "foo-heartbeats",
    "heartbeatsx",
    "Heartbeats",
    "main-codfw.heartbeats",
    "main-codfw.eqiad.heartbeats",
    "main-eqiad.main-codfw.heartbeats",
    "main-codfw.foo-heartbeats",
    "main-codfw.events",
    ".heartbeats",
    "..heartbeats",
    "a..heartbeats",
    "heartbeats.",
    "heartbeats..",
    "main-codfw.",
    "main-codfw..",
    ".main-codfw.a",
    "__heartbeats",
    "__x.heartbeats",
    ".internal",
    "-internal",
    "internal",
    "a.internal",
    "a-internal",
    "a_internal",
    "__consumer_offsets",
    ".checkpoints.internal",
    "main-eqiad.checkpoints.internal",
    "checkpoints.internal",
    "mm2-offsets.x.internal",
    "mm2-offset-syncs.main-eqiad.internal",
    "heartbeats.internal",
    "internal.heartbeats",
    "a.replica",
)
"""Names that each rule was seen to turn on."""


def topic_names(count: int, seed: int) -> list[str]:
    """Return that many different names that Kafka takes, the known ones first.

    Args:
        count: How many.
        seed: The same gives the same names.
    """
    chance = random.Random(seed)
    found = dict.fromkeys(KNOWN)
    while len(found) < count:
        parts = chance.choices(WORDS, k=chance.randint(1, 6))
        name = "".join(part + chance.choice(SEPARATORS) for part in parts[:-1]) + parts[-1]
        if chance.random() < 0.1:
            place = chance.randrange(len(name) + 1)
            name = name[:place] + chance.choice("abzAZ09._-") + name[place:]
        if 0 < len(name) <= 200 and name not in (".", ".."):
            found[name] = None
    return list(found)[:count]
