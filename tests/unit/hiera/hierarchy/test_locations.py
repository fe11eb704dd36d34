"""Paths, globs and mapped paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.hierarchy import locations, walk_limits
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.hiera.hierarchy.walk_limits import Names


def names(tree, files, pattern):
    root = tree(dict.fromkeys(files, ""))
    return [path.removeprefix(f"{root}/") for path in locations.expand_glob(f"{root}/{pattern}")]


@pytest.mark.parametrize(
    ("pattern", "files", "found"),
    [
        ("*.yaml", ["b.yaml", "a.yaml", "B.yaml", "10.yaml", "9.yaml", ".h.yaml", "a.json"],
         ["10.yaml", "9.yaml", "B.yaml", "a.yaml", "b.yaml"]),
        ("**/*.yaml", ["aa.yaml", "a.yaml", "aa/x.yaml", "aa/bb/y.yaml", ".d/z.yaml"],
         ["a.yaml", "aa/bb/y.yaml", "aa/x.yaml", "aa.yaml"]),
        ("{b,a}.yaml", ["a.yaml", "b.yaml"], ["b.yaml", "a.yaml"]), ("{a,{b,c}}", ["a", "b", "c"], ["a", "b", "c"]),
        ("[!a].yaml", ["a.yaml", "b.yaml"], ["b.yaml"]), ("[^a].yaml", ["a.yaml", "b.yaml"], ["b.yaml"]),
        ("[ab]?.yaml", ["a1.yaml", "b.yaml", "c1.yaml"], ["a1.yaml"]), ("*", ["a", "d/x"], ["a"]),
        ("\\*", ["*", "a"], ["*"]),
        ("*/x", ["d/x", "e/y", "f"], ["d/x"]), ("none/*.yaml", ["a"], []), ("a.yaml", ["a.yaml"], ["a.yaml"]),
        (".*.yaml", [".h.yaml", "a.yaml"], [".h.yaml"]),
        ("**/d/*.yaml", ["d/a.yaml", "e/d/b.yaml"], ["d/a.yaml", "e/d/b.yaml"]),
    ],
)  # fmt: skip
def test_a_glob_finds_files_in_rubys_order(tree, pattern, files, found):
    assert names(tree, files, pattern) == found


def resolved(entry, elements=()):
    def expand(text, local):
        for name, value in local.items():
            text = text.replace(f"%{{{name}}}", str(value))
        return text

    return locations.resolve(entry, "/data", expand, lambda _: list(elements))


def test_what_may_not_be_looked_at_matches_nothing(tree, monkeypatch):
    root = tree({"a.yaml": "", "b/c.yaml": "", "d/e.yaml": ""})
    is_dir = Path.is_dir

    def refused(path):
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", refused)

    assert locations.expand_glob(f"{root}/**/*.yaml") == [f"{root}/a.yaml", f"{root}/d/e.yaml"]


def test_paths_are_relative_to_the_data_directory_unless_absolute():
    entry = LevelConfig("x", "yaml_data", location_kind="paths", locations=("a.yaml", "../b.yaml", "/c.yaml"))
    assert resolved(entry) == ["/data/a.yaml", "/b.yaml", "/c.yaml"]


def test_mapped_paths_bind_each_element_to_the_name():
    entry = LevelConfig("x", "yaml_data", location_kind="mapped_paths", locations=("services", "s", "%{s}.yaml"))
    assert resolved(entry, ["kafka", "zk"]) == ["/data/kafka.yaml", "/data/zk.yaml"]


def test_an_extension_is_added_where_it_is_missing():
    entry = LevelConfig("x", "yaml_data", location_kind="paths", locations=("a", "b.yaml"), extension=".yaml")
    assert resolved(entry) == ["/data/a.yaml", "/data/b.yaml"]


def test_a_level_without_location_has_no_files():
    assert resolved(LevelConfig("x", "yaml_data")) == []


def test_stars_that_find_a_file_in_two_ways_find_it_once(tree):
    assert names(tree, ["a/b/c/x", "a/x", "x"], "**/**/x") == ["a/b/c/x", "a/x", "x"]
    assert names(tree, ["a/b/c/x", "a/x", "x"], "**/*/**/x") == ["a/b/c/x", "a/x"]


def test_a_class_that_holds_nothing_matches_nothing(tree):
    assert names(tree, ["a"], "[z-a]") == []


@pytest.mark.parametrize(("pattern", "counted"), [("*/*", 7), ("**/b", 7), ("a/*", 2)])
def test_what_a_glob_looks_at_is_counted(tree, pattern, counted):
    root = tree({"a/b": "", "c/d": ""})
    assert locations.expand_glob(f"{root}/{pattern}", None, Names(counted))
    with pytest.raises(HieraError, match=f"more than {counted - 1} files"):
        locations.expand_glob(f"{root}/{pattern}", None, Names(counted - 1))


def test_a_level_of_too_many_paths_is_refused_at_its_place(monkeypatch):
    monkeypatch.setattr(walk_limits, "MAX_PATHS", 2)
    place = Position("/d/hiera.yaml", 3, 5)
    for kind, texts, elements in (("paths", ("a", "b", "c"), ()), ("mapped_paths", ("v", "s", "%{s}"), (1, 2, 3))):
        entry = LevelConfig("each", "yaml_data", location_kind=kind, locations=texts, position=place)
        with pytest.raises(HieraError) as found:
            resolved(entry, elements)
        assert (found.value.diagnostics[0].id, found.value.diagnostics[0].where) == ("too-many-paths", (place,))


def test_a_glob_that_looks_at_too_much_is_reported_at_its_level():
    place = Position("/d/hiera.yaml", 3, 5)
    entry = LevelConfig("all", "yaml_data", location_kind="glob", locations=("**/*.yaml",), position=place)

    def glob(pattern):
        return locations.expand_glob(pattern, None, Names(1))

    with pytest.raises(HieraError) as found:
        locations.resolve(entry, "/usr", lambda text, _: text, lambda _: [], glob)
    assert (found.value.diagnostics[0].id, found.value.diagnostics[0].where) == ("too-many-files", (place,))
