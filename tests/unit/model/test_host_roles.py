"""What a host is carries where it came from; building it is held by test_host.py."""

from __future__ import annotations

from hiera_kafka.model.base import Traced
from hiera_kafka.model.host_roles import ZooKeeperNode
from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings
from hiera_kafka.source import Origin, Trace

TRACE = Trace(Origin.given("test"))


def test_values_of_the_data_stay_out_of_its_text_form() -> None:
    raw = {"kafka_zookeeper_config": {"some.password": "Planted"}}
    settings = Traced(ZooKeeperSettings(kafka_zookeeper_config=raw["kafka_zookeeper_config"]), raw, TRACE, "settings")
    node = ZooKeeperNode("main", Traced(Ensemble(hosts={"z1": 1}), {}, TRACE, "ensemble"), settings)
    assert "Planted" not in repr(node)
