"""hiera.yaml becomes levels."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.hierarchy import config
from hiera_kafka.hiera.values.failures import ConfigError


def parsed(tree, text, layer="environment"):
    path = str(tree({"hiera.yaml": text}) / "hiera.yaml")
    root, diagnostics = config.read(path, layer)
    return config.parse(root, path, layer, diagnostics)


def test_without_hierarchy_the_level_common_is_read(tree):
    (entry,) = parsed(tree, "version: 5").entries
    assert (entry.name, entry.function, entry.datadir, entry.locations) == (
        "Common",
        "yaml_data",
        "data",
        ("common.yaml",),
    )


def test_defaults_hold_for_the_level_common_as_well(tree):
    (entry,) = parsed(tree, "version: 5\ndefaults: {datadir: hd, data_hash: json_data}").entries
    assert (entry.function, entry.datadir) == ("json_data", "hd")


def test_an_empty_hierarchy_has_no_levels(tree):
    assert parsed(tree, "version: 5\nhierarchy: []").entries == ()


def test_a_level_beats_the_defaults(tree):
    text = (
        "version: 5\ndefaults: {lookup_key: eyaml_lookup_key, options: {a: 1}}\n"
        "hierarchy:\n- {name: a, path: x, data_hash: yaml_data, datadir: d}"
    )
    (entry,) = parsed(tree, text).entries
    assert (entry.function_kind, entry.function, entry.datadir, entry.options) == (
        "data_hash",
        "yaml_data",
        "d",
        {"a": 1},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version: 5\ndefaults: {}\nhierarchy: [{name: a, path: x}]", "names no function"),
        ("version: 5\ndefault_hierarchy: []", "only allowed in a module"),
        ("version: 5\nhierarchy: [{name: a, hiera3_backend: x}]", "only allowed in the global layer"),
        ("version: 5\nhierarchy: [{name: a, path: x}, {name: a, path: y}]", "hiera-duplicate-level"),
        ("version: 5\nhierarchy: [{name: a, uri: 'http://a b'}]", "is not a URI"), ("a: [", "yaml-syntax"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_an_error(tree, text, words):
    with pytest.raises(ConfigError, match=words):
        parsed(tree, text)


def test_the_global_layer_refuses_old_names_of_built_in_backends(tree):
    with pytest.raises(ConfigError, match="data_hash: yaml_data"):
        parsed(tree, "version: 5\nhierarchy: [{name: a, hiera3_backend: yaml}]", "global")


def test_a_module_may_have_a_default_hierarchy(tree):
    found = parsed(tree, "version: 5\ndefault_hierarchy: [{name: d, path: d.yaml}]", "module")
    assert [entry.name for entry in found.default_entries] == ["d"]


def test_a_file_that_holds_no_hash_has_no_root(tree):
    assert config.read(tree({"hiera.yaml": "- a\n"}) / "hiera.yaml", "environment")[0] is None
