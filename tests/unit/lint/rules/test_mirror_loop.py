"""Mirrors in a circle."""

from __future__ import annotations

from pathlib import Path

from lib.linting import found, lint_tree
from lib.three import CLUSTERS, hosts, mirror


def lint(directory: Path, **data: str) -> list[tuple[str, str, int]]:
    return found(lint_tree(directory, CLUSTERS, hosts=hosts(**data), select="mirror-loop"))


def test_two_mirrors_of_everything_are_found_at_both_whitelists(tmp_path: Path) -> None:
    both = lint(
        tmp_path,
        a=mirror("b-eqiad", "a-eqiad", "{whitelist: '.*'}"),
        b=mirror("a-eqiad", "b-eqiad", "{whitelist: '.*'}"),
    )

    assert both == [("mirror-loop", "a1.example.org.yaml", 3), ("mirror-loop", "b1.example.org.yaml", 3)]


def test_a_circle_of_three_is_found(tmp_path: Path) -> None:
    three = lint(
        tmp_path,
        a=mirror("c-eqiad", "a-eqiad", "{whitelist: '.*'}"),
        b=mirror("a-eqiad", "b-eqiad", "{whitelist: '^(eqiad|codfw)[.].+'}"),
        c=mirror("b-eqiad", "c-eqiad", "{whitelist: '^codfw[.].+'}"),
    )

    assert len(three) == 3


def test_mirrors_of_disjoint_prefixes_are_fine(tmp_path: Path) -> None:
    assert (
        lint(
            tmp_path,
            a=mirror("b-eqiad", "a-eqiad", "{whitelist: '^codfw[.].+'}"),
            b=mirror("a-eqiad", "b-eqiad", "{whitelist: '^eqiad[.].+'}"),
        )
        == []
    )


def test_a_mirror_that_is_off_closes_no_circle(tmp_path: Path) -> None:
    off = "profile::kafka::mirror::enabled: false"

    assert lint(tmp_path, a=mirror("b-eqiad", "a-eqiad", "{}", off), b=mirror("a-eqiad", "b-eqiad")) == []
