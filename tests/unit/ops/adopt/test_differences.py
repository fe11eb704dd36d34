"""What is told of a server's options, and of a broker's."""

from __future__ import annotations

from hiera_kafka.clients.zookeeper import ServerAddress
from hiera_kafka.ops.adopt.differences import OptionDifference, _of_broker, server_options
from hiera_kafka.ops.adopt.running import RunningServer
from lib.data.running import broker


def test_a_difference_names_host_and_file() -> None:
    running = broker(1, "k1", {})
    ours = {name: option.file for name, option in running.options.items() if option.file}

    assert list(_of_broker(running, {**ours, "num.io.threads": "9"})) == [
        OptionDifference("k1", "server.properties", "num.io.threads", "8", "9")
    ]


def test_limits_that_follow_from_the_tick_are_not_taken_for_set() -> None:
    values = {"tickTime": "1000", "minSessionTimeout": "2000", "maxSessionTimeout": "60000", "dataDir": "/d/version-2"}

    assert server_options(RunningServer(ServerAddress("zk", 2182), 1, values, "conf")) == {
        "tickTime": "1000",
        "maxSessionTimeout": "60000",
        "dataDir": "/d",
        "clientPort": "2182",
    }
