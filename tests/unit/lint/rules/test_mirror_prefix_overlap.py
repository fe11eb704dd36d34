"""Mirrors of the same topics into one cluster."""

from __future__ import annotations

from pathlib import Path

from lib.linting import found, lint_tree
from lib.three import CLUSTERS, mirror


def two_sources(one: str, other: str) -> dict[str, str]:
    brokers = CLUSTERS.replace("{b1.example.org: {id: 1}}", "{b1.example.org: {id: 1}, b2.example.org: {id: 2}}")
    return {
        "common": brokers,
        "b1.example.org": mirror("a-eqiad", "b-eqiad", f"{{whitelist: '{one}'}}"),
        "b2.example.org": mirror("c-eqiad", "b-eqiad", f"{{whitelist: '{other}'}}"),
    }


def lint(directory: Path, one: str, other: str) -> list[tuple[str, str, int]]:
    data = two_sources(one, other)
    return found(lint_tree(directory, data.pop("common"), hosts=data, select="mirror-prefix-overlap"))


def test_topics_that_both_take_are_found_at_both_whitelists(tmp_path: Path) -> None:
    assert lint(tmp_path, ".*", "^codfw[.].+") == [
        ("mirror-prefix-overlap", "b1.example.org.yaml", 3),
        ("mirror-prefix-overlap", "b2.example.org.yaml", 3),
    ]


def test_prefixes_that_differ_are_fine(tmp_path: Path) -> None:
    assert lint(tmp_path, "^eqiad[.].+", "^codfw[.].+") == []
