"""A cluster that somebody started by hand becomes data, is left alone, and is taken over broker by broker."""

from __future__ import annotations

import contextlib
import json
import pwd
import shlex
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from kafka import KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from hiera_kafka.clients import zookeeper
from hiera_kafka.kafka_options import OptionKind, table
from hiera_kafka.render.formats import parse_properties
from lib.clusters.hand_started import HandStarted, hand_started
from lib.clusters.kafka_clients import UNCLOSED, consume, forget_clients, until
from lib.clusters.local_cluster import ROOT, Done, LocalCluster
from lib.repository import console_commands

pytestmark = [
    pytest.mark.real,
    pytest.mark.xdist_group("real"),
    pytest.mark.slow,
    pytest.mark.filterwarnings(UNCLOSED),
]

ZOOKEEPER = {"tickTime": 1500, "maxClientCnxns": 77, "4lw.commands.whitelist": "conf"}
BROKERS = {
    "compression.type": "lz4",
    "num.network.threads": 2,
    "num.partitions": 4,
    "log.retention.hours": 49,
    "log.cleaner.dedupe.buffer.size": 16777216,
    "log.cleaner.io.buffer.load.factor": 0.8,
    "message.max.bytes": 2000000,
    "min.insync.replicas": 1,
    "default.replication.factor": 2,
    "offsets.topic.num.partitions": 3,
    "unclean.leader.election.enable": "true",
    "background.threads": 10,
    "connections.max.idle.ms": 540000,
    "super.users": "User:admin;User:b",
    "ssl.truststore.password": "hunter2-truststore",
    "an.option.of.a.plugin": "hunter2-plugin",
}
DIFFERING: dict[str, list[object]] = {
    "num.io.threads": [3, 4, 4],
    "queued.max.requests": [401, 402, 402],
    "replica.socket.timeout.ms": [30001, 30002, 30003],
}
"""A key of hosts stands for the first; of the others the cluster's `config` has the value of most, or none."""
TOPIC = "events"
ADOPT, WITH_FILES, LINT, RENDER = console_commands(ROOT / "docs/howto/adopt-a-cluster.md")
CHECK, STOP, TAKE_OVER = console_commands(ROOT / "docs/howto/take-over-brokers.md")


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandStarted]:
    with hand_started(tmp_path_factory.mktemp("hand") / "home", ZOOKEEPER, BROKERS, DIFFERING) as made:
        with contextlib.closing(admin(made)) as client:
            options = {"retention.ms": "86400000", "min.insync.replicas": "2"}
            client.create_topics([NewTopic(TOPIC, 6, 3, topic_configs=options)])
            broker = ConfigResource(ConfigResourceType.BROKER, "102", {"log.cleaner.threads": "2"})
            client.alter_configs([broker])
        yield made
    forget_clients()  # of the broker that was stopped


@pytest.fixture(scope="module")
def adopted(hand: HandStarted) -> LocalCluster:
    """The repository that `adopt` wrote, with commands that are run in it."""
    out = hand.home / "adopted"
    before = settings_of(hand)
    result = page(hand, ADOPT).good()
    assert settings_of(hand) == before
    assert "hunter2" not in result.text
    assert not any("hunter2" in path.read_text() for path in out.rglob("*.y*ml"))
    return LocalCluster(hand.home)


def page(hand: HandStarted, command: str) -> Done:
    """Run a command of a how-to on this cluster: its second broker is the one that the pages name."""
    address = hand.addresses[1]
    owner = pwd.getpwuid((hand.hosts / address).stat().st_uid).pw_name
    values = {
        "kafka1.example.org": address,
        "kafka2.example.org": address,
        "/srv/kafka/": f"{hand.hosts}/{address}/srv/kafka/",
        "olduser": owner,
    }
    words = shlex.split(command)
    for old, new in values.items():
        words = [word.replace(old, new) for word in words]
    places = ("adopted", "rendered")
    return LocalCluster(hand.home).run(
        *(str(hand.home / word) if word.split("/")[0] in places else word for word in words)
    )


def admin(hand: HandStarted) -> Any:
    return KafkaAdminClient(bootstrap_servers=[str(one) for one in hand.endpoints])


def run(hand: HandStarted, *words: str | Path) -> Done:
    return LocalCluster(hand.home).run("hiera-kafka", *words)


