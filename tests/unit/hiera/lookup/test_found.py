"""What a lookup returns."""

from __future__ import annotations

from hiera_kafka.scope import Scope


def test_the_trace_has_the_shape_of_the_value_and_paths_from_the_root_key(load):
    found = load({"a.yaml": "h:\n  l: [1, {x: 2}]\n"}).lookup("h.l", Scope())
    assert found.value == [1, {"x": 2}]
    assert found.trace.at(1, "x").path == ("h", "l", 1, "x")
    assert found.trace.at(1, "x").position.line == 2
    assert found.trace is found.trace
    assert (found.key, found.diagnostics) == ("h.l", ())
    assert repr(found) == "Found('h.l')"


def test_a_leaf_has_its_origin_by_path_and_a_scalar_by_the_empty_one(load):
    hiera = load({"a.yaml": "h:\n  x: 1\n  y: [2]\ns: 3\n"})
    found = hiera.lookup("h", Scope())
    assert {path: origin.position.line for path, origin in found.origins.items()} == {("x",): 2, ("y", 0): 3}
    assert found.origin.position.line == 2
    scalar = hiera.lookup("s", Scope())
    assert scalar.origins == {(): scalar.origin}
    assert scalar.origin.position.line == 4


def test_what_is_shown_is_masked_and_the_value_is_not(load):
    found = load({"a.yaml": "db_password: hunter2\n"}).lookup("db_password", Scope())
    assert (found.value, found.shown(), found.shown(secrets=True)) == ("hunter2", "********", "hunter2")
