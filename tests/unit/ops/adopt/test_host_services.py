"""What hosts say is checked, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.running.services import KINDS as MAIN_CLASSES
from ansible_collections.hiera_kafka.core.plugins.module_utils.running.services import services
from hiera_kafka.ops.adopt.host_services import KINDS, parse_services, shown_options
from lib.data.host_services import answer, service


def test_the_kinds_are_those_of_hosts() -> None:
    assert set(KINDS) == set(MAIN_CLASSES.values())


def test_what_this_machine_says_is_such_an_answer() -> None:
    assert isinstance(parse_services(services(shown_options())), tuple)


def test_an_answer_is_taken_as_it_is() -> None:
    data = [{"path": "/a", "properties": {"broker.id": "1"}, "detail": ""}]
    found = service(data=data, options={"a": None, "b": "1"}, overrides={"b": "2"}, command={"jmx_port": 9999})

    assert found.given == {"a": None, "b": "2"}
    assert found.heap == {"Xms": "1g", "Xmx": "1g"}
    assert found.jmx_port == 9999
    assert found.data[0].properties == {"broker.id": "1"}
    assert found.shown()["data"] == [{"path": "/a", "broker.id": "1"}]
    assert found.shown()["jvm_options"] == ["-Xms1g", "-Xmx1g", "-XX:+UseG1GC"]
    assert str(found) == "unit kafka-prod.service, /opt/kafka/config/server.properties"
    assert str(service(unit=None, file=None)) == "process 11 of the user kafka"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"changed": 1001.0}, True),
        ({"changed": None}, False),
        ({"since": None}, False),
    ],
)
def test_a_file_may_have_been_changed_since(changes: dict[str, Any], *, expected: bool) -> None:
    assert service(**changes).changed_since is expected


def test_options_without_secrets_are_shown_and_others_are_not() -> None:
    shown = shown_options()

    assert {"num.io.threads", "super.users", "ssl.keystore.location"} <= set(shown["broker"])
    assert {"autopurge.purgeInterval", "4lw.commands.whitelist", "dynamicConfigFile"} <= set(shown["zookeeper"])
    assert not [
        name
        for names in shown.values()
        for name in names
        if name.endswith(("password", "secret", "jaas.config", "master.key", "superDigest"))
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (None, "no list"),
        ([None], "no object"),
        ([answer(kind="shell")], "no kind of service: 'shell'"),
        ([answer(pid=True)], "no whole number"),
        ([answer(pid=-1)], "no whole number"),
        ([answer(pid=2**70)], "no whole number"),
        ([answer(since="now")], "no time"),
        ([answer(since=float("nan"))], "no time"),
        ([answer(since=float("inf"))], "no time"),
        ([answer(user=None)], "no text"),
        ([answer(unit="x" * 10_000)], "no text"),
        ([answer(options={"a": 1})], "no text"),
        ([answer(options=[])], "no object"),
        ([answer(options={str(number): "" for number in range(3000)})], "no object"),
        ([answer(data=[{"path": "/a"}])], "no object"),
        ([answer(command={"flags": "x"})], "no list"),
        ([answer()] * 33, "no list of at most 32"),
        ([{**answer(), "command": None}], "no object"),
    ],
)
def test_what_is_no_answer_is_refused(wrong: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_services(wrong)
