"""`hiera-kafka lookup`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.conftest import PLANTED, Run

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"


def test_text_is_printed_bare(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_cluster_name", "--node", "kafka1", "-i", tree)

    assert result.stdout == "my-zookeeper-cluster\n"
    assert result.stderr == ""


def test_a_hash_is_printed_as_json_which_yaml_readers_take(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_clusters.my-zookeeper-cluster", "--node", "kafka1", "-i", tree)

    assert result.stdout == f'{{\n  "hosts": {{\n    "{HOST}": "1"\n  }}\n}}\n'


def test_the_origin_of_each_leaf_is_its_file_line_and_column(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "kafka_clusters", "--node", HOST, "-i", tree, "--explain-origin")

    assert [re.split(" {2,}", line) for line in result.stdout.splitlines()] == [
        [
            "kafka_clusters.my-kafka-cluster.zookeeper_cluster_name = my-zookeeper-cluster",
            "hieradata/data/common.yaml:9:29 (level 'common')",
        ],
        [
            f"kafka_clusters.my-kafka-cluster.brokers.'{HOST}'.id = 1",
            "hieradata/data/common.yaml:12:13 (level 'common')",
        ],
    ]


def test_json_has_origins_by_path_when_asked_for(hiera_kafka: Run, tree: Path) -> None:
    arguments = ("lookup", "zookeeper_clusters", "--node", HOST, "-i", tree, "--output", "json")

    assert "origins" not in hiera_kafka(*arguments).json
    origins = hiera_kafka(*arguments, "--explain-origin").json["origins"]
    assert [(origin["leaf"], origin["line"], origin["column"]) for origin in origins] == [
        (["my-zookeeper-cluster", "hosts", HOST], 5, 48)
    ]


def test_levels_are_merged_as_asked(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data"
    (data / "common.yaml").write_text((data / "common.yaml").read_text() + "\nlist: [a]\n")
    (data / "hosts" / f"{HOST}.yaml").write_text("list: [b]\n")
    arguments = ("lookup", "list", "--node", "kafka1", "-i", tree, "--output", "json")

    assert hiera_kafka(*arguments).json["value"] == ["b"]
    assert hiera_kafka(*arguments, "--merge", "unique").json["value"] == ["b", "a"]


@pytest.mark.parametrize(
    ("key", "planted"),
    [
        ("service::db_password", f"{PLANTED}-2"),
        ("service::settings", f"{PLANTED}-3"),
        ("service::settings.secret", f"{PLANTED}-3"),
        ("service::settings.secret.0", f"{PLANTED}-3"),
        ("kafka_clusters", f"{PLANTED}-1"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--explain-origin",), ("--output", "json")])
def test_what_looks_secret_is_masked_unless_asked_for(
    hiera_kafka: Run, secret_tree: Path, key: str, planted: str, more: tuple[str, ...]
) -> None:
    arguments = ("lookup", key, "--node", "kafka1", "-i", secret_tree, *more)

    masked = hiera_kafka(*arguments)
    assert masked.code == 0
    assert PLANTED not in masked.stdout + masked.stderr
    assert "********" in masked.stdout
    assert planted in hiera_kafka(*arguments, "--show-secrets").stdout


def test_a_host_that_the_data_does_not_name_is_looked_up_with_a_warning(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_cluster_name", "--node", "kafka7.example.org", "-i", tree)

    assert result.code == 0
    assert result.stdout == "my-zookeeper-cluster\n"
    assert "warning[unknown-host]" in result.stderr


def test_a_lookup_works_although_the_data_names_no_host(hiera_kafka: Run, tree: Path) -> None:
    (tree.parents[2] / "hieradata/data/common.yaml").write_text("key: value\n")

    assert hiera_kafka("lookup", "key", "--node", "kafka1", "-i", tree).stdout == "value\n"


def test_a_key_that_is_not_found_is_an_error(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "nope", "--node", "kafka1", "-i", tree)

    assert result.code == 1
    assert "error[lookup-not-found]" in result.stderr


def test_of_several_keys_the_first_that_has_a_value_is_shown_or_each(hiera_kafka: Run, tree: Path) -> None:
    arguments = ("lookup", "nope", "zookeeper_cluster_name", "--node", "kafka1", "-i", tree)

    assert hiera_kafka(*arguments).stdout == "my-zookeeper-cluster\n"
    each = hiera_kafka(*arguments, "--each")
    assert each.code == 1
    assert each.stdout == (
        f"nope:\n  {HOST}: not found\nzookeeper_cluster_name:\n  {HOST}:\n    my-zookeeper-cluster\n"
    )


def test_all_nodes_are_grouped_by_what_they_see(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "zookeeper_cluster_name", "--all-nodes", "-i", tree, "--output", "json")

    (table,) = result.json
    assert table["keys"] == ["zookeeper_cluster_name"]
    assert [(group["nodes"], group["value"]) for group in table["groups"]] == [([HOST], "my-zookeeper-cluster")]


def test_without_a_node_an_inventory_gives_no_scope(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "key", "-i", tree)

    assert result.code == 3
    assert "--node or --all-nodes" in result.stderr


def test_options_of_a_deep_merge_reach_the_lookup(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data"
    (data / "common.yaml").write_text((data / "common.yaml").read_text() + "\nlist: [c, a]\n")
    (data / "hosts" / f"{HOST}.yaml").write_text("list: [b, --c]\n")
    arguments = ("lookup", "list", "--node", "kafka1", "-i", tree, "--merge", "deep", "--render-as", "json")

    assert hiera_kafka(*arguments).stdout == '["c","a","b","--c"]\n'
    assert hiera_kafka(*arguments, "--sort-merged-arrays", "--knock-out-prefix", "--").stdout == '["a","b"]\n'


def test_facts_of_a_file_replace_those_of_the_inventory(hiera_kafka: Run, tree: Path, tmp_path: Path) -> None:
    (tree.parents[2] / "hieradata/data/common.yaml").write_text("key: '%{rack}'\n")
    (tmp_path / "facts.yaml").write_text("rack: r7\n")

    arguments = ("lookup", "key", "--node", "kafka1", "-i", tree, "--facts", tmp_path / "facts.yaml")
    assert hiera_kafka(*arguments).stdout == "r7\n"


def test_default_and_type_are_those_of_puppets_lookup(hiera_kafka: Run, tree: Path) -> None:
    arguments = ("lookup", "nope", "--node", "kafka1", "-i", tree, "--default", "5")

    assert hiera_kafka(*arguments).stdout == "5\n"
    assert hiera_kafka(*arguments, "--type", "Integer").code == 3  # a default of the command line is text


@pytest.mark.parametrize("form", ["--output=json", "--render-as=json"])
def test_an_explanation_shows_the_steps_in_place_of_the_value(hiera_kafka: Run, tree: Path, form: str) -> None:
    arguments = ("lookup", "zookeeper_cluster_name", "--node", "kafka1", "-i", tree, "--explain")

    text = hiera_kafka(*arguments)
    assert text.code == 0
    assert 'Found key: "zookeeper_cluster_name" value: "my-zookeeper-cluster"  # hieradata/data' in text.stdout
    assert hiera_kafka(*arguments, form).json["value"] == "my-zookeeper-cluster"
    assert hiera_kafka(*arguments, "--render-as", "yaml").stdout.startswith("---\nnode: ")


def test_an_explanation_of_nothing_found_ends_with_the_code_of_a_finding(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "nope", "--node", "kafka1", "-i", tree, "--explain")

    assert result.code == 1
    assert 'No such key: "nope"' in result.stdout


def test_lookup_options_can_be_explained_alone(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "--node", "kafka1", "-i", tree, "--explain-options")

    assert result.code == 0
    assert result.stdout.startswith('Searching for "lookup_options"\n')


def test_several_explanations_have_a_heading_each(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("lookup", "a", "b", "--each", "--node", "kafka1", "-i", tree, "--explain")

    assert [line for line in result.stdout.splitlines() if line.startswith("# ")] == [
        f"# a for {HOST}",
        f"# b for {HOST}",
    ]


def test_a_lookup_of_a_hiera_yaml_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text("version: 5\n")
    script = (
        "import sys; from hiera_kafka.cli.main import run; "
        "code = run(['lookup', 'k', '--default', 'x', '--hiera-config', 'hiera.yaml']); "
        "slow = {'pydantic', 'jinja2', 'requests', 'rich', 'cryptography', 'hiera_kafka.catalog'}; "
        "print(code, sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "x\n0 []\n"


@pytest.mark.parametrize(("key", "code", "out", "err"), [("k", 0, "x\n", ""), ("nope", 1, "", "lookup-not-found")])
def test_the_process_ends_with_all_of_its_output(tmp_path: Path, key: str, code: int, out: str, err: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/common.yaml").write_text("k: x\n")
    (tmp_path / "hiera.yaml").write_text("version: 5\n")
    command = [sys.executable, "-m", "hiera_kafka", "lookup", key, "--hiera-config", "hiera.yaml"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, out)
    assert err in done.stderr
