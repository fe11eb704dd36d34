"""Rare cases of keys; most are in test_adoption.py, test_process_options.py and test_zoo_cfg.py."""

from __future__ import annotations

from hiera_kafka.ops.adopt.adoption import adopt
from lib.data.running import broker, cluster

HOSTS = ("k1.example.org", "k2.example.org", "k3.example.org")


def test_brokers_that_show_a_value_are_counted_and_those_that_hide_it_are_told() -> None:
    shown = broker(1, HOSTS[0], {"super.users": "User:a"})
    hiding = [broker(number, HOSTS[number - 1], {"super.users": None}) for number in (2, 3)]
    found = adopt(cluster(shown, *hiding), "main", "zk")
    told = {one.host: one.hidden for one in found.differences if one.option == "super.users"}

    assert found.files["hieradata/common.yaml"]["kafka_clusters"]["main"]["config"]["super.users"] == "User:a"
    assert told == {HOSTS[1]: True, HOSTS[2]: True}
