"""From an inventory to the catalog of each host."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import HieraKafkaError, ModelError, ProjectError
from lib.data.project_trees import HOST, PAGE, project_tree

SECRETS = """\
profile::kafka::broker::ssl_password: Planted-1
kafka_zookeeper_config: {ssl.keyStore.password: Planted-2}
"""


def compiler(directory: Path, data: str = PAGE, **options: object) -> Compiler:
    return Compiler.load(project_tree(directory, data, **options))  # type: ignore[arg-type]  # options of the helper


def test_the_pages_data_makes_one_host_that_is_both(tmp_path: Path) -> None:
    found = compiler(tmp_path)
    assert found.check() == ()
    assert found.hosts == (HOST,)
    assert {"zookeeper", "kafka_broker"} <= {section.role for section in found.catalog(HOST).sections}


def test_hosts_of_the_inventory_join_those_of_the_data(tmp_path: Path) -> None:
    found = compiler(tmp_path, more="nodes:\n  bastion.example.org:\n")
    assert found.hosts == ("bastion.example.org", HOST)
    assert found.catalog("bastion.example.org").sections == ()


def test_a_host_is_looked_up_in_its_own_scope(tmp_path: Path) -> None:
    more = (
        f"nodes:\n  {HOST}: {{role: kafka, facts: {{rack: A}}, variables: {{site: codfw}}, trusted: {{pp_role: x}}}}\n"
    )
    found = compiler(
        tmp_path, 'a: "%{site} %{realm} %{role} %{facts.rack} %{hostname} %{trusted.pp_role}"\n', more=more
    )
    assert found.lookup("a", HOST).value == "codfw labs kafka A kafka1 x"


def test_a_host_has_what_its_own_level_says(tmp_path: Path) -> None:
    found = compiler(tmp_path, hosts={HOST: "profile::kafka::broker::num_partitions: 5\n"})
    model = found.model(HOST)
    assert model.kafka is not None
    assert model.kafka.settings.model.num_partitions == 5


def test_an_unknown_host_is_an_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=rf"unknown-host\].*{HOST}"):
        compiler(tmp_path).model("k9")


def test_errors_of_one_host_stop_the_catalogs_of_all(tmp_path: Path) -> None:
    more = "nodes:\n  bastion.example.org:\n"
    found = compiler(tmp_path, hosts={HOST: "profile::kafka::broker::num_partitions: 0\n"}, more=more)
    for host in ("bastion.example.org", HOST):
        with pytest.raises(ModelError, match="out-of-range"):
            found.catalog(host)


def test_the_same_fault_seen_by_every_host_is_told_once(tmp_path: Path) -> None:
    brokers = "".join(f"      k{number}.example.org: {{id: 1{number}, rack: 7}}\n" for number in range(5))
    with pytest.raises(ModelError) as error:
        compiler(tmp_path, PAGE + brokers).check()
    assert [d.id for d in error.value.diagnostics] == ["rack-not-string"] * 5


def test_a_file_that_cannot_be_read_is_told_with_the_rest(tmp_path: Path) -> None:
    found = compiler(tmp_path, PAGE.replace('id: "1"', "id: 0\n        rack: 1"), hosts={HOST: "a: [\n"})
    with pytest.raises(ModelError) as error:
        found.check()
    assert {d.id for d in error.value.diagnostics} == {"rack-not-string", "yaml-syntax"}


def test_compiling_twice_gives_the_same(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, local=True)
    assert Compiler.load(inventory).catalog(HOST) == Compiler.load(inventory).catalog(HOST)


def test_compiling_writes_nothing(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, local=True)
    before = sorted(tmp_path.rglob("*"))
    Compiler.load(inventory).catalog(HOST)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_planted_secret_is_in_no_text_form_and_only_in_files_that_are_not_for_everyone(tmp_path: Path) -> None:
    config = "    config: {ssl.truststore.password: Planted-3, sasl.jaas.config: Planted-4}\n    brokers:"
    found = compiler(tmp_path, PAGE.replace("    brokers:", config) + SECRETS)
    model, catalog = found.model(HOST), found.catalog(HOST)
    for holder in (model, catalog, found.clusters, found, found.inventory):
        assert "Planted" not in f"{holder!r} {holder}"
    secret = {file.path: file.mode for file in catalog.files() if any("Planted" in str(v.data) for v in file.values())}
    assert secret == {"/etc/kafka/server.properties": "0640", "/etc/zookeeper/conf/zoo.cfg": "0640"}


def test_a_planted_secret_is_in_no_message_of_broken_data(tmp_path: Path) -> None:
    broken = PAGE.replace("    brokers:", "    config: {ssl.key.password: [Planted-3]}\n    brokers:").replace(
        'id: "1"', "id: x"
    )
    with pytest.raises(HieraKafkaError) as error:
        compiler(tmp_path, broken + SECRETS.replace("Planted-1", "[Planted-1]")).check()
    assert "Planted" not in f"{error.value!r} {error.value} {error.value.__cause__!r}"


def test_each_host_has_the_clusters_of_its_own_scope_with_their_places(tmp_path: Path) -> None:
    own = "kafka_clusters: {mine: {zookeeper_cluster_name: my-zookeeper-cluster, brokers: {%s: {id: 7}}}}\n"
    hosts = {host: own % host for host in ("k1.example.org", "k2.example.org")}
    found = compiler(tmp_path, hosts=hosts, more="".join(["nodes:\n", *(f"  {host}:\n" for host in hosts)]))
    for host in hosts:
        model = found.model(host)
        assert model.kafka is not None
        (place,) = model.kafka.cluster.origin("brokers", host, "id").positions()
        assert place.file.endswith(f"hosts/{host}.yaml")
