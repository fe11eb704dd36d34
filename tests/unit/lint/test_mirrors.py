"""Mirrors as rules see them."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.lint.context import Site
from hiera_kafka.lint.mirrors import mirror_of, mirrors_of
from lib.three import CLUSTERS, hosts, mirror
from lib.trees import project_tree


def site(directory: Path, **data: str) -> Site:
    return Site(Compiler.load(project_tree(directory, CLUSTERS, hosts=hosts(**data))))


def test_hosts_without_both_names_run_none(tmp_path: Path) -> None:
    made = site(tmp_path, b="profile::kafka::mirror::source_cluster_name: a-eqiad\n")

    assert [mirror_of(node) for node in made.nodes] == [None] * 4


def test_hosts_of_one_mirror_share_it(tmp_path: Path) -> None:
    text = mirror("a-eqiad", "b-eqiad")

    assert len(mirrors_of(site(tmp_path, a=text, b=text))) == 1


def test_a_mirror_from_a_cluster_to_itself_is_left_to_its_own_rule(tmp_path: Path) -> None:
    assert mirrors_of(site(tmp_path, a=mirror("a-eqiad", "a-eqiad"))) == ()


def test_a_lookup_that_fails_is_no_mirror_here(tmp_path: Path) -> None:
    made = site(tmp_path, b=mirror("a-eqiad", "\"%{nosuch('x')}\""))

    assert mirrors_of(made) == ()