def inventory(hand: HandStarted) -> Path:
    return hand.home / "adopted/inventories/kafka"


def read(hand: HandStarted, name: str) -> Any:
    return yaml.safe_load((hand.home / "adopted" / name).read_text())


def settings_of(hand: HandStarted) -> dict[str, str]:
    return {path.name: path.read_text() for path in (hand.home / "settings").iterdir()}


def test_what_is_rendered_is_what_was_written_by_hand_but_for_what_is_listed(
    hand: HandStarted, adopted: LocalCluster
) -> None:
    known = table(OptionKind.BROKER, "3.9.2")
    assert known is not None
    page(hand, RENDER).good()
    found = {}
    for address in hand.addresses:
        theirs = parse_properties(hand.broker_file(address).read_text())
        ours = parse_properties((hand.home / f"rendered/{address}/etc/kafka/server.properties").read_text())
        for option in theirs.keys() | ours.keys():
            default = known.options[option].default if option in known.options else None
            if theirs.get(option, default) != ours.get(option, default):
                found[address, option] = (theirs.get(option), ours.get(option))

    assert {(address, option) for address, option in found if address == hand.addresses[0]} == {
        (hand.addresses[0], option)
        for option in (
            "an.option.of.a.plugin",
            "broker.id.generation.enable",
            "queued.max.requests",
            "replica.socket.timeout.ms",
            "ssl.truststore.password",
            "super.users",
        )
    }
    listed = [one for one in read(hand, "adoption.yaml")["differences"] if one["file"] == "server.properties"]
    assert {(one["host"], one["option"]) for one in listed} == set(found)
    for one in listed:
        theirs_, ours_ = found[one["host"], one["option"]]
        assert one["rendered"] == ours_
        assert one["reason"]
        if one["option"] == "broker.id.generation.enable":
            assert (theirs_, one["running"]) == (None, "true")  # stands in no file of theirs
        else:
            assert one["running"] == (None if one["hidden"] else theirs_)
    assert {one["option"] for one in listed if one["hidden"]} == {
        "an.option.of.a.plugin",
        "ssl.truststore.password",
        "super.users",  # Kafka has no table of what authorizers read
    }


def test_zookeeper_is_what_it_was_as_far_as_it_tells(hand: HandStarted, adopted: LocalCluster) -> None:
    run(hand, "render", hand.addresses[0], "-i", inventory(hand), "--out", hand.home / "rendered-zookeeper").good()
    made = hand.home / f"rendered-zookeeper/{hand.addresses[0]}/etc/zookeeper/conf/zoo.cfg"
    theirs, ours = (parse_properties(path.read_text()) for path in (hand.file("zoo.cfg"), made))

    told = ("tickTime", "maxClientCnxns", "clientPort", "clientPortAddress", "dataDir")
    assert {name: ours[name] for name in told} == {name: theirs[name] for name in told}
    assert not [one for one in read(hand, "adoption.yaml")["differences"] if one["file"] == "zoo.cfg"]
    assert any("autopurge" in sentence for sentence in read(hand, "adoption.yaml")["not_reported"])


def test_the_admin_server_tells_what_the_word_conf_tells(hand: HandStarted) -> None:
    server = zookeeper.ServerAddress(hand.addresses[0])
    told = zookeeper.settings(server)
    found = zookeeper._from_admin_server(server.host)

    assert told.source == "conf"
    assert {"clientPort", "dataDir", "tickTime", "maxClientCnxns"} <= found.keys()
    assert found == {name: told.values[name] for name in found}


def test_topics_and_what_is_set_in_the_cluster_are_listed(hand: HandStarted, adopted: LocalCluster) -> None:
    assert read(hand, "topics.yaml") == [
        {
            "name": TOPIC,
            "partitions": 6,
            "replication_factor": 3,
            "config": {"min.insync.replicas": "2", "retention.ms": "86400000"},
        }
    ]
    report = read(hand, "adoption.yaml")
    assert report["dynamic"] == [
        {"option": "log.cleaner.threads", "value": "2", "for": "this broker", "brokers": [102]}
    ]
    assert report["kafka_version"]["value"].startswith("3.9.")
    assert "3.9-IV0" in report["kafka_version"]["evidence"]


