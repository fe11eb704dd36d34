"""kafka_config: laws that hold for all data, where its values come from, and that it changes nothing it looks up."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.dialects.wikimedia.kafka_config.function import kafka_cluster_name, kafka_config
from hiera_kafka.hiera import Found, Hiera
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin, OriginKind

SCOPE = Scope.of_host("kafka1.example.org", variables={"realm": "production", "site": "eqiad"})
DATA = """\
zookeeper_clusters:
  z:
    hosts:
      zk2.example.org: "2"
      zk1.example.org: "1"
kafka_clusters:
  c-eqiad:
    zookeeper_cluster_name: z
    brokers:
      k2.example.org: {id: 2, port: 9095}
      k1.example.org: {id: 1}
"""


HIERA = 'version: 5\ndefaults: {datadir: ".", data_hash: yaml_data}\nhierarchy: [{name: only, path: data.yaml}]\n'


@pytest.fixture(scope="module")
def look_up(tmp_path_factory: pytest.TempPathFactory):
    """Make a `find` over plain data."""
    directory = tmp_path_factory.mktemp("plain")
    (directory / "hiera.yaml").write_text(HIERA)
    hiera = Hiera.load(directory / "hiera.yaml")

    def find_in(data: dict[str, Any]):
        return lambda key: hiera.lookup(key, SCOPE, default_values=data) if key in data else None

    return find_in


hosts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
ports = st.none() | st.booleans() | st.integers(0, 70000) | st.text(max_size=3)
broker = st.fixed_dictionaries({}, optional={"id": st.integers(), "port": ports, "ssl_port": ports, "rack": hosts})
clusters = st.dictionaries(hosts, broker, max_size=5)
members = st.dictionaries(hosts, st.integers() | st.text(max_size=2), max_size=4)


@given(brokers=clusters, ensemble=members)
def test_laws_of_the_answer(look_up, brokers: dict[str, Any], ensemble: dict[str, Any]) -> None:
    data = {
        "kafka_clusters": {"c": {"zookeeper_cluster_name": "z", "brokers": brokers}},
        "zookeeper_clusters": {"z": {"hosts": ensemble}},
    }
    before = copy.deepcopy(data)
    config = kafka_config(look_up(data), SCOPE, "c")
    again = kafka_config(look_up(data), SCOPE, "c")
    answer = config.value["brokers"]
    assert data == before
    assert json.dumps(again.value) == json.dumps(config.value)
    assert list(answer["hash"]) == list(brokers)
    assert answer["array"] == sorted(brokers, key=str.encode)
    assert answer["size"] == len(brokers)
    assert answer["ssl_string"] == ",".join(answer["ssl_array"])
    assert answer["ssl_array"] == sorted(answer["ssl_array"], key=str.encode)
    for name, conf in brokers.items():
        assert {key: answer["hash"][name][key] for key in conf if conf[key] not in (None, False) or key == "id"} == {
            key: value for key, value in conf.items() if value not in (None, False) or key == "id"
        }
        assert answer["hash"][name]["port"] not in (None, False) or answer["hash"][name]["port"] == 0
    zookeeper = config.value["zookeeper"]
    assert zookeeper["url"] == ",".join(sorted(ensemble, key=str.encode)) + "/kafka/c"


@pytest.fixture
def hiera(tmp_path: Path) -> Hiera:
    (tmp_path / "hiera.yaml").write_text(HIERA)
    (tmp_path / "data.yaml").write_text(DATA)
    return Hiera.load(tmp_path / "hiera.yaml")


def lines(origin: Origin) -> list[int]:
    return sorted({position.line for position in origin.positions()})


def test_each_value_knows_the_lines_it_came_from(hiera: Hiera) -> None:
    trace = kafka_config(lambda key: hiera.find(key, SCOPE), SCOPE, "c").trace
    assert lines(trace.at("brokers", "hash", "k1.example.org", "id")) == [11]
    assert lines(trace.at("brokers", "array", 0)) == [11]
    assert lines(trace.at("brokers", "string")) == [10, 11]
    assert lines(trace.at("brokers", "size")) == [10]
    assert lines(trace.at("zookeeper", "name")) == [8]
    assert lines(trace.at("zookeeper", "hosts", 0)) == [5]
    assert lines(trace.at("zookeeper", "url")) == [4, 5]
    assert trace.at("brokers", "hash", "k1.example.org", "port").kind is OriginKind.DEFAULT
    assert lines(trace.at("brokers", "hash", "k2.example.org", "port")) == [10]
    assert trace.at("jmx_port").kind is OriginKind.DEFAULT
    assert trace.at("name").rule == "kafka_cluster_name: prefix and site"


def test_a_full_name_comes_from_its_key(hiera: Hiera) -> None:
    trace = kafka_config(lambda key: hiera.find(key, SCOPE), SCOPE, "c-eqiad").trace
    assert lines(trace.at("name")) == [7]
    assert lines(trace.at("zookeeper", "chroot")) == [7]


def test_every_leaf_has_an_origin_of_its_own(hiera: Hiera) -> None:
    config = kafka_config(lambda key: hiera.find(key, SCOPE), SCOPE, "c")
    traced = {path for path, _ in config.trace.leaves()}
    assert traced == set(paths(config.value))


def paths(value: Any, prefix: tuple[Any, ...] = ()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not items:
        yield prefix
    for key, item in items:
        yield from paths(item, (*prefix, key))


def test_the_answer_may_be_changed_without_changing_the_data(hiera: Hiera) -> None:
    def find(key: str) -> Found | None:
        return hiera.find(key, SCOPE)

    kafka_config(find, SCOPE, "c").value["brokers"]["hash"]["k1.example.org"]["id"] = 99
    assert kafka_config(find, SCOPE, "c").value["brokers"]["hash"]["k1.example.org"]["id"] == 1


def test_a_name_that_the_data_gives_is_returned_as_it_is(look_up) -> None:
    assert kafka_cluster_name(look_up({"kafka_cluster_name": 7}), SCOPE, "main", "esams") == 7


def test_the_example_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(__file__).parents[5] / "docs/reference/kafka-config.md"
    example = page.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    directory = tmp_path / "hieradata"
    directory.mkdir()
    (directory / "hiera.yaml").write_text(HIERA)
    (directory / "data.yaml").write_text(DATA.replace("c-eqiad", "main-eqiad"))
    node = {"fqdn": "kafka-main1001.eqiad.wmnet", "scope": {"realm": "production", "site": "eqiad"}}
    (directory / "hosts.json").write_text(json.dumps([node]))
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(page), "exec"), {})
    strings, origin = capsys.readouterr().out.splitlines()
    assert strings == "k1.example.org:9092,k2.example.org:9095"
    assert origin.startswith("derived: kafka_config: brokers, sorted, from")
