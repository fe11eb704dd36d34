"""What needs no broker; tests/local/test_canary.py sends real records through real mirrors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hiera_kafka.clients import kafka
from hiera_kafka.clients.canary_topic import TopicShape
from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.endpoints import Endpoint
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.verify.canary.mirrors import through_mirror
from hiera_kafka.ops.verify.canary.preparation import Prepared
from hiera_kafka.ops.verify.canary.record import CanaryRun
from hiera_kafka.ops.verify.canary.target import straight
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary, MirrorCanary, TripSeen
from lib.clusters.kafka_clients import UNCLOSED, closed_port, stopped_clients

pytestmark = pytest.mark.filterwarnings(UNCLOSED)

PREPARED = Prepared(ClusterCanary("canary"), TopicShape((1, 2), ((1,), (2,)), {}), {})
NOWHERE = (Endpoint("127.0.0.1", 1),)
MIRROR = Mirror("a_to_b", 1, "a", NOWHERE, "b", NOWHERE, (".+",), (), "g", ())


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


def through(
    mirror: Mirror = MIRROR, prepared: Prepared = PREPARED, refused: str | Diagnostic | None = None
) -> MirrorCanary | Diagnostic:
    return through_mirror(mirror, NOWHERE, prepared, refused, CanaryRun(), straight)


def test_a_mirror_that_leaves_the_topic_out_gets_no_record() -> None:
    assert through(replace(MIRROR, topics=(r"a\..+",))) == MirrorCanary("canary", "no pattern matches")


def test_a_pattern_that_only_java_reads_is_no_proof_either_way() -> None:
    found = through(replace(MIRROR, topics=(r"\p{javaLowerCase}+",)))

    why = r"whether the mirror takes it is not known: \p{javaLowerCase}+ cannot be read here"
    assert found == MirrorCanary("canary", None, (TripSeen(None, None, why, tried=False),))


def test_nothing_is_written_where_the_source_or_the_destination_has_no_topic() -> None:
    without = replace(PREPARED, shape=None)
    why = "nothing may be written to topic canary: see canary-topic"
    assert through(prepared=without) == MirrorCanary("canary", None, (TripSeen(None, None, why, tried=False),))

    why = "b refuses the topic: PolicyViolation"
    assert through(refused="PolicyViolation") == MirrorCanary("canary", None, (TripSeen(None, None, why, tried=False),))


def test_an_end_that_does_not_answer_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Diagnostic("cluster-not-answering", "no broker answers")
    assert through(refused=silent) is silent

    monkeypatch.setattr(kafka.Cluster, "connect_s", 0.5)
    with closed_port() as port:
        found = through(replace(MIRROR, destination_servers=(Endpoint("127.0.0.1", port),)))
    assert isinstance(found, Diagnostic)
    assert found.id == "cluster-not-answering"