def test_zookeeper_leads_to_the_same_data_and_nothing_is_written_over(hand: HandStarted, adopted: LocalCluster) -> None:
    same = run(hand, "adopt", "--zookeeper", f"{hand.addresses[0]}:2181", "--output", "json").good().data
    assert same["files"] == {name: read(hand, name) for name in same["files"]}
    again = run(hand, "adopt", "--zookeeper", f"{hand.addresses[0]}:2181", "--out", hand.home / "adopted")
    again.failed(3, "error[directory-not-empty]")
    elsewhere = run(hand, "adopt", "--zookeeper", f"{hand.addresses[0]}:2181/nowhere")
    elsewhere.failed(4, "error[cluster-not-answering]", "no Kafka cluster has its metadata at /nowhere")


def test_lint_finds_in_what_is_written_what_is_wrong_with_the_cluster(hand: HandStarted, adopted: LocalCluster) -> None:
    found = page(hand, f"{LINT} --output json").data["findings"]

    assert {one["id"] for one in found if one["level"] != "info"} == {"message-size-chain"}


def test_files_and_command_lines_tell_what_protocols_do_not(hand: HandStarted, adopted: LocalCluster) -> None:
    before = settings_of(hand)
    words = WITH_FILES.replace(" --out adopted", " --output json")
    told = page(hand, words).good()
    assert settings_of(hand) == before
    assert "hunter2" not in told.text
    found = told.data
    first, second, third = hand.addresses

    assert found["kafka_version"] == {
        "value": "3.9.2",
        "evidence": f"the jar that brokers run from says so on {first}, {second}, {third}",
    }
    common, own = found["files"]["hieradata/common.yaml"], found["files"][f"hieradata/hosts/{first}.yaml"]
    assert common["kafka_clusters"]["kafka"]["config"]["super.users"] == "User:admin;User:b"
    assert common["profile::kafka::broker::max_heap_size"] == "192m"
    assert common["zookeeper_clusters"]["zookeeper"]["heap_size"] == "96m"
    assert own["kafka_zookeeper_config"] == {
        "tickTime": 1500,
        "autopurge.purgeInterval": 0,
        "autopurge.snapRetainCount": 3,
        "admin.enableServer": "true",
        "admin.serverAddress": first,
    }
    assert {one["option"] for one in found["differences"] if one["hidden"]} == {
        "an.option.of.a.plugin",
        "ssl.truststore.password",
    }
    assert [(one["host"], one["is"]) for one in found["processes"]] == [
        (first, "broker 101"),
        (second, "broker 102"),
        (third, "broker 103"),
        (first, "ZooKeeper 1"),
    ]
    for one in found["processes"]:
        assert one["file"].startswith(str(hand.home / "settings/"))
        assert one["home"] == str(hand.home / "kafka")
        assert one["java_version"]
    assert {entry["broker.id"] for entry in found["processes"][1]["data"]} == {"102"}
    assert found["changed_on_disk"] == []
    words, *unset = (one for one in found["differences"] if one["file"] == "zoo.cfg")
    assert (words["option"], words["running"]) == ("4lw.commands.whitelist", "conf")
    assert unset == [
        {
            "host": first,
            "file": "zoo.cfg",
            "option": option,
            "running": None,
            "rendered": rendered,
            "hidden": False,
            "reason": "is not set there, and the data cannot unset it",
        }
        for option, rendered in (("initLimit", "10"), ("syncLimit", "8"))  # a standalone server needs none
    ]
    assert not any("not read" in sentence or "heap" in sentence for sentence in found["not_reported"])


def test_what_was_changed_on_disk_is_listed_and_not_taken_for_what_runs(
    hand: HandStarted, adopted: LocalCluster
) -> None:
    path = hand.broker_file(hand.addresses[1])
    text = path.read_text()
    path.write_text(text.replace("num.partitions=4", "num.partitions=6").replace("User:admin", "User:other"))
    try:
        found = page(hand, WITH_FILES.replace(" --out adopted", " --output json")).good().data
    finally:
        path.write_text(text)

    assert found["changed_on_disk"] == [
        {
            "host": hand.addresses[1],
            "file": "server.properties",
            "option": "num.partitions",
            "running": "4",
            "on_disk": "6",
        }
    ]
    assert found["files"]["hieradata/common.yaml"]["profile::kafka::broker::num_partitions"] == 4
    assert [one["option"] for one in found["differences"] if one["hidden"] and "users" in one["option"]] == [
        "super.users"
    ]
    assert any("was changed after broker 102 was started" in sentence for sentence in found["not_reported"])


