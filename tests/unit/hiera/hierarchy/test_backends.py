"""Functions that read data files."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.hierarchy import backends
from hiera_kafka.hiera.hierarchy.config import LevelConfig


def test_yaml_and_json_give_their_keys(tree):
    root = tree({"a.yaml": "a: 1", "a.json": '{"a": 1}'})
    for reader, name in ((backends.read_yaml_data, "a.yaml"), (backends.read_json_data, "a.json")):
        assert reader(str(root / name), "x", backends.Manner()).entries["a"].plain == 1


@pytest.mark.parametrize(
    ("text", "strict_fails"), [("- a", True), ("text", True), ("", False), ("~", False), ("false", False)]
)
def test_yaml_that_is_no_hash_is_empty_with_a_warning_unless_strict(tree, text, strict_fails):
    path = str(tree({"a.yaml": text}) / "a.yaml")
    data = backends.read_yaml_data(path, "x", backends.Manner())
    assert (data.entries, [each.id for each in data.diagnostics]) == ({}, ["data-not-a-hash"])
    if strict_fails:
        with pytest.raises(HieraError, match="data-not-a-hash"):
            backends.read_yaml_data(path, "x", backends.Manner(strict=True))
    else:
        assert backends.read_yaml_data(path, "x", backends.Manner(strict=True)).entries == {}


def test_json_that_is_no_object_is_an_error(tree):
    with pytest.raises(HieraError, match="data-type"):
        backends.read_json_data(str(tree({"a.json": "[]"}) / "a.json"), "x", backends.Manner())


def test_hocon_gives_its_keys_and_warnings(tree):
    path = str(tree({"a.conf": 'include "x"\na { b = 1 }'}) / "a.conf")
    data = backends.read_hocon_data(path, "x", backends.Manner(strict=True))
    assert data.entries["a"].plain == {"b": 1}
    assert [each.id for each in data.diagnostics] == ["hocon-include"]


@pytest.mark.parametrize(
    ("entry", "id_"),
    [
        (LevelConfig("x", "yaml_data"), "data-location"),
        (LevelConfig("x", "yaml_data", location_kind="uri"), "data-location"),
        (LevelConfig("x", "json_data", location_kind="path", options={"a": 1}), "data-location"),
    ],
)  # fmt: skip
def test_a_level_that_cannot_be_read_is_an_error(entry, id_):
    with pytest.raises(HieraError, match=id_):
        backends.reader_of(entry)


def test_eyaml_takes_options():
    entry = LevelConfig("x", "eyaml_lookup_key", "lookup_key", location_kind="path", options={"pkcs7_private_key": "k"})
    assert backends.reader_of(entry) is backends.read_yaml_data


def test_other_functions_are_not_built_in():
    assert backends.reader_of(LevelConfig("x", "yml_data", location_kind="path")) is None
    assert backends.reader_of(LevelConfig("x", "yaml_data", "lookup_key", location_kind="path")) is None
