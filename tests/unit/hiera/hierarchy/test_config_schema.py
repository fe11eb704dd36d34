"""The shape of hiera.yaml."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.hierarchy.config_schema import Schema


def faults(text):
    schema = Schema("/hiera.yaml")
    schema.check(yaml_reader.parse(text, "/hiera.yaml").root)
    return [(each.id, each.where[0].line) for each in schema.diagnostics]


LEVEL = "version: 5\nhierarchy:\n- "


@pytest.mark.parametrize(
    "text",
    ["version: 5",
    "version: 5\nhierarchy: ~\ndefaults: ~", LEVEL + "{name: a, paths: [x, y], data_hash: f, options: {a-b: 1}}",
     LEVEL + "{name: a, mapped_paths: [v, n, t]}", "version: 5\nplan_hierarchy: [{name: a}]"],
)  # fmt: skip
def test_a_right_file_has_no_faults(text):
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "id_", "line"),
    [
        ("version: 5\nhierachy: []", "hiera-config-unknown-key", 2), (LEVEL + "x", "hiera-config-type", 3),
        (LEVEL + "{path: x}", "hiera-config-type", 3), (LEVEL + "{name: ''}", "hiera-config-type", 3),
        (LEVEL + "{name: 5}", "hiera-config-type", 3), (LEVEL + "{name: a, colour: x}", "hiera-config-unknown-key", 3),
        (LEVEL + "{name: a, paths: x}", "hiera-config-type", 3),
        (LEVEL + "{name: a, paths: []}", "hiera-config-type", 3),
        (LEVEL + "{name: a, paths: ['']}", "hiera-config-type", 3),
        (LEVEL + "{name: a, path: x, glob: y}", "hiera-config-type", 3),
        (LEVEL + "{name: a, data_hash: f, lookup_key: g}", "hiera-config-type", 3),
        (LEVEL + "{name: a, mapped_paths: [x]}", "hiera-config-type", 3),
        (LEVEL + "{name: a, options: {path: 1}}", "hiera-config-type", 3),
        (LEVEL + "{name: a, options: {1x: 1}}", "hiera-config-type", 3),
        (LEVEL + "{name: a, options: ~}", "hiera-config-type", 3),
        ("version: 5\ndefaults: x", "hiera-config-type", 2),
        ("version: 5\ndefaults: {path: x}", "hiera-config-unknown-key", 2),
        ("version: 5\nhierarchy: x", "hiera-config-type", 2),
        ("version: 5\nplan_hierarchy: [{}]", "hiera-config-type", 2),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_its_line(text, id_, line):
    assert faults(text) == [(id_, line)]


def test_all_faults_are_reported_at_once():
    assert len(faults("version: 5\nx: 1\nhierarchy:\n- {}\n- {name: a, y: 1}\n")) == 3
