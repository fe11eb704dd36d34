"""What a hiera.yaml is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.hierarchies import (
    HierarchyKind,
    as_deployed,
    is_left_out,
    kind_of,
    module_directory,
    read_hierarchy,
)
from hiera_kafka.lint.runner import LintRequest, run
from lib.data.control_trees import HIERA, control_tree, findings, rows

OLD = "---\n:backends: [yaml]\n:hierarchy: ['nodes/%{::fqdn}', common]\n:yaml:\n  :datadir: DIRECTORY\n"
METADATA = json.dumps({"name": "somebody-ntp"})


@pytest.mark.parametrize(
    ("files", "file", "kind"),
    [
        ({"Puppetfile": "", "metadata.json": METADATA}, "hiera.yaml", HierarchyKind("environment")),
        ({"metadata.json": METADATA}, "hiera.yaml", HierarchyKind("module", "ntp")),
        ({"manifests/init.pp": "# for all\nclass ntp($a) {}\n"}, "hiera.yaml", HierarchyKind("module", "ntp")),
        ({"modules/ntp/manifests/init.pp": ""}, "modules/ntp/hiera.yaml", HierarchyKind("module", "ntp")),
        ({"site/role/manifests/a.pp": ""}, "site/role/hiera.yaml", HierarchyKind("module", "role")),
        ({"manifests/site.pp": ""}, "hiera.yaml", HierarchyKind("environment")),
        ({}, "hiera.yaml", HierarchyKind("environment")),
        ({"one/environment.conf": ""}, "one/hiera.yaml", HierarchyKind("environment")),
        ({}, "hieradata/local/hiera.yaml", HierarchyKind("environment")),
    ],
)
def test_the_place_says_what_it_is(tmp_path: Path, files: dict[str, str], file: str, kind: HierarchyKind) -> None:
    top = control_tree(tmp_path, {**files, file: HIERA})

    assert kind_of(top / file, top) == kind


@pytest.mark.parametrize("text", [OLD, HIERA.replace("c.yaml}", "c.yaml, datadir: '/x/%{environment}'}")])
def test_one_for_all_environments_is_the_global_one(tmp_path: Path, text: str) -> None:
    top = control_tree(tmp_path, {"hiera/hiera.yaml": text})

    assert kind_of(top / "hiera/hiera.yaml", top) == HierarchyKind("global")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("spec/fixtures/hiera.yaml", True),
        ("modules/a/spec/fixtures/hiera/hiera.yaml", True),
        ("modules/puppet/files/hiera.yaml", True),
        ("modules/a/hiera.yaml", False),
        ("hiera.yaml", False),
        ("files/hiera.yaml", False),
    ],
)
def test_fixtures_and_what_modules_copy_are_left_out(tmp_path: Path, name: str, expected: bool) -> None:
    assert is_left_out(tmp_path / name, tmp_path) is expected


def test_fixtures_that_were_named_are_judged(tmp_path: Path) -> None:
    files = {"hiera.yaml": HIERA, "data/nodes/a.yaml": "a: 1\n", "data/c.yaml": "a: 1\n"}
    files["spec/fixtures/hiera.yaml"] = "version: 5\nhierrachy: []\n"
    top = control_tree(tmp_path, files)

    assert run(LintRequest((top,), Settings(top))).findings == ()
    assert [f.id for f in run(LintRequest((top / "spec/fixtures",), Settings(top))).findings] == [
        "hiera-config-unknown-key"
    ]


def test_the_default_hierarchy_of_a_module_is_read_and_judged(tmp_path: Path) -> None:
    hiera = f"{HIERA}default_hierarchy:\n- {{name: last, path: last.yaml}}\n- {{name: none, path: none.yaml}}\n"
    files = {"metadata.json": METADATA, "hiera.yaml": hiera, "data/c.yaml": "ntp::a: 1\n", "data/last.yaml": "x: [\n"}

    assert rows(tmp_path, files) == [
        ("yaml-syntax", Severity.ERROR, "data/last.yaml", 2),
        ("hiera-level-missing", Severity.INFO, "hiera.yaml", 3),
        ("hiera-level-missing", Severity.WARNING, "hiera.yaml", 7),
    ]


def test_the_default_hierarchy_of_an_environment_is_refused_as_by_lookups(tmp_path: Path) -> None:
    found = rows(tmp_path, {"Puppetfile": "", "hiera.yaml": f"{HIERA}default_hierarchy: []\n", "data/c.yaml": "a: 1\n"})

    assert [row[:2] for row in found] == [("hiera-config-type", Severity.ERROR)]


@pytest.mark.parametrize(("place", "level"), [("hiera.yaml", Severity.ERROR), ("puppet/hiera.yaml", Severity.WARNING)])
def test_data_of_an_older_hierarchy_is_judged(tmp_path: Path, place: str, level: Severity) -> None:
    text = OLD.replace("DIRECTORY", "'/etc/code/environments/%{::environment}/hieradata'")
    files = {place: text, "hieradata/common.yaml": "a: \"%{loookup('b')}\"\n", "hieradata/x.yaml": "a: [\n"}
    found = findings(tmp_path, files, "hiera-version", "unknown-interpolation-function", "unread-file", "yaml-*")

    assert {(finding.id, finding.level) for finding in found} == {
        ("hiera-version", level),
        ("unknown-interpolation-function", Severity.ERROR),
        ("unread-file", Severity.WARNING),  # and so it is not parsed
    }


def test_a_data_directory_of_the_deployed_environment_is_that_of_the_repository(tmp_path: Path) -> None:
    text = HIERA.replace(
        "version: 5", "version: 5\ndefaults: {data_hash: yaml_data, datadir: /e/environments/prod/data}"
    )
    top = control_tree(tmp_path, {"hiera.yaml": text, "data/c.yaml": "a: 1\n"})
    config, _ = read_hierarchy(str(top / "hiera.yaml"))
    assert config is not None

    assert {entry.datadir for entry in as_deployed(config, top).entries} == {str(top / "data")}
    (top / "data/c.yaml").unlink()
    (top / "data").rmdir()
    assert {entry.datadir for entry in as_deployed(config, top).entries} == {"/e/environments/prod/data"}


def test_files_of_a_plan_hierarchy_are_read(tmp_path: Path) -> None:
    hiera = f"{HIERA}plan_hierarchy:\n- {{name: static, path: static.yaml}}\n"
    files = {"hiera.yaml": hiera, "data/c.yaml": "a: 1\n", "data/static.yaml": "b: 1\n", "data/other.yaml": "b: 1\n"}

    assert rows(tmp_path, files, "unread-file") == [("unread-file", Severity.WARNING, "data/other.yaml", 1)]
    assert not rows(tmp_path, {**files, "hiera.yaml": f"{HIERA}plan_hierarchy: []\n"}, "hiera-*")[1:]


def test_another_file_beside_that_of_a_control_repository_is_not_judged(tmp_path: Path) -> None:
    other = "version: 5\nhierarchy: [{name: a, datadir: none, path: a.yaml}]\n"
    files = {"hiera.yaml": HIERA, "data/c.yaml": "a: 1\n", "hiera_old.yaml": other}

    assert [row[2] for row in rows(tmp_path, files, "hiera-datadir-missing")] == ["hiera_old.yaml"]
    assert rows(tmp_path, {**files, "Puppetfile": ""}, "hiera-datadir-missing") == []


def test_modules_are_where_control_repositories_have_them(tmp_path: Path) -> None:
    (tmp_path / "site-modules/role").mkdir(parents=True)

    assert module_directory(tmp_path, "role") == tmp_path / "site-modules/role"
    assert module_directory(tmp_path, "apache") is None
    assert module_directory(tmp_path, "../..") is None