def up(hand: HandStarted, address: str, *extra: str) -> Done:
    return run(hand, "local", "up", "-i", inventory(hand), "--", "--limit", address, *extra)


def written(hand: HandStarted, address: str) -> set[str]:
    """What lies on a host beside its data."""
    host = hand.hosts / address
    return {str(path.relative_to(host)) for path in host.rglob("*") if "/srv/kafka/" not in f"{path}/"}


def test_a_host_whose_broker_runs_is_refused_and_left_as_it_is(hand: HandStarted, adopted: LocalCluster) -> None:
    address = hand.addresses[2]
    process = hand.processes[hand.broker_file(address).name]
    before = written(hand, address)
    option = json.dumps({"hiera_kafka_take_over": {f"{hand.hosts}/{address}/srv/kafka/a": "root"}})
    refused = up(hand, address, "-e", option)  # which lets no program pass that runs
    refused.failed(1, "error[service-not-ours]", "error[port-taken]", f"process {process.pid} (")
    assert "kafka.Kafka" in refused.text
    assert "stop it first, as the page says" in refused.text
    assert refused.changed == 0
    assert process.poll() is None
    assert written(hand, address) == before == {"srv"}


class Writer(threading.Thread):
    """Writes to the topic until it is told to end, and notes what was acknowledged."""

    def __init__(self, hand: HandStarted) -> None:
        super().__init__()
        self.acknowledged: set[bytes] = set()
        self.over = threading.Event()
        self.producer = KafkaProducer(
            bootstrap_servers=[str(one) for one in hand.endpoints],
            acks="all",
            retries=1000,
            delivery_timeout_ms=120_000,
        )

    def run(self) -> None:
        number = 0
        while not self.over.wait(0.02):  # more would take the processor from those who are looked at
            value = str(number).encode()
            with contextlib.suppress(KafkaError):  # only what was acknowledged counts
                self.producer.send(TOPIC, value, partition=number % 6).get(120)
                self.acknowledged.add(value)
            number += 1
        self.producer.close()


def in_sync(hand: HandStarted) -> bool:
    with contextlib.closing(admin(hand)) as client:
        (topic,) = client.describe_topics([TOPIC])
    return all(len(partition["isr_nodes"]) == 3 for partition in topic["partitions"])


def test_a_broker_is_taken_over_with_its_data_while_the_cluster_goes_on(
    hand: HandStarted, adopted: LocalCluster
) -> None:
    address = hand.addresses[1]
    host = hand.hosts / address
    metas = [path.read_text() for path in sorted(host.glob("srv/kafka/*/meta.properties"))]
    # Where Java is, is noted by what builds local clusters; on hosts it has one place.
    run(hand, "local", "up", "-i", inventory(hand), "--", "--list-hosts").good()
    writer = Writer(hand)
    writer.start()
    try:
        until(lambda: len(writer.acknowledged) > 50)
        assert STOP.startswith("sudo systemctl disable --now ")
        hand.stop(hand.broker_file(address).name)
        refused = page(hand, CHECK)
        assert refused.code != 0
        assert "error[data-not-ours]" in refused.text
        assert f'{{"hiera_kafka_take_over": {{"{host}/srv/kafka/a": ' in " ".join(refused.text.split())
        assert written(hand, address) == {"srv"}
        page(hand, TAKE_OVER).good()
        until(lambda: in_sync(hand))
        seen = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) > seen + 50)
    finally:
        writer.over.set()
        writer.join()
    hand.wait()
    assert [path.read_text() for path in sorted(host.glob("srv/kafka/*/meta.properties"))] == metas
    assert len(metas) == 2
    rows = run(hand, "local", "status", "-i", inventory(hand), "--output", "json").data
    assert [row["service"] for row in rows if row["pid"]] == ["kafka"]
    assert up(hand, address).good().changed == 0  # from now on it is ours
    brokers = [str(one) for one in hand.endpoints]
    assert writer.acknowledged <= {
        record.value for record in consume(brokers, TOPIC, max(map(int, writer.acknowledged)) + 1)
    }
