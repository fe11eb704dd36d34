"""What lookups of one host share."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Diagnostic, HieraError
from hiera_kafka.hiera import Settings
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.lookup.session import Session, paths_of
from hiera_kafka.scope import Scope


def session(root):
    return Session(Layers(str(root / "hiera.yaml"), Settings()), Scope())


def test_levels_are_made_once(tree):
    root = tree({"hiera.yaml": "version: 5", "data/common.yaml": "a: 1"})
    made = session(root)
    config = made.layers.environment()
    asked = []

    def resolve(config, entry):
        asked.append(entry.name)
        return [f"{config.root}/data/common.yaml", f"{config.root}/data/missing.yaml"]

    (level,) = made.levels(config, resolve)
    assert level.paths == [str(root / "data" / "common.yaml"), None]
    assert made.levels(config, resolve)[0] is level
    assert asked == ["Common"]
    assert made.levels(None, resolve) == []


def test_each_warning_is_kept_once(tree):
    made = session(tree({"hiera.yaml": "version: 5", "data/common.yaml": ""}))
    made.warn((Diagnostic("duplicate-key", "x"),) * 2)
    assert made.diagnostics == (Diagnostic("duplicate-key", "x"),)


def test_the_data_directory_is_relative_to_hiera_yaml(tree):
    root = tree({"hiera.yaml": "version: 5\nhierarchy: [{name: a, path: a.yaml, datadir: '../x'}]"})
    config = session(root).layers.environment()
    assert paths_of(config, config.entries[0], lambda text, _: text, lambda _: [], lambda _: []) == [
        str(root.parent / "x" / "a.yaml")
    ]


def test_a_path_whose_first_variable_is_empty_is_one_of_a_missing_file(load):
    hierarchy = (
        "version: 5\nhierarchy:\n- {name: a, path: '%{role}/common.yaml'}\n- {name: b, globs: ['%{role}/**/*.yaml']}\n"
        "- {name: c, datadir: '%{role}/data', path: x.yaml}\n- {name: d, path: common.yaml}\n"
    )
    hiera = load({"hiera.yaml": hierarchy, "data/common.yaml": "a: 1"}, strict="off")

    assert hiera.lookup("a", Scope()).value == 1
    with pytest.raises(HieraError, match="outside-repository"):
        hiera.lookup("a", Scope(variables={"role": "/etc"}))


def test_a_uri_that_is_no_file_may_be_left_out(load):
    hierarchy = "version: 5\nhierarchy:\n- {name: a, uri: 'vault://x', data_hash: f}\n"

    for settings, id_ in (({}, "hiera-unknown-function"), ({"remote": False}, "outside-repository")):
        with pytest.raises(HieraError, match=id_):
            load({"hiera.yaml": hierarchy, "data/x.yaml": ""}, **settings).lookup("a", Scope())
