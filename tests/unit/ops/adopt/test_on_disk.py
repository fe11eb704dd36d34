"""What a restart would change, since a file says something else than what runs."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.on_disk import changed_options, silent_changes
from hiera_kafka.ops.adopt.running import RunningCluster
from lib.data.host_services import server, service
from lib.data.running import broker, cluster, ensemble

LINES = {"broker.id": "1", "log.dirs": "/srv/kafka/data", "zookeeper.connect": "zk1.example.org:2181"}


def of_broker(running: dict[str, str | None], found: HostService) -> RunningCluster:
    one = broker(1, "k1.example.org", running)
    return cluster(replace(one, service=found))


def told(running: RunningCluster) -> dict[str, tuple[str | None, str | None]]:
    return {one.option: (one.running, one.on_disk) for one in changed_options(running)}


def test_lines_that_were_changed_added_or_removed_are_told() -> None:
    lines = {**LINES, "num.io.threads": "12", "queued.max.requests": "7"}
    found = told(of_broker({"num.io.threads": "8", "num.partitions": "3"}, service(options=lines)))

    assert found == {
        "num.io.threads": ("8", "12"),
        "num.partitions": ("3", None),
        "queued.max.requests": (None, "7"),
    }


def test_the_second_name_of_an_id_is_no_line() -> None:
    assert told(of_broker({"node.id": "1"}, service(options=LINES))) == {}


def test_two_ways_of_writing_one_value_are_one() -> None:
    lines = {**LINES, "num.io.threads": " 8 ", "auto.leader.rebalance.enable": "TRUE", "log.dirs": "/srv/kafka/data/"}

    assert (
        told(of_broker({"num.io.threads": "8", "auto.leader.rebalance.enable": "true"}, service(options=lines))) == {}
    )


def test_the_command_line_counts_in_place_of_the_file() -> None:
    found = service(options={**LINES, "num.io.threads": "8"}, overrides={"num.io.threads": "9"})

    assert told(of_broker({"num.io.threads": "9"}, found)) == {}


def test_what_is_hidden_on_either_side_is_not_compared() -> None:
    found = service(options={**LINES, "ssl.key.password": None, "super.users": "User:a"})

    assert told(of_broker({"ssl.key.password": None, "super.users": None}, found)) == {}


def test_a_file_that_could_not_be_read_says_nothing() -> None:
    assert told(of_broker({"num.io.threads": "8"}, service(options={}, detail="gone"))) == {}


def test_a_server_that_tells_of_itself_is_compared() -> None:
    values = {"clientPort": "2181", "dataDir": "/var/lib/zookeeper/version-2", "tickTime": "2000"}
    lines = {1: "zk1.example.org:2888:3888"}
    running = ensemble(cluster(broker(1, "k1.example.org", {})), values, lines)
    (one,) = running.servers
    seen = server(options={"tickTime": "1500", "autopurge.purgeInterval": "1"}, changed=2000.0)
    changed = replace(running, servers=(replace(one, service=seen),))
    silent = replace(running, servers=(replace(one, service=seen, source="zoo.cfg"),))

    assert told(changed) == {"tickTime": ("2000", "1500")}
    assert told(silent) == {}
    (sentence,) = silent_changes(changed)
    assert sentence.startswith("/opt/kafka/config/server.properties on zk1.example.org was changed after ")


def test_a_file_that_was_changed_keeps_what_is_hidden() -> None:
    options: dict[str, str | None] = {"super.users": None}
    changed = of_broker(options, service(options={**LINES, "super.users": "User:a"}, changed=2000.0))
    same = of_broker(options, service(options={**LINES, "super.users": "User:a"}))

    assert [sentence.rpartition(": ")[2] for sentence in silent_changes(changed)] == ["super.users"]
    assert list(silent_changes(same)) == []
