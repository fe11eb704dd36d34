"""hiera.yaml of versions 3 and 4."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.hierarchy import versions_3_and_4
from hiera_kafka.hiera.values.failures import ConfigError


def root(text):
    return yaml_reader.parse(text, "/c/hiera.yaml").root


def test_version_4_adds_the_ending_of_the_backend():
    text = "version: 4\nhierarchy:\n- {name: a, backend: json}\n- {name: b, backend: yaml, paths: [x, y]}"
    entries = versions_3_and_4.parse_version_4(root(text), "/c/hiera.yaml", ()).entries
    assert [(each.function, each.locations, each.extension) for each in entries] == [
        ("json_data", ("a",), ".json"), ("yaml_data", ("x", "y"), ".yaml"),
    ]  # fmt: skip


def test_version_4_without_hierarchy_reads_common():
    (entry,) = versions_3_and_4.parse_version_4(root("version: 4"), "/c/hiera.yaml", ()).entries
    assert (entry.locations, entry.extension) == (("common",), ".yaml")


@pytest.mark.parametrize(
    "text",
    ["hierarchy: [{name: a, backend: csv}]", "hierarchy: [{name: a}]", "hierarchy: [{name: a, backend: yaml, x: 1}]",
     "hierarchy: [{name: a, backend: yaml}, {name: a, backend: yaml}]", "x: 1",
     "hierarchy: [{name: a, backend: yaml, path: x, paths: [y]}]"],
)  # fmt: skip
def test_a_wrong_version_4_is_an_error(text):
    with pytest.raises(ConfigError):
        versions_3_and_4.parse_version_4(root(f"version: 4\n{text}"), "/c/hiera.yaml", ())


def test_version_3_reads_every_path_with_every_backend():
    text = ":backends: [yaml, json]\n:hierarchy: [a, b]\n:yaml:\n  :datadir: d\n"
    entries = versions_3_and_4.parse_version_3(root(text), "/c/hiera.yaml", ()).entries
    assert [(each.name, each.locations, each.extension) for each in entries] == [
        ("yaml", ("a", "b"), ".yaml"), ("json", ("a", "b"), ".json"),
    ]  # fmt: skip
    assert entries[0].datadir == "d"


def test_a_wrong_version_3_is_an_error():
    for text in (":backends: csv", ":colour: red", ":backends: [yaml, yaml]"):
        with pytest.raises(ConfigError):
            versions_3_and_4.parse_version_3(root(text), "/c/hiera.yaml", ())
