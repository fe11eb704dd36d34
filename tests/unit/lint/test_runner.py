"""A whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, run
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HOST, PAGE, project_tree

TWO = PAGE.replace(f'      {HOST}: "1"', f'      {HOST}: "1"\n      k2.example.org: "1"')


def test_good_data_has_no_findings(tmp_path: Path) -> None:
    report = lint_tree(tmp_path)

    assert found(report) == []
    assert report.files == 3


def test_errors_of_the_model_are_findings_at_their_places(tmp_path: Path) -> None:
    assert ("duplicate-myid", "common.yaml", 5) in found(lint_tree(tmp_path, TWO))


def test_what_hosts_have_in_common_is_reported_once(tmp_path: Path) -> None:
    data = PAGE.replace(
        f'      {HOST}: "1"', f'      {HOST}: "1"\n      k2.example.org: "2"\n      k3.example.org: "3"'
    )
    report = lint_tree(tmp_path, f"{data}classes: ['role::zookeeper::servre']\n", select="unknown-role-class")
    (finding,) = report.findings

    assert set(finding.hosts) == {HOST, "k2.example.org", "k3.example.org"}


def test_what_a_host_alone_has_wrong_is_a_finding_of_that_host(tmp_path: Path) -> None:
    data = PAGE.replace(
        f'      {HOST}: "1"', f'      {HOST}: "1"\n      k2.example.org: "2"\n      k3.example.org: "3"'
    )
    more = {"k2.example.org": "kafka_zookeeper_config: 7\n"}
    (finding,) = lint_tree(tmp_path, data, hosts=more, select="wrong-type").findings

    assert finding.hosts == ("k2.example.org",)


def test_a_file_that_cannot_be_parsed_is_reported_once_at_its_place(tmp_path: Path) -> None:
    assert found(lint_tree(tmp_path, "a: [\n")) == [("yaml-syntax", "common.yaml", 2)]


def test_a_hierarchy_that_is_wrong_does_not_keep_files_from_being_linted(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}service::a: no\n")
    (tmp_path / "hieradata/hiera.yaml").write_text("version: 5\nhierrachy: []\n")
    report = run(LintRequest((tmp_path / "hieradata",), Settings(tmp_path), inventory))

    assert {"hiera-config-unknown-key", "yaml-boolean"} <= {finding.id for finding in report.findings}


def test_data_that_names_no_host_is_a_finding(tmp_path: Path) -> None:
    assert "no-hosts" in [finding.id for finding in lint_tree(tmp_path, "kafka_clusters: {}\n").findings]


def test_an_inventory_that_is_wrong_is_a_finding(tmp_path: Path) -> None:
    assert [row[0] for row in found(lint_tree(tmp_path, more="nodse: {}\n"))] == ["unknown-key"]


def test_only_what_was_named_is_reported(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}service::a: no\n", hosts={HOST: "service::a: yes\n"})
    file = tmp_path / f"hieradata/data/hosts/{HOST}.yaml"

    report = run(LintRequest((file,), Settings(tmp_path, select=("yaml-*",)), inventory))
    assert [Path(f.where.file).name for f in report.findings if f.where] == [file.name]


def test_only_changed_files_are_reported_when_that_is_asked(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}service::a: no\n")
    settings = Settings(tmp_path, select=("yaml-*",))
    file = str((tmp_path / "hieradata/data/common.yaml").resolve())

    assert len(run(LintRequest((), settings, inventory, changed=frozenset({file}))).findings) == 1
    assert run(LintRequest((), settings, inventory, changed=frozenset())).findings == ()


def test_only_what_concerns_the_host_is_reported_when_that_is_asked(tmp_path: Path) -> None:
    data = PAGE.replace(f'      {HOST}: "1"', f'      {HOST}: "1"\n      k2.example.org: "2"')
    inventory = project_tree(tmp_path, data, hosts={HOST: "service::a: yes\n", "k2.example.org": "service::a: no\n"})
    report = run(LintRequest((), Settings(tmp_path, select=("yaml-*",)), inventory, nodes=("k2.example.org",)))

    assert [Path(f.where.file).name for f in report.findings if f.where] == ["k2.example.org.yaml"]


def test_levels_of_the_settings_replace_those_of_the_rules(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}service::a: no\n")
    settings = Settings(tmp_path, select=("yaml-*",), levels={"yaml-boolean": Severity.ERROR})

    assert run(LintRequest((), settings, inventory)).count(Severity.ERROR) == 1


@pytest.mark.parametrize("exclude", ["hieradata/data", "hieradata/*", "*.yaml"])
def test_what_is_excluded_is_not_reported(tmp_path: Path, exclude: str) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}service::a: no\n")
    report = run(LintRequest((), Settings(tmp_path, select=("yaml-*",), exclude=(exclude,)), inventory))

    assert report.findings == ()
