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
