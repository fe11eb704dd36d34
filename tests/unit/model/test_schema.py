"""JSON Schema of data files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from hiera_kafka.dialects.native.registry import SETTINGS
from hiera_kafka.hiera.formats.yaml_reader import read_yaml
from hiera_kafka.model.kafka import BrokerSettings
from hiera_kafka.model.schema import data_schema
from lib.data.project_trees import PAGE
from lib.repository import ROOT

DATA = [path for path in sorted((ROOT / "hieradata").rglob("*.yaml")) if path.name != "hiera.yaml"]


def faults(directory: Path, text: str) -> list[str]:
    (directory / "a.yaml").write_text(text)
    value, _, _ = read_yaml(directory / "a.yaml")
    return [error.json_path for error in Draft7Validator(data_schema(SETTINGS)).iter_errors(value)]


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(data_schema(SETTINGS))


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_data_of_this_project_fits(path: Path) -> None:
    value, _, _ = read_yaml(path)

    assert [error.message for error in Draft7Validator(data_schema(SETTINGS)).iter_errors(value)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("brokers:", "borkers:"),
        ('id: "1"', "id: one"),
        ('id: "1"', "id: true"),
        ("zookeeper_cluster_name: my-zookeeper-cluster\n    brokers", "zookeeper_cluster_name: [a]\n    brokers"),
    ],
)
def test_faults_are_found(tmp_path: Path, old: str, new: str) -> None:
    assert faults(tmp_path, PAGE.replace(old, new)) != []


MIRROR = "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: [x]%s}}\n"


@pytest.mark.parametrize("more", ["", ", engine: 2, heap: 1g, producer: {linger.ms: 5}", ", exclude: y, acks: 1"])
def test_mirrors_fit(tmp_path: Path, more: str) -> None:
    assert faults(tmp_path, MIRROR % more) == []


@pytest.mark.parametrize("more", [", engine: 3", ", stream: 1", ", heap: big", ", exclude: {a: b}"])
def test_faults_of_mirrors_are_found(tmp_path: Path, more: str) -> None:
    assert faults(tmp_path, MIRROR % more) != []


@pytest.mark.parametrize("value", ["yes please", "[true]", "1"])
def test_settings_have_their_types(tmp_path: Path, value: str) -> None:
    assert faults(tmp_path, f"profile::kafka::broker::plaintext: {value}\n") == [
        "$['profile::kafka::broker::plaintext']"
    ]


@pytest.mark.parametrize("value", ["true", "~", "\"%{lookup('x')}\""])
def test_null_and_interpolations_are_allowed(tmp_path: Path, value: str) -> None:
    assert faults(tmp_path, f"profile::kafka::broker::plaintext: {value}\n") == []


def test_every_setting_is_there_with_what_it_means() -> None:
    properties: dict[str, Any] = data_schema(SETTINGS)["properties"]
    for field in BrokerSettings.model_fields.values():
        assert properties[str(field.alias)]["description"], field.alias


def test_nothing_in_the_models_is_unknown_to_the_schema() -> None:
    assert {} not in list(_forms(data_schema(SETTINGS)))


def _forms(schema: Any) -> Any:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "anyOf":
                yield from value
            if key not in {"default", "examples"}:
                yield from _forms(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _forms(item)


CANARY = "kafka_clusters: {a: {zookeeper_cluster_name: z, brokers: {k: {id: 1}}, canary: %s}}\n"


@pytest.mark.parametrize("canary", ["true", "false", "{}", "{topic: eqiad.canary}", "{enabled: false}", '"%{x}"'])
def test_canaries_fit(tmp_path: Path, canary: str) -> None:
    assert faults(tmp_path, CANARY % canary) == []


@pytest.mark.parametrize("canary", ["1", "sometimes", "{topic: 'a b'}", "{topics: a}", "[a]"])
def test_faults_of_canaries_are_found(tmp_path: Path, canary: str) -> None:
    assert faults(tmp_path, CANARY % canary) != []
