"""What needs no broker; tests/local/test_canary.py runs it on real clusters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hiera_kafka.clients import kafka
from hiera_kafka.errors import Diagnostic, ProjectError
from hiera_kafka.model.base import Traced
from hiera_kafka.model.endpoints import Endpoint, Endpoints
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.canary.run import run
from hiera_kafka.ops.verify.canary.target import CanaryTarget
from lib.clusters.kafka_clients import UNCLOSED, closed_port, stopped_clients
from lib.data.verify_views import compiler

pytestmark = pytest.mark.filterwarnings(UNCLOSED)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


def test_a_cluster_that_does_not_answer_is_named_as_are_its_mirrors_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kafka.Cluster, "connect_s", 0.5)
    there = compiler().clusters.kafka["three"]
    nowhere = (Endpoint("127.0.0.1", 1),)
    mirror = Mirror("three_to_b", 1, "three", nowhere, "b", nowhere, (".+",), (), "g", ())
    other = replace(mirror, name="b_to_three", source="b", destination="three")
    with closed_port() as port:
        brokers = {host: broker.model_copy(update={"port": port}) for host, broker in there.model.brokers.items()}
        model = Traced(there.model.model_copy(update={"brokers": brokers}), there.raw, there.trace, there.name)
        target = CanaryTarget("three", model, lambda _: "127.0.0.1")
        told: list[str] = []

        seen = run([target], [mirror, other], tell=told.append)

    found = seen.clusters["three"]
    assert isinstance(found, Diagnostic)
    assert found.id == "cluster-not-answering"
    assert (dict(seen.mirrors), told) == ({"three_to_b": found}, [])


def test_a_cluster_to_which_no_way_leads_is_named_with_the_reason() -> None:
    def nowhere(_: Endpoints) -> str | None:
        raise ProjectError(Diagnostic("untrusted-code", "Ansible was not asked"))

    target = CanaryTarget("three", compiler().clusters.kafka["three"], str)

    seen = run([target], [], nowhere)

    assert dict(seen.clusters) == {"three": Diagnostic("untrusted-code", "Ansible was not asked")}


def test_nothing_is_done_where_nobody_asks() -> None:
    seen = run([], [])

    assert (dict(seen.clusters), dict(seen.mirrors)) == ({}, {})
