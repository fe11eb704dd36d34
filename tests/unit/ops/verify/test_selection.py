"""What a run looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ModelError, ProjectError
from hiera_kafka.ops.verify.registry import all_checks
from hiera_kafka.ops.verify.selection import choose_checks, choose_targets
from lib.data.project_trees import project_tree
from lib.data.verify_views import compiler, hosts
from lib.repository import ROOT

TWO = """\
zookeeper_clusters:
  zk-a: {hosts: {z1.example.org: 1}}
  zk-b: {hosts: {z2.example.org: 1}}
kafka_clusters:
  a-eqiad: {zookeeper_cluster_name: zk-a, brokers: {a1.example.org: {id: 1}, a2.example.org: {id: 2}}}
  b-eqiad: {zookeeper_cluster_name: zk-b, brokers: {b1.example.org: {id: 1}}}
"""
MIRROR = "kafka_mirrors:\n  a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x}\n"


@pytest.fixture
def two(tmp_path: Path) -> Compiler:
    """Two clusters, each with an ensemble of its own, and a mirror from one to the other."""
    return Compiler.load(project_tree(tmp_path, TWO, hosts={"b1.example.org": MIRROR}))


def test_without_names_it_is_everything(two: Compiler) -> None:
    targets = choose_targets(two)

    assert targets.hosts == two.hosts
    assert targets.clusters == ("a-eqiad", "b-eqiad")
    assert targets.ensembles == ("zk-a", "zk-b")
    assert [mirror.name for mirror in targets.mirrors] == ["a-eqiad_to_b-eqiad"]
    assert targets.about is None


def test_a_cluster_brings_its_ensemble_and_hosts(two: Compiler) -> None:
    targets = choose_targets(two, ["a-eqiad"])

    assert targets.hosts == ("a1.example.org", "a2.example.org", "z1.example.org")
    assert (targets.clusters, targets.ensembles, targets.mirrors) == (("a-eqiad",), ("zk-a",), ())


def test_an_ensemble_or_a_mirror_brings_its_hosts(two: Compiler) -> None:
    assert choose_targets(two, ["zk-b"]).hosts == ("z2.example.org",)
    targets = choose_targets(two, ["a-eqiad_to_b-eqiad"])
    assert (targets.hosts, targets.clusters) == (("b1.example.org",), ())


def test_a_host_brings_what_it_belongs_to(two: Compiler) -> None:
    targets = choose_targets(two, hosts=["b1.example.org"])

    assert targets.hosts == ("b1.example.org",)
    assert (targets.clusters, targets.ensembles) == (("b-eqiad",), ())
    assert [mirror.name for mirror in targets.mirrors] == ["a-eqiad_to_b-eqiad"]
    assert targets.about == {"b1.example.org"}


def test_an_unknown_name_comes_with_the_nearest(two: Compiler) -> None:
    with pytest.raises(ProjectError) as caught:
        choose_targets(two, ["a-equiad", "nope"])

    near, far = caught.value.diagnostics
    assert near.id == far.id == "unknown-cluster"
    assert near.hint == "did you mean 'a-eqiad'?"
    assert "known are: a-eqiad, a-eqiad_to_b-eqiad, b-eqiad, zk-a, zk-b" in far.message


def test_hosts_that_are_not_operated_from_here_are_refused(tmp_path: Path) -> None:
    more = "nodes:\n  a.example.org:\n  b.example.org:\nkafka_dialect: wikimedia\n"
    found = Compiler.load(project_tree(tmp_path, "cluster: misc\n", more=more))

    with pytest.raises(ModelError, match=r"\[wikimedia-host\]: 2 hosts"):
        choose_targets(found)
    with pytest.raises(ModelError, match=r"\[wikimedia-host\]: a.example.org is"):
        choose_targets(found, hosts=["a.example.org"])


def test_among_others_they_are_left_out_with_a_warning_unless_they_are_named(tmp_path: Path) -> None:
    own = {"p.example.org": "kafka_dialect: wikimedia\ncluster: misc\n"}
    found = Compiler.load(project_tree(tmp_path, TWO, hosts=own, more="nodes:\n  p.example.org:\n"))
    targets = choose_targets(found)

    assert "p.example.org" not in targets.hosts
    assert targets.clusters == ("a-eqiad", "b-eqiad")
    assert [(one.id, str(one.level)) for one in targets.diagnostics] == [("wikimedia-host", "warning")]
    with pytest.raises(ModelError, match="wikimedia-host"):
        choose_targets(found, hosts=["p.example.org"])


def test_checks_are_chosen_by_id_and_pattern() -> None:
    assert choose_checks() == all_checks()
    assert [check.id for check in choose_checks(["hosts-answer"])] == ["hosts-answer"]
    assert all(check.id.startswith("b") for check in choose_checks(["b*"]))
    assert "hosts-answer" not in [check.id for check in choose_checks(skip=["hosts-*"])]
    assert choose_checks(["hosts-answer"], ["*"]) == ()


def test_an_unknown_check_comes_with_the_nearest() -> None:
    with pytest.raises(ProjectError) as caught:
        choose_checks(["hosts-anwser", "x*"], ["hosts-anwser"])

    near, far = caught.value.diagnostics
    assert (near.id, near.hint) == ("unknown-check", "did you mean 'hosts-answer'?")
    assert far.message.startswith("no check is named 'x*', known are: hosts-answer, ")


def test_targets_of_a_real_inventory() -> None:
    assert choose_targets(compiler(), ["three"]).hosts == hosts()
    assert (ROOT / "inventories" / "three").is_dir()
