"""`hiera-kafka lookup` on any hiera.yaml, without an inventory."""

from __future__ import annotations

import json

import pytest
from tests.unit.cli.conftest import Run

FILES = {
    "hiera.yaml": "version: 5\nhierarchy:\n  - {name: n, path: 'nodes/%{trusted.certname}.yaml'}\n"
    "  - {name: site, path: 'sites/%{site}.yaml'}\n  - {name: c, path: common.yaml}\n",
    "data/nodes/a.example.org.yaml": "k: of a\n",
    "data/sites/north.yaml": "site_key: north of %{environment}\n",
    "data/common.yaml": "k: common\nh: {x: 1}\n",
    "etc/hiera.yaml": "version: 5\n",
    "etc/data/common.yaml": "k: global\n",
    "facts/a.example.org.yaml": "site: north\n",
    "facts/b.example.org.json": '{"site": "south"}\n',
    "facts/notes.txt": "no facts\n",
    "list.yaml": "- 1\n",
}


@pytest.fixture
def puppet(tmp_path, monkeypatch, hiera_kafka: Run):
    """Run `lookup` in a directory of Puppet's files."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "test").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIERA_KAFKA_INVENTORY", raising=False)
    return lambda *arguments: hiera_kafka("lookup", *arguments)


def test_a_hiera_yaml_is_enough(puppet):
    assert puppet("k", "--hiera-config", "hiera.yaml").stdout == "common\n"
    assert puppet("k", "--hiera-config", "hiera.yaml", "--node", "a.example.org").stdout == "of a\n"


def test_the_environment_is_found_as_puppet_finds_it(puppet):
    arguments = (
        "site_key",
        "--environmentpath",
        "envs",
        "--environment",
        "test",
        "--facts",
        "facts/a.example.org.yaml",
    )
    assert puppet(*arguments).stdout == "north of test\n"


@pytest.mark.parametrize("option", ["--global-config", "--hiera_config"])
def test_the_global_layer_is_named_as_puppet_names_it(puppet, option):
    assert puppet("k", "--hiera-config", "hiera.yaml", option, "etc/hiera.yaml").stdout == "global\n"


def test_all_nodes_are_those_that_there_are_facts_of(puppet):
    result = puppet("k", "--hiera-config", "hiera.yaml", "--facts", "facts", "--all-nodes")
    assert (result.code, result.stdout) == (0, "a.example.org:\n  of a\nb.example.org:\n  common\n")
    one = puppet("site_key", "--hiera-config", "hiera.yaml", "--facts", "facts", "--node", "a.example.org")
    assert one.stdout == "north of production\n"


def test_a_node_without_a_value_is_a_finding(puppet):
    result = puppet("site_key", "--hiera-config", "hiera.yaml", "--facts", "facts", "--all-nodes")
    assert (result.code, result.stdout.splitlines()[-1]) == (1, "b.example.org: not found")


@pytest.mark.parametrize(
    ("arguments", "id_"),
    [
        (("k", "--hiera-config", "nope.yaml"), "hiera-config-missing"),
        (("k", "--hiera-config", "hiera.yaml", "--facts", "list.yaml"), "wrong-type"),
        (("k", "--hiera-config", "hiera.yaml", "--facts", "facts", "--node", "b"), "unknown-host"),
        (("k", "--hiera-config", "hiera.yaml", "--all-nodes"), "usage"),
        (("k", "--hiera-config", "hiera.yaml", "--node", "a", "--all-nodes"), "usage"),
        (("k", "--hiera-config", "hiera.yaml", "--environmentpath", "envs"), "usage"),
        (("k", "--global-config", "etc/hiera.yaml"), "usage"),
        (("k", "--hiera-config", "hiera.yaml", "--merge", "hash", "--sort-merged-arrays"), "usage"),
        (("k", "--hiera-config", "hiera.yaml", "--render-as", "s", "--output", "json"), "usage"),
        (("--hiera-config", "hiera.yaml"), "usage"),
        (("k", "--hiera-config", "hiera.yaml", "--type", "Integer"), "value-type"),
    ],
)
def test_what_is_wrong_is_reported_with_exit_code_3(puppet, arguments, id_):
    result = puppet(*arguments)
    if "json" in arguments:
        assert [each["id"] for each in json.loads(result.stdout)["diagnostics"]] == [id_]
    else:
        assert f"error[{id_}]" in result.stderr
    assert result.code == 3
