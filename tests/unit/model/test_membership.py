"""Which of the entries that list a host it belongs to."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.model.base import Traced
from hiera_kafka.model.membership import not_listed, only_one
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.source import Origin, Trace

ORIGIN = Origin.given("key", Position("a.yaml", 7, 1))
ENTRY = Traced(Ensemble(hosts={"z": 1}), {}, Trace(ORIGIN), "ensemble")


def test_a_cluster_that_is_there_does_not_list_the_host_and_another_is_unknown() -> None:
    there, unknown = (not_listed("k", "key", name, ["main"], ORIGIN) for name in ("main", "mian"))
    assert (there.id, there.where) == ("host-not-in-cluster", (ORIGIN.position,))
    assert (unknown.id, unknown.hint) == ("unknown-cluster", "did you mean 'main'?")


def test_one_entry_counts_and_several_are_refused_at_their_places() -> None:
    entries = {"a": ENTRY, "b": ENTRY}
    assert only_one("z", ["a"], "table", "key", entries, "hosts") == ("a", [])
    name, (problem,) = only_one("z", ["a", "b"], "table", "key", entries, "hosts")
    assert (name, problem.id, len(problem.where)) == (None, "host-in-two-clusters", 2)
