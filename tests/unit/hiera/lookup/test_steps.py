"""Steps as text and as JSON."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.hiera.lookup.steps import Outcome, Step, StepKind, origins_dict
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import OddKey
from hiera_kafka.source import Origin, Trace


def test_a_merge_of_one_thing_is_no_merge():
    level = Step(StepKind.LEVEL, "only", at=Position("/d/hiera.yaml", 3, 5))
    merge = Step(StepKind.MERGE, "deep", {"key": "k"}, steps=[level])
    assert list(merge.lines("/d")) == ['Hierarchy entry "only"  # hiera.yaml:3:5']
    assert list(Step(StepKind.MERGE, "deep").lines(None)) == []


def test_what_is_empty_is_left_out_of_json():
    assert Step(StepKind.PATH, "/f", outcome=Outcome.MISSING).to_dict() == {
        "step": "path",
        "name": "/f",
        "outcome": "missing",
    }


def test_below_a_search_for_a_secret_nothing_is_shown():
    inner = Step(StepKind.PATH, "/f", {"key": "plain"})
    inner.ended(Node("planted", Origin.given("x")))
    search = Step(StepKind.SEARCH, "a::password", steps=[inner])
    assert "planted" not in "".join(search.lines(None)) + repr(search.to_dict())
    assert "planted" in "".join(search.lines(None, secrets=True))


def test_odd_keys_of_hashes_have_a_json_form():
    trace = Trace(Origin.given("x"), {OddKey(True, "true"): Trace(Origin.given("y"))})
    assert origins_dict(trace) == [{"leaf": ["true"], "kind": "given", "rule": "y"}]
