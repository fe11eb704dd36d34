"""Mirrors as rules see them."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.lint.context import InventoryView
from hiera_kafka.lint.views.mirrors import links_of, mirror_of, mirrors_of, pattern_of
from hiera_kafka.topic_patterns import Pattern
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror


def site(directory: Path, **data: str) -> InventoryView:
    tree = project_tree(directory, CLUSTERS, hosts=hosts(**data), more="kafka_dialect: wikimedia\n")
    return InventoryView(Compiler.load(tree))


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


def test_those_of_the_native_dialect_are_left_to_the_compiler(tmp_path: Path) -> None:
    tree = project_tree(tmp_path, CLUSTERS, hosts=hosts(b=mirror("a-eqiad", "b-eqiad")))

    assert mirrors_of(InventoryView(Compiler.load(tree))) == ()


def test_whitelists_are_read_as_mirrormaker_1_reads_them(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        b=mirror("a-eqiad", "b-eqiad", "{whitelist: ' x, y '}"),
        c=mirror("a-eqiad", "c-eqiad", "{whitelist: '('}"),
    )
    (link,) = links_of(made)

    assert (link.name, link.hosts) == ("a-eqiad_to_b-eqiad", 1)
    assert link.topics.matches("y")
    assert [isinstance(pattern_of(one), Pattern) for one in mirrors_of(made)] == [True, False]
