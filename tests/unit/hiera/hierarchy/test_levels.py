"""Levels and their files."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.hierarchy.backends import Manner, read_yaml_data
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.levels import Files, Level, check_datadir, value_of


def test_a_file_is_read_once_for_each_level(tree):
    path = tree({"a.yaml": "a: 1"}) / "a.yaml"
    files = Files(Manner())
    first = files.data(read_yaml_data, str(path), "one")
    path.write_text("a: 2")
    assert files.data(read_yaml_data, str(path), "one") is first
    other = files.data(read_yaml_data, str(path), "two")
    assert other.entries["a"].at.source.level == "two"


def test_a_file_that_fails_fails_each_time(tree):
    path = str(tree({"a.yaml": "a: ["}) / "a.yaml")
    files = Files(Manner())
    for _ in range(2):
        with pytest.raises(HieraError, match="yaml-syntax"):
            files.data(read_yaml_data, path, "one")


def test_the_function_of_a_level_is_not_needed_while_all_its_files_are_missing():
    entry = LevelConfig("x", "no_such_function", location_kind="path", locations=("a",))
    assert Level(entry, [None], Files(Manner()), lambda _: None).data() == [None]


def test_a_value_with_a_flaw_is_an_error_only_when_it_is_asked_for(tree):
    path = str(tree({"a.yaml": "a: {true: 1}\nb: 2"}) / "a.yaml")
    data = Files(Manner()).data(read_yaml_data, path, "one").entries
    assert value_of(data, "b").plain == 2
    assert value_of(data, "c") is value_of(None, "a") is None
    with pytest.raises(HieraError, match="data-type"):
        value_of(data, "a")


@pytest.mark.parametrize(("datadir", "fails"), [("data", False), ("dta", True), ("%{x}", False), ("../..", False)])
def test_a_data_directory_must_exist_unless_its_name_depends_on_the_host(tree, datadir, fails):
    config = Config(str(tree({"data/a.yaml": ""})), "hiera.yaml", ())
    entry = LevelConfig("x", "yaml_data", datadir=datadir, location_kind="path", locations=("a.yaml",))
    if fails:
        with pytest.raises(HieraError, match="hiera-datadir-missing"):
            check_datadir(config, entry)
    else:
        check_datadir(config, entry)
