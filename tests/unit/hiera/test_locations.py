"""Paths, globs and mapped paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.hiera import locations
from hiera_kafka.hiera.config import Entry


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
    entry = Entry("x", "yaml_data", location_kind="paths", locations=("a.yaml", "../b.yaml", "/c.yaml"))
    assert resolved(entry) == ["/data/a.yaml", "/b.yaml", "/c.yaml"]


def test_mapped_paths_bind_each_element_to_the_name():
    entry = Entry("x", "yaml_data", location_kind="mapped_paths", locations=("services", "s", "%{s}.yaml"))
    assert resolved(entry, ["kafka", "zk"]) == ["/data/kafka.yaml", "/data/zk.yaml"]


def test_an_extension_is_added_where_it_is_missing():
    entry = Entry("x", "yaml_data", location_kind="paths", locations=("a", "b.yaml"), extension=".yaml")
    assert resolved(entry) == ["/data/a.yaml", "/data/b.yaml"]


def test_a_level_without_location_has_no_files():
    assert resolved(Entry("x", "yaml_data")) == []


@pytest.mark.parametrize(
    ("text", "variables", "stray"),
    [
        ("%{role}/a.yaml", {"role": ""}, True), ("%{role}%{site}/a.yaml", {"role": "", "site": ""}, True),
        ("%{role}/a.yaml", {"role": "/etc"}, False), ("%{role}%{site}/a.yaml", {"role": "/etc", "site": ""}, False),
        ("%{role}a.yaml", {"role": "/"}, False), ("/etc/a.yaml", {}, False), ("%{role}/a.yaml", {"role": "x"}, False),
    ],
)  # fmt: skip
def test_a_path_strays_only_where_the_variable_that_it_begins_with_is_empty(text, variables, stray):
    def expand(text, _):
        for name, value in variables.items():
            text = text.replace(f"%{{{name}}}", value)
        return text

    entry = Entry("x", "yaml_data", location_kind="path", locations=(text,))
    (path,) = locations.resolve(entry, "/data", expand, lambda _: [])
    assert isinstance(path, locations.Stray) is stray


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("vault://secret/x", None), ("HTTPS://x/y", None), ("file:///etc/x", "/etc/x"), ("file:x", "/base/x"),
        ("FILE://host/etc/%78", "/etc/x"), ("x/y", "/base/x/y"), ("/etc/%2e%2e/x", "/x"), ("1:x", "/base/1:x"),
    ],
)  # fmt: skip
def test_a_uri_may_name_a_file(uri, file):
    assert locations.file_of(uri, "/base") == file


def test_a_glob_does_not_look_where_it_may_not(tmp_path):
    for name in ("in/a/x.yaml", "out/x.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "in/b").symlink_to(tmp_path / "out")
    border = Border([tmp_path / "in"])

    found = locations.expand_glob(f"{tmp_path}/{{in,out}}/*/x.yaml", border.holds)

    assert found == [f"{tmp_path}/in/a/x.yaml", f"{tmp_path}/in/b/x.yaml", f"{tmp_path}/out/*/x.yaml"]
    assert locations.expand_glob(f"{tmp_path}/in/**/x.yaml", border.holds) == [f"{tmp_path}/in/a/x.yaml"]
