"""Core facts."""

from __future__ import annotations

from hiera_kafka.lint.data.core_facts import FACTS


def test_core_facts_are_single_words() -> None:
    assert {"fqdn", "networking", "memory"} <= FACTS
    assert all(name and not name.isspace() for name in FACTS)
