"""One option of a table."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class OptionKind(enum.StrEnum):
    """Whose options a file holds."""

    BROKER = "broker"
    TOPIC = "topic"
    PRODUCER = "producer"
    CONSUMER = "consumer"
    ZOOKEEPER = "zookeeper"


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of an option in one version.

    Attributes:
        name: As it stands in a file.
        type: Kafka's name: boolean, int, short, long, double, string, list, class or password; None is not known.
        default: As text; None where there is none, or it depends on something else.
        valid: Allowed values, in the words of Kafka's documentation.
        meaning: What it does.
        update_mode: `read-only`, `per-broker` or `cluster-wide`; None where the version's documentation does not say.
        replacement: What to use in its place.
        deprecated: Whether this version still takes it but says not to use it.
        source: Where this is written, other than in Kafka's table of options.
    """

    name: str
    type: str | None = None
    default: str | None = None
    valid: str | None = None
    meaning: str = ""
    update_mode: str | None = None
    replacement: str | None = None
    deprecated: bool = False
    source: str | None = None

    @classmethod
    def read(cls, name: str, entry: Mapping[str, Any]) -> Option:
        """Return an option of a table of kafkacfg."""
        meaning = " ".join(str(entry.get("description") or "").split())
        return cls(
            name=name,
            type=entry.get("type"),
            default=_default(entry.get("default")),
            valid=entry.get("valid_values"),
            meaning=meaning,
            update_mode=entry.get("update_mode"),
            deprecated=bool(re.match(r"\[?deprecated\b", meaning, re.IGNORECASE)),
        )


def _default(text: str | None) -> str | None:
    """Return a default as a file would have it: the documentation adds units to numbers and quotes empty text."""
    if text is None or text == "null":
        return None
    if text == '""':
        return ""
    return re.sub(r"^(-?[0-9][0-9.E]*) \(.*\)$", r"\1", text)
