"""What a host runs."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.model.clusters import Clusters
from hiera_kafka.model.host import build_host
from hiera_kafka.model.services import HostModel, HostQuery, ServiceNode, ServiceSource


@dataclass(frozen=True)
class One(ServiceNode):
    number: int


class Other(ServiceNode):
    pass


def test_nodes_are_found_by_their_kind() -> None:
    model = HostModel("k", (One(1), One(2)))
    assert model.service(One) == One(1)
    assert model.nodes(One) == (One(1), One(2))
    assert (model.service(Other), model.nodes(Other)) == (None, ())


def test_a_service_sees_the_nodes_of_those_before_it(tmp_path: object) -> None:
    def second(query: HostQuery, settings: object) -> tuple[tuple[One, ...], list[object]]:
        first = query.model.service(One)
        assert (first, settings) == (One(1), None)
        return (One(2),), []

    sources = (ServiceSource("first", lambda _query, _settings: ((One(1),), [])), ServiceSource("second", second))
    model, problems = build_host("k", Clusters({}, {}), lambda _: None, {}, sources)  # type: ignore[arg-type]
    assert (model, problems) == (HostModel("k", (One(1), One(2))), [])
