"""Trees, inventories and hosts as rules see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.context import DataTree, InventoryView
from hiera_kafka.lint.data.tree_files import data_files, is_hierarchy
from hiera_kafka.lint.targets import Targets
from hiera_kafka.lint.trees import load
from hiera_kafka.model.host_roles import KafkaNode
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.fixture
def tree(tmp_path: Path) -> DataTree:
    inventory = project_tree(tmp_path, hosts={HOST: "own: 1\n", "nobody.example.org": "own: 2\n"})
    (found,) = load(Targets(inventories={str(inventory): None}), discover=False).trees
    return found


def test_files_are_those_that_are_read_and_those_that_are_not(tree: DataTree) -> None:
    assert [Path(path).name for path in tree.files] == ["common.yaml", f"{HOST}.yaml", "nobody.example.org.yaml"]


def test_readers_are_the_hosts_that_read_a_file(tree: DataTree) -> None:
    readers = {Path(path).name: [node.host for node in nodes] for path, nodes in tree.readers.items()}

    assert readers == {"common.yaml": [HOST], f"{HOST}.yaml": [HOST]}


def test_keys_are_those_of_all_files(tree: DataTree) -> None:
    assert tree.keys == {"own", "zookeeper_cluster_name", "zookeeper_clusters", "kafka_clusters"}


def test_keys_are_found_without_parsing_however_they_are_written(tmp_path: Path) -> None:
    texts = {
        "a": "# c: x\nprofile::a::b: 1\n'in quotes': 2\n\"more\" : 3\nlist:\n- item: 4\ntext: |\n  no: 5\n",
        "b": "{flow: 1, other: {deep: 2}}\n",
        "c": "---\nlookup_options: {}\nlast:\n",
    }
    inventory = project_tree(tmp_path, "", hosts=texts)
    focus = frozenset({"/nowhere"})
    (found,) = load(Targets(inventories={str(inventory): None}), discover=False, changed=focus).trees

    assert found.keys == {"profile::a::b", "in quotes", "more", "list", "text", "flow", "other", "last"}


def test_only_files_in_focus_are_judged(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, hosts={HOST: "own: 1\n"})
    file = str((tmp_path / "hieradata/data/common.yaml").resolve())
    (found,) = load(Targets(inventories={str(inventory): None}), discover=False, changed=frozenset({file})).trees

    assert list(found.judged) == [file]
    assert len(found.files) == 2


def test_files_that_look_keys_up_are_known_by_their_text(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, hosts={HOST: "own: \"%{lookup('x')}\"\n", "b": "own: '%{site}'\n"})
    (found,) = load(Targets(inventories={str(inventory): None}), discover=False).trees

    assert [Path(file.path).stem for file in found.looking_up] == [HOST]


def test_a_host_has_lookups_a_model_and_a_catalog(tree: DataTree) -> None:
    (node,) = tree.nodes
    found = node.find("own")

    assert found is not None
    assert found.value == 1
    assert node.find("nope") is None
    assert node.model is not None
    assert node.model.service(KafkaNode) is not None
    assert node.catalog is not None
    assert node.facts["hostname"] == "kafka1"
    assert [Path(path).name for path in node.files] == [f"{HOST}.yaml", "common.yaml"]


def test_a_host_whose_data_is_wrong_has_no_model_but_files(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE.replace('id: "1"', "id: x"))
    loaded = load(Targets(inventories={str(inventory): None}), discover=False)
    site: InventoryView = loaded.sites[0]

    assert site.clusters.kafka == {}
    assert [node.model for node in site.nodes if node.model and node.model.services] == []
    assert site.nodes[0].files


def test_json_is_data_where_a_level_reads_json(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    (tmp_path / "hieradata/data/other.json").write_text("{}")
    hierarchy = tmp_path / "hieradata/hiera.yaml"
    targets = Targets(inventories={str(inventory): None})

    assert "other.json" not in [Path(path).name for path in load(targets, discover=False).trees[0].files]
    hierarchy.write_text(f"{hierarchy.read_text()}  - name: j\n    path: other.json\n    data_hash: json_data\n")
    assert "other.json" in [Path(path).name for path in load(targets, discover=False).trees[0].files]


def test_hidden_directories_hold_no_data(tmp_path: Path) -> None:
    for name in (".git/a.yaml", ".hidden.yaml", "b.yaml", "c.json", "d.txt", "e/f.eyaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert [str(Path(path).relative_to(tmp_path)) for path in data_files(str(tmp_path))] == [
        "b.yaml",
        "c.json",
        "e/f.eyaml",
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("hiera.yaml", "", True),
        ("hiera-cloud.yaml", "version: 5\nhierarchy: []\n", True),
        ("hiera-notes.yaml", "a: 1\n", False),
    ],
)
def test_a_hierarchy_is_known_by_its_name_or_its_keys(tmp_path: Path, name: str, text: str, expected: bool) -> None:
    (tmp_path / name).write_text(text)

    assert is_hierarchy(str(tmp_path / name)) is expected
