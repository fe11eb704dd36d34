"""Lines of zoo.cfg of which no server speaks become options of a host, or are listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hiera_kafka.ops.adopt.adoption import Adoption, adopt
from lib.data.host_services import server
from lib.data.running import broker, cluster, ensemble

ZK = "zk1.example.org"
WORDS = "srvr,mntr,ruok,conf,isro"
SAME = {
    "clientPort": "2181",
    "dataDir": "/var/lib/zookeeper",
    "autopurge.snapRetainCount": "10",
    "autopurge.purgeInterval": "24",
    "tickTime": "2000",
    "initLimit": "10",
    "syncLimit": "8",
    "maxClientCnxns": "1024",
    "4lw.commands.whitelist": WORDS,
    "admin.enableServer": "false",
}


def adopted(lines: dict[str, str | None], said: dict[str, str] | None = None, leave: tuple[str, ...] = ()) -> Adoption:
    running = ensemble(cluster(broker(1, "k1.example.org", {})), said or {}, {1: f"{ZK}:2182:2183"})
    options = {name: value for name, value in {**SAME, **lines}.items() if name not in leave}
    (one,) = running.servers
    return adopt(replace(running, servers=(replace(one, service=server(options=options)),)), "main", "zk")


def config(found: Adoption) -> dict[str, Any]:
    keys: dict[str, Any] = found.files.get(f"hieradata/hosts/{ZK}.yaml", {})
    return dict(keys.get("kafka_zookeeper_config", {}))


def told(found: Adoption) -> dict[str, str]:
    return {one.option: one.reason for one in found.differences if one.file == "zoo.cfg"}


def test_a_file_like_ours_is_no_difference() -> None:
    found = adopted({})

    assert config(found) == {}
    assert told(found) == {}


def test_lines_of_the_file_are_written() -> None:
    found = adopted({"autopurge.purgeInterval": "1", "snapCount": "5000", "audit.enable": "true"})

    assert config(found) == {"autopurge.purgeInterval": 1, "snapCount": 5000, "audit.enable": "true"}
    assert told(found) == {}


def test_a_line_that_the_file_lacks_counts_with_zookeepers_default() -> None:
    found = adopted({}, leave=("autopurge.purgeInterval", "admin.enableServer"))

    assert config(found) == {"autopurge.purgeInterval": 0, "admin.enableServer": "true"}


def test_words_that_checks_ask_are_kept() -> None:
    narrow = adopted({"4lw.commands.whitelist": "srvr"})
    wide = adopted({"4lw.commands.whitelist": f"{WORDS}, stat"})
    every = adopted({"4lw.commands.whitelist": "*"})

    assert config(narrow) == {}
    assert "which only read" in told(narrow)["4lw.commands.whitelist"]
    assert config(wide) == {"4lw.commands.whitelist": f"{WORDS}, stat"}
    assert config(every) == {"4lw.commands.whitelist": "*"}


def test_a_secret_is_listed_with_the_key_that_takes_it() -> None:
    found = adopted({"ssl.keyStore.password": None})

    assert told(found) == {
        "ssl.keyStore.password": "to be filled in: it may be a secret, kafka_zookeeper_config takes it"
    }


def test_options_of_the_model_and_of_nobody_have_a_reason() -> None:
    found = adopted({"clientPortAddress": "zk1.internal", "secureClientPort": "2281", "snapCount": "many"})

    assert set(told(found)) == {"clientPortAddress", "secureClientPort", "snapCount"}
    assert told(found)["snapCount"].startswith("is refused in data: ")
    assert all(reason != "the data has no key for it" for reason in told(found).values())


def test_what_a_server_says_is_compared_once() -> None:
    found = adopted({"tickTime": "1000"}, {"clientPort": "2181", "tickTime": "1500"})

    assert config(found) == {"tickTime": 1500}
    assert told(found) == {}
