"""Which hiera.yaml each layer has."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera import Settings
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.values.failures import ConfigError


def layers(root, **settings):
    return Layers(str(root / "hiera.yaml"), Settings(**settings))


@pytest.mark.parametrize(
    "text", [None, "version: 3", "version: 4", "version: 6", "version: '5'", "version: 5.0", "- list", ""]
)
def test_what_puppet_passes_over_is_an_error_at_once(tree, text):
    root = tree({} if text is None else {"hiera.yaml": text})
    with pytest.raises(ConfigError, match="hiera-config-missing" if text is None else "hiera-version"):
        layers(root)


@pytest.mark.parametrize(("text", "entries"), [(None, None), ("version: 3", 0), ("- list", 0), ("version: 4", 1)])
def test_as_puppet_it_is_passed_over(tree, text, entries):
    found = layers(tree({} if text is None else {"hiera.yaml": text}), as_puppet=True).environment()
    assert (found if found is None else len(found.entries)) == entries


@pytest.mark.parametrize("text", ["version: 6", "version: '5'", "version: [5]"])
def test_other_versions_are_an_error_for_puppet_too(tree, text):
    with pytest.raises(ConfigError, match="hiera-version"):
        layers(tree({"hiera.yaml": text}), as_puppet=True).environment()


def test_the_global_layer_without_file_reads_common(tree):
    root = tree({"hiera.yaml": "version: 5"})
    assert layers(root).global_layer() is None
    found = layers(root, global_config=root / "etc" / "hiera.yaml").global_layer()
    assert [entry.name for entry in found.entries] == ["Common"]


def test_a_module_without_hiera_yaml_has_no_data(tree):
    root = tree({"hiera.yaml": "version: 5", "modules/m/hiera.yaml": "version: 5"})
    found = layers(root)
    assert found.module("m").root == str(root / "modules" / "m")
    assert [found.module(name) for name in (None, "n", "M", "..", "::m")] == [None] * 5


def test_an_error_is_the_same_each_time(tree):
    found = layers(tree({"hiera.yaml": "version: 5", "modules/m/hiera.yaml": "version: 6"}))
    for _ in range(2):
        with pytest.raises(ConfigError, match="hiera-version"):
            found.module("m")
