"""What an engine makes of a process; each engine is held by a file of its own."""

from __future__ import annotations

from hiera_kafka.dialects.native.mirror.engine import Engine
from hiera_kafka.model.kafka import KafkaCluster


def test_without_more_an_engine_listens_on_nothing_and_its_command_rests_on_no_data() -> None:
    cluster = KafkaCluster.model_validate({"zookeeper_cluster_name": "z", "brokers": {"k": {"id": 1}}})
    engine = Engine(files=(), main=("command",), group="g", holder=cluster, members=1)
    assert (engine.ports, engine.origin, engine.client) == ((), None, "")
