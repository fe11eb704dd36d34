"""What hosts say is checked, whatever it is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.services import KINDS as MAIN_CLASSES
from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.services import services
from hiera_kafka.ops.adopt.host_services import KINDS, parse_services, shown_options
from hiera_kafka.ops.look.fields import OddError
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
        ({"changed": 1003.0}, True),
        ({"changed": 1001.0}, False),  # nobody can tell
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
        ({}, "is no list"),
        ([None], "is no object"),
        ([answer(kind="shell")], "'shell' is no kind of service"),
        ([answer(pid=True)], "pid is no count"),
        ([answer(pid=-1)], "pid is no count"),
        ([answer(pid=2**70)], "pid is no count"),
        ([answer(since="now")], "since is no finite number"),
        ([answer(since=float("nan"))], "since is no finite number"),
        ([answer(user=None)], "user is no text"),
        ([answer(options={"a": 1})], "options.a is neither null nor a text"),
        ([answer(options={"a": "x" * 10_000})], "options.a is neither null nor a text"),
        ([answer(options={"a\x1b[31m": ""})], "options has what is no name of an option"),
        ([answer(options=[])], "options is no object"),
        ([answer(data=["/a"])], "is no object"),
        ([answer(command={"flags": "x"})], "flags is no list"),
        ([{**answer(), "command": None}], "a service has no command"),
    ],
)
def test_what_is_no_answer_is_refused(wrong: Any, words: str) -> None:
    with pytest.raises(OddError, match=re.escape(words)):
        parse_services(wrong)


def test_words_are_fit_for_a_terminal_and_values_are_what_they_are() -> None:
    (found,) = parse_services([answer(unit="a\x1b[31m.service", options={"a": "\t%{b}\x07"})])

    assert found.unit == "a\\x1b[31m.service"
    assert found.options == {"a": "\t%{b}\x07"}


def test_a_host_full_of_services_has_an_end() -> None:
    assert len(parse_services([answer()] * 100)) == 32
