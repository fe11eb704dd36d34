"""Of the files of a commit, those that are Hiera data are linted."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.named_data import only_data

HIERA = "version: 5\nhierarchy: [{name: all, path: common.yaml}]\n"
OTHERS = (".github/workflows/ci.yml", ".rubocop.yml", ".sync.yml", "docs/hiera.yml.md", "site/data.yaml")


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Write files into a directory, make it the current one, and return which of them are data."""
    monkeypatch.chdir(tmp_path)

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [str(path) for path in only_data(map(Path, files))]

    return write


@pytest.mark.parametrize("git", [True, False])
def test_data_of_a_hierarchy_is_and_the_rest_of_the_repository_is_not(made, tmp_path, git):
    if git:
        (tmp_path / ".git").mkdir()
    data = {"hiera.yaml": HIERA, "data/common.yaml": "a: 1\n", "x.hiera_kafka.yml": "{}\n"}
    others = {**dict.fromkeys(OTHERS, "on: yes\n"), "docs/data/x.yaml": "a: 1\n"}
    assert made({**data, **others}) == list(data)


def test_a_module_has_data_of_its_own(made):
    data = {"site/m/hiera.yaml": HIERA, "site/m/data/common.yaml": "m::a: 1\n"}
    assert made({**data, "site/m/spec/default_facts.yml": "a: 1\n"}) == list(data)


def test_without_any_hierarchy_data_is_where_it_is_by_custom(made, tmp_path):
    (tmp_path / ".git").mkdir()
    data = dict.fromkeys(["hieradata/common.yaml", "hieradata/nodes/a.eyaml", "x/data/b.yaml"], "a: 1\n")
    assert made({**data, **dict.fromkeys(OTHERS, "a: 1\n")}) == list(data)


def test_the_name_of_the_repository_itself_says_nothing(made, tmp_path, monkeypatch):
    (tmp_path / "data/.git").mkdir(parents=True)
    assert made({"data/ci.yml": "a: 1\n", "data/hieradata/a.yaml": "a: 1\n"}) == ["data/hieradata/a.yaml"]


def test_directories_and_what_is_missing_are_kept(tmp_path):
    paths = (tmp_path, tmp_path / "missing.yaml")
    assert only_data(paths) == paths
