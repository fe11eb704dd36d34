"""Sites: node lists, and the two kinds of Puppet servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.sites import NodeList
from hiera_kafka.errors import ProjectError

HIERA = """\
version: 5
defaults: {datadir: data, data_hash: yaml_data}
hierarchy:
  - {name: role, path: "role/%{::_role}.yaml"}
  - {name: common, path: common.yaml}
"""
NODES = [
    {"fqdn": "kafka1.example.org", "role": "kafka/main", "scope": {"site": "eqiad", "_role": "kafka/main"}},
    {
        "fqdn": "vm1.project.example.org",
        "hiera_config": "hiera-cloud.yaml",
        "strict": False,
        "classes": ["role::b", "role::a"],
        "facts": {"fqdn": "vm1.project.example.org", "is_virtual": True},
        "group": "a key for other readers",
    },
    {"fqdn": "norole.example.org"},
]


def write(directory: Path, nodes: Any = NODES) -> Path:
    (directory / "data" / "role" / "kafka").mkdir(parents=True)
    (directory / "hosts.json").write_text(nodes if isinstance(nodes, str) else json.dumps(nodes))
    (directory / "hiera.yaml").write_text(HIERA)
    (directory / "hiera-cloud.yaml").write_text(HIERA.replace("  - {name: role", "  - {name: cloud"))
    (directory / "data" / "role" / "kafka" / "main.yaml").write_text("who: main\n")
    (directory / "data" / "common.yaml").write_text('who: common\nodd: "a%{::nosuch}b"\n')
    return directory


def test_each_host_reads_its_data_in_its_own_scope(tmp_path: Path) -> None:
    site = NodeList.load(write(tmp_path))
    assert list(site.hosts) == [node["fqdn"] for node in NODES]
    assert site.host("kafka1.example.org").lookup("who").value == "main"
    assert site.host("vm1.project.example.org").lookup("who").value == "common"
    assert site.host("vm1.project.example.org").classes == ("role::b", "role::a")
    assert site.host("vm1.project.example.org").variable("is_virtual") is True
    assert site.host("kafka1.example.org").variable("hostname") == "kafka1"
    renamed = site.host("kafka1.example.org").with_variables({"hostname": "other"}, role="kafka/main")
    assert renamed.variable("hostname") == "other"


def test_an_unknown_variable_ends_a_strict_compilation_and_is_empty_in_the_other(tmp_path: Path) -> None:
    site = NodeList.load(write(tmp_path))
    with pytest.raises(WikimediaError, match="nosuch") as refused:
        site.host("kafka1.example.org").find("odd")
    assert refused.value.category == "undefined_variable"
    found = site.host("vm1.project.example.org").lookup("odd")
    assert found.value == "ab"
    assert {diagnostic.id for diagnostic in found.diagnostics} == {"unknown-variable"}
    with pytest.raises(WikimediaError, match="no top-scope variable 'sites'") as refused:
        site.host("kafka1.example.org").variable("sites")
    assert refused.value.diagnostics[0].hint == "did you mean 'site'?"
    assert site.host("vm1.project.example.org").variable("sites") is None


def test_a_strict_host_without_a_role_can_look_nothing_up(tmp_path: Path) -> None:
    host = NodeList.load(write(tmp_path)).host("norole.example.org")
    with pytest.raises(WikimediaError, match="_role") as refused:
        host.find("who")
    assert refused.value.category == "undefined_variable"
    assert host.with_variables({"site": "codfw"}, role="kafka/main").lookup("who").value == "main"


def test_a_role_can_be_taken_away(tmp_path: Path) -> None:
    host = NodeList.load(write(tmp_path)).host("kafka1.example.org").with_variables({"site": "codfw"}, role=None)
    assert host.variable("site") == "codfw"
    with pytest.raises(WikimediaError, match="_role"):
        host.find("who")


def test_a_key_without_value_is_refused(tmp_path: Path) -> None:
    host = NodeList.load(write(tmp_path)).host("kafka1.example.org")
    assert host.find("nothing") is None
    with pytest.raises(WikimediaError, match="no level of the hierarchy has a value for the key 'nothing'") as refused:
        host.lookup("nothing")
    assert refused.value.category == "missing_hiera_key"


def test_an_unknown_host_comes_with_the_nearest_known(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"did you mean 'kafka1.example.org'\?"):
        NodeList.load(write(tmp_path)).host("kafka1.exmaple.org")


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ("{", "Invalid JSON"),
        ("{}", "the file: Input should be a valid (list|array)"),
        ([{"host": "a"}], "0.fqdn: Field required"),
        ([{"fqdn": 7}], "0.fqdn: Input should be a valid string"),
        ([{"fqdn": "a", "hiera_config": "../hiera.yaml"}], "0.hiera_config: String should match pattern"),
        ([{"fqdn": "a", "strict": "no"}], "0.strict: Input should be a valid boolean"),
        ([{"fqdn": "a"}, {"fqdn": "a"}], "host 'a' is in the list twice"),
    ],
)
def test_a_wrong_node_list_is_reported_where_it_is_wrong(tmp_path: Path, nodes: Any, words: str) -> None:
    with pytest.raises(ProjectError, match=words) as refused:
        NodeList.load(write(tmp_path, nodes))
    assert refused.value.diagnostics[0].id == "node-list-invalid"


def test_a_missing_node_list_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="the node list cannot be read: No such file"):
        NodeList.load(tmp_path)
