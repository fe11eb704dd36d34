"""The lookup and the filter kafka_config, through real templates of real hosts, and their documentation."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lib.clusters.local_cluster import HOST, PAGE, Done, LocalCluster, write_inventory

NAME = "hiera_kafka.core.kafka_config"
BOTH = pytest.mark.parametrize("form", [f"lookup('{NAME}', NAME OPTIONS)", f"(NAME | {NAME}(OPTIONS))"])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> LocalCluster:
    return write_inventory(tmp_path_factory.mktemp("home"), PAGE)


def expression(form: str, name: str, options: str = "") -> str:
    separated = f", {options}" if options and form.startswith("lookup") else options
    return form.replace("NAME", f"'{name}'").replace("OPTIONS", separated)


def debug(cluster: LocalCluster, text: str, host: str = HOST, *arguments: str) -> Done:
    message = json.dumps({"msg": f"{{{{ {text} }}}}"})
    inventory = arguments or ("-i", str(cluster.inventory))
    return cluster.run("ansible", host, *inventory, "-m", "ansible.builtin.debug", "-a", message)


def value(cluster: LocalCluster, text: str) -> Any:
    done = debug(cluster, text).good()
    answer = re.search(r"SUCCESS => (\{.*\})", done.out, re.DOTALL)
    assert answer, done.text
    return json.loads(answer[1])["msg"]


@BOTH
def test_a_template_gets_the_whole_answer(cluster: LocalCluster, form: str) -> None:
    found = value(cluster, expression(form, "my-kafka-cluster"))
    assert found["name"] == "my-kafka-cluster"
    assert found["brokers"]["hash"] == {HOST: {"id": "1", "ssl_port": "9093", "port": "9092"}}
    assert found["brokers"]["size"] == 1
    assert found["zookeeper"]["url"] == f"{HOST}/kafka/my-kafka-cluster"


@BOTH
def test_an_unknown_cluster_fails_with_the_names_there_are(cluster: LocalCluster, form: str) -> None:
    failed = debug(cluster, expression(form, "my-kafka-clusters", "site='codfw'"))
    assert failed.code != 0
    assert "puppet-" in failed.text
    assert "my-kafka-cluster" in failed.text


@BOTH
def test_a_host_of_another_inventory_is_told_so(cluster: LocalCluster, form: str) -> None:
    failed = debug(cluster, expression(form, "my-kafka-cluster"), "localhost", "-i", "localhost,")
    assert failed.code != 0
    assert "not from an inventory of the plugin hiera_kafka.core.hiera" in failed.text


@pytest.mark.parametrize("kind", ["lookup", "filter"])
def test_the_documentation_names_every_option_and_answer(cluster: LocalCluster, kind: str) -> None:
    done = cluster.run("ansible-doc", "-t", kind, "--json", NAME).good()
    page = json.loads(done.out)[NAME]
    assert set(page["doc"]["options"]) == {"site", "_terms" if kind == "lookup" else "_input"}
    (answer,) = page["return"].values()
    assert set(answer["contains"]) == {"name", "brokers", "jmx_port", "zookeeper"}
    assert NAME in page["examples"]


def test_lookup_and_filter_document_the_same_answer(cluster: LocalCluster) -> None:
    """Ansible has no fragments for what a plugin returns, so the text stands in both files."""
    lookup, filter_ = (
        json.loads(cluster.run("ansible-doc", "-t", kind, "--json", NAME).good().out)[NAME]["return"]
        for kind in ("lookup", "filter")
    )
    assert lookup["_list"]["contains"] == filter_["_value"]["contains"]
