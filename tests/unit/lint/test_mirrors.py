"""Mirrors that hosts run."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.lint.context import Site
from hiera_kafka.lint.mirrors import EVERYTHING, mirror_of, mirrors_of
from lib.three import CLUSTERS, hosts, mirror
from lib.trees import project_tree


def site(directory: Path, **data: str) -> Site:
    return Site(Compiler.load(project_tree(directory, CLUSTERS, hosts=hosts(**data))))


def test_a_mirror_has_names_whitelist_and_places(tmp_path: Path) -> None:
    (found,) = mirrors_of(site(tmp_path, b=mirror("a-eqiad", "b-eqiad", "{whitelist: 'x'}")))

    assert (found.name, found.pattern) == ("a-eqiad_to_b-eqiad", "x")
    lines = [place.line for key in ("whitelist", "source_cluster_name") if (place := found.place(key))]
    assert lines == [3, 1]


def test_without_a_whitelist_everything_is_copied_and_the_place_is_the_source(tmp_path: Path) -> None:
    (found,) = mirrors_of(site(tmp_path, b=mirror("a-eqiad", "b-eqiad")))

    place = found.place("whitelist")
    assert found.pattern == EVERYTHING
    assert place is not None
    assert place.line == 1


def test_hosts_without_both_names_run_none(tmp_path: Path) -> None:
    made = site(tmp_path, b="profile::kafka::mirror::source_cluster_name: a-eqiad\n")

    assert [mirror_of(node) for node in made.nodes] == [None] * 4


def test_hosts_of_one_mirror_share_it(tmp_path: Path) -> None:
    text = mirror("a-eqiad", "b-eqiad")

    assert len(mirrors_of(site(tmp_path, a=text, b=text))) == 1
