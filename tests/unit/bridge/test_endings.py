"""The lines of the data that the end of a service follows from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services import causes
from hiera_kafka.bridge import endings
from hiera_kafka.bridge.host_section import HostSection
from lib.data.project_trees import project_tree
from lib.repository import ROOT

DATA = """\
zookeeper_clusters: {main: {hosts: {k1.example.org: 1}}}
kafka_clusters:
  events:
    zookeeper_cluster_name: main
    brokers:
      k1.example.org:
        id: 11
    config:
      queued.max.request.bytes: 1000
      authorizer.class.name: org.example.NoSuch
profile::kafka::broker::max_heap_size: 2g
"""
HOST = "k1.example.org"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> HostSection:
    return HostSection.of(str(project_tree(tmp_path_factory.mktemp("tree"), DATA)), HOST, "kafka_broker")


def result(**changes: Any) -> dict[str, Any]:
    """What a host answers whose broker has ended."""
    problem = {
        "id": "service-died",
        "message": "kafka does not run any more (FATAL): why (some-cause)",
        "where": None,
        "service": "kafka",
        "cause": {"options": ["queued.max.request.bytes"], "value": ""},
        **changes,
    }
    return {"failed": True, "msg": f"error[service-died]: {problem['message']}\n    hint: do it", "problems": [problem]}


def where(broker: HostSection, **changes: Any) -> str | None:
    """The place before the message, below the data's directory; None where there is none."""
    found = endings.explained(result(**changes), broker)
    place, _, rest = found["msg"].partition("error[service-died]: ")
    assert rest.startswith("kafka does not run any more (FATAL): why (some-cause)\n")
    assert found["failed"]
    assert found["problems"][0]["where"] == (place.removesuffix(": ") or None)
    return ":".join(Path(place).name.split(":")[:-1]) or None


@pytest.mark.parametrize(
    ("options", "value", "line"),
    [
        (["queued.max.request.bytes"], "", "9:33"),
        (["listeners.of.others", "broker.id"], "", "7:13"),
        (["KAFKA_HEAP_OPTS"], "", "11:40"),
        (["KAFKA_HEAP_OPTS"], "-Xmx2g", "11:40"),
        ([], "org.example.NoSuch", "10:30"),
        (["zookeeper.connect"], "", "1:36"),
    ],
)
def test_an_option_is_found_by_its_name_or_by_its_value(
    broker: HostSection, options: list[str], value: str, line: str
) -> None:
    found = where(broker, cause={"options": options, "value": value})
    assert found is not None
    assert found.partition(":")[2] == line


@pytest.mark.parametrize(
    "changes",
    [
        {"cause": {"options": ["num.io.threads"], "value": ""}},
        {"cause": {"options": [], "value": "org"}},
        {"cause": {"options": [], "value": ""}},
        {"cause": None},
        {"service": "zookeeper"},
    ],
)
def test_what_follows_from_no_data_or_from_none_that_is_known_has_no_place(
    broker: HostSection, changes: dict[str, Any]
) -> None:
    assert where(broker, **changes) is None


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"msg": "m"},
        {"msg": 1, "problems": [{}]},
        {"msg": "m", "problems": "p"},
        {"msg": "m", "problems": [None, 7, {"cause": "c", "service": "kafka"}]},
        {"msg": "m", "problems": [{"cause": {"options": "o", "value": 3}, "service": "kafka"}]},
        {"msg": "m", "problems": [{"cause": {"options": [["o"]], "value": None}, "service": ["kafka"]}]},
    ],
)
def test_an_answer_of_another_form_is_left_as_it_is(broker: HostSection, odd: dict[str, Any]) -> None:
    assert endings.explained(odd, broker) == odd


FREE = """\
zookeeper_clusters: {main: {hosts: {k1.example.org: 1}}}
kafka_clusters:
  a:
    zookeeper_cluster_name: main
    brokers: {k2.example.org: {id: 1}}
  b:
    zookeeper_cluster_name: main
    brokers: {k1.example.org: {id: 1}}
    config:
      OPTION
kafka_mirrors:
  a_to_b:
    source: a
    destination: b
    topics: 'big\\['
    engine: ENGINE
    consumer: {CONSUMER}
    producer: {PRODUCER}
"""
"""Data with free options; one of these words gives way to the option of a case."""
_NOTHING = {"OPTION": "background.threads: 10", "CONSUMER": "", "PRODUCER": ""}


@pytest.mark.parametrize(
    ("case", "word", "option", "value"),
    [
        ("kafka-value-between-3.9.2", "OPTION", "queued.max.request.bytes", "1000"),
        ("kafka-keystore-missing-3.9.2", "OPTION", "ssl.keystore.location", "/etc/kafka/ssl/none.jks"),
        ("kafka-keystore-password-3.9.2", "OPTION", "ssl.keystore.location", "/etc/kafka/ssl/k.jks"),
        ("kafka-keystore-garbage-3.9.2", "OPTION", "ssl.truststore.location", "/etc/kafka/ssl/garbage.jks"),
        ("kafka-key-password-3.9.2", "OPTION", "ssl.key.password", "another"),
        ("kafka-sasl-without-jaas-3.9.2", "OPTION", "sasl.enabled.mechanisms", "PLAIN"),
        ("kafka-unknown-class-3.9.2", "OPTION", "authorizer.class.name", "org.example.NoSuchAuthorizer"),
        ("kafka-unknown-reporter-3.9.2", "OPTION", "metric.reporters", "org.example.NoSuchReporter"),
        ("mirror-maker-1-keystore-missing-3.9.2", "CONSUMER", "ssl.keystore.location", "/etc/kafka/ssl/none.jks"),
        ("mirror-maker-1-too-large-3.9.2", "PRODUCER", "max.request.size", "5000"),
        ("mirror-maker-1-unknown-class-3.9.2", "PRODUCER", "interceptor.classes", "org.example.NoSuch"),
        ("mirror-maker-2-keystore-missing-3.9.2", "CONSUMER", "ssl.keystore.location", "/etc/kafka/ssl/none.jks"),
    ],
)
def test_what_a_service_printed_of_a_free_option_leads_to_its_line(
    tmp_path: Path, case: str, word: str, option: str, value: str
) -> None:
    text = FREE.replace("ENGINE", "2" if case.startswith("mirror-maker-2") else "1")
    for given, nothing in {**_NOTHING, word: f"{option}: {value}"}.items():
        text = text.replace(given, nothing)
    role, service = ("kafka_broker", "kafka") if word == "OPTION" else ("kafka_mirror", "kafka-mirror-a_to_b@0")
    section = HostSection.of(str(project_tree(tmp_path, text)), HOST, role)
    printed = (ROOT / "tests/cases/start_failures" / case / "printed.log").read_text().splitlines()
    cause = causes.cause_of(printed)
    assert cause is not None
    found = where(section, service=service, cause={"options": list(cause.options), "value": cause.value})
    line = next(number for number, line in enumerate(text.splitlines(), 1) if f"{option}: {value}" in line)
    assert found == f"common.yaml:{line}:{text.splitlines()[line - 1].index(f': {value}') + 3}"
