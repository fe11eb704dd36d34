"""The comparer sees every kind of difference, in both directions, and waives nothing else than what it says."""

from __future__ import annotations

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.parity_compare import compare_classes, compare_host, directory_mode
from conformance.parity_ledger import ledger
from conformance.parity_made import Made
from conformance.parity_tally import WAIVERS, Difference, Tally
from hiera_kafka.catalog.resources import Certificate, Directory, Keystore, Line, Link, Owned, Unit, User, Value
from hiera_kafka.render.engine import RenderedFile
from hiera_kafka.source import Origin

PROPERTIES, SHELL, UNIT = "/etc/kafka/server.properties", "/etc/default/kafka", "/lib/systemd/system/kafka.service"
YAML, SCRIPT, P12 = "/etc/prometheus/kafka.yaml", "/usr/local/bin/kafka", "/etc/kafka/ssl/broker.keystore.p12"
MYID, LOG4J, DIRECTORY = "/etc/zookeeper/conf/myid", "/etc/kafka/log4j.properties", "/etc/kafka"
TEXTS = {
    PROPERTIES: "# a comment\nbroker.id=1\nlog.dirs=/srv/a,\\\n/srv/b\n\n",
    SHELL: 'KAFKA_CONFIG=/etc/kafka\nexport KAFKA_OPTS="-a  -b "\nKAFKA_HEAP_OPTS=-Xms1g -Xmx1g\n',
    UNIT: "[Unit]\nDescription=Kafka\n[Service]\nEnvironment=A=1\nEnvironment=B=2\nExecStart=/bin/a \\\n  b\n",
    YAML: "rules:\n  - pattern: x\n    type: GAUGE\nlower: true\n",
    SCRIPT: "#!/bin/sh\n",
    LOG4J: "log4j.rootLogger=INFO, stdout\nlog4j.appender.stdout=A\n",
}
RECORDED: dict[str, dict[str, Any]] = {
    PROPERTIES: {
        "kind": "properties",
        "keys": ["broker.id", "log.dirs"],
        "values": {"broker.id": "1", "log.dirs": "/srv/a,/srv/b"},
    },
    SHELL: {
        "kind": "shell",
        "keys": ["KAFKA_CONFIG", "KAFKA_OPTS", "KAFKA_HEAP_OPTS"],
        "values": {"KAFKA_CONFIG": "/etc/kafka", "KAFKA_OPTS": "-a  -b ", "KAFKA_HEAP_OPTS": "-Xms1g -Xmx1g"},
        "quoted": ["KAFKA_OPTS"],
        "exported": ["KAFKA_OPTS"],
        "unquoted_with_shell_metacharacters": ["KAFKA_HEAP_OPTS"],
    },
    UNIT: {
        "kind": "unit",
        "directives": [
            ["Unit", "Description", "Kafka"],
            ["Service", "Environment", "A=1"],
            ["Service", "Environment", "B=2"],
            ["Service", "ExecStart", "/bin/a b"],
        ],
    },
    YAML: {"kind": "yaml", "data": {"rules": [{"pattern": "x", "type": "GAUGE"}], "lower": True}},
    SCRIPT: {"kind": "opaque", "sha256": hashlib.sha256(b"#!/bin/sh\n").hexdigest()},
    LOG4J: {"kind": "log4j", "directives": [["log4j.rootLogger", "INFO, stdout"], ["log4j.appender.stdout", "A"]]},
}
OWNER = {"owner": "root", "group": "kafka", "mode": "0640", "ensure": "present"}
RECORD: dict[str, Any] = {
    "host": "kafka1.example.org",
    "files": {path: {**OWNER, **file} for path, file in RECORDED.items()},
    "paths_without_content": {
        DIRECTORY: {"ensure": "directory", "owner": "kafka", "group": "kafka", "mode": "0444"},
        "/etc/kafka/mirror": {"ensure": "directory", "owner": "kafka", "group": "kafka", "mode": None, "purge": True},
        "/var/lib/zookeeper/myid": {"ensure": "link", "owner": "root", "group": "root", "mode": None, "target": MYID},
        MYID: {"ensure": None, "owner": "root", "group": "root", "mode": None},
        "/etc/old": {"ensure": "absent", "owner": "root", "group": "root", "mode": None},
        P12: {"ensure": "present", "owner": "kafka", "group": "kafka", "mode": "0440"},
    },
    "resources": [
        {"type": "Package", "title": "confluent-kafka-2.11", "ensure": "installed"},
        {"type": "Service", "title": "kafka", "ensure": "running", "enable": True},
        {"type": "Service", "title": "confluent-kafka", "ensure": "stopped", "enable": "mask"},
        {"type": "User", "title": "kafka", "uid": 916, "gid": "kafka", "home": "/nonexistent", "comment": "Kafka"},
        {"type": "Group", "title": "kafka", "gid": 916},
        {"type": "Sysctl::Parameters", "title": "kafka", "values": {"net.netfilter.nf_conntrack_max": 524288}},
        {
            "type": "Cfssl::Cert",
            "title": "kafka__k1",
            "common_name": "k1",
            "label": "kafka",
            "owner": "kafka",
            "group": "root",
            "outdir": "/etc/kafka/ssl",
            "profile": "kafka_11",
            "hosts": ["k1", "10.0.0.1"],
            "renew_seconds": 60,
        },
        {
            "type": "Sslcert::X509_to_pkcs12",
            "title": "kafka_keystore",
            "owner": "kafka",
            "group": "kafka",
            "public_key": "/etc/kafka/ssl/kafka__k1.chained.pem",
            "private_key": "/etc/kafka/ssl/kafka__k1-key.pem",
            "outfile": P12,
            "password": "planted",
        },
        {
            "type": "File_line",
            "title": "classpath",
            "path": "/etc/environment",
            "match": "^CLASSPATH=",
            "line": "CLASSPATH=/a",
            "ensure": "present",
        },
        {"type": "Ferm::Service", "title": "kafka"},
    ],
    "class_parameters": {"Class[Java]": {"java_packages": [{"version": "8", "variant": "jdk"}]}},
}


def made() -> Made:
    """Return what agrees with RECORD in all."""
    certificate = Certificate(
        "kafka__k1", "k1", "kafka", "kafka_11", "/etc/kafka/ssl", "kafka", "root", ("k1", "10.0.0.1"), 60
    )
    password = Value("planted", Origin.given("test"), secret=True)
    keystore = Keystore(P12, "kafka", "kafka", "0440", certificate.chained, certificate.key, password)
    found = Made(
        files={
            path: RenderedFile(path, text, "root", "kafka", "0640", secret=False, hold=False, origins=())
            for path, text in TEXTS.items()
        },
        directories={
            DIRECTORY: Directory(DIRECTORY, "kafka", "kafka", "0555"),
            "/etc/kafka/mirror": Directory("/etc/kafka/mirror", "kafka", "kafka", None, purge=True),
        },
        links={"/var/lib/zookeeper/myid": Link("/var/lib/zookeeper/myid", MYID)},
        owned={MYID: Owned(MYID, "root", "root")},
        keystores={P12: keystore},
        packages={"confluent-kafka-2.11", "openjdk-8-jdk"},
        users={"kafka": User("kafka", "Kafka", uid=916)},
        units={"kafka": Unit("kafka"), "confluent-kafka": Unit("confluent-kafka", running=False, masked=True)},
        certificates={"kafka__k1": certificate},
        sysctls={"net.netfilter.nf_conntrack_max": 524288},
        lines={("/etc/environment", "CLASSPATH="): Line("/etc/environment", "CLASSPATH=", "CLASSPATH=/a")},
    )
    found.kinds = {
        **dict.fromkeys(found.files, "file"),
        **dict.fromkeys(found.directories, "directory"),
        "/var/lib/zookeeper/myid": "link",
        MYID: "owned",
        P12: "keystore",
        "/etc/old": "absent",
    }
    return found


def compared(record: dict[str, Any], ours: Made) -> Tally:
    tally = Tally()
    compare_host(tally, record, ours)
    return tally


def test_what_agrees_has_no_difference() -> None:
    tally = compared(RECORD, made())
    assert [each.text() for each in tally.differences] == []
    assert tally.waived == {("monitoring and firewall", "resource", "is there"): 1}


def leaves(value: Any, path: tuple[Any, ...] = ()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if isinstance(item, dict | list):
            yield from leaves(item, (*path, key))
        else:
            yield (*path, key)


# What a record says of itself, of how Puppet comes to a thing, and what is waived.
IGNORED = {"host", "kind", "type", "class_parameters"}
NOT_COMPARED = {("paths_without_content", "/var/lib/zookeeper/myid", name) for name in ("owner", "group", "mode")} | {
    ("paths_without_content", "/etc/old", name) for name in ("owner", "group", "mode")
}


def is_compared(path: tuple[Any, ...]) -> bool:
    if path[0] in IGNORED or path[-1] in IGNORED or path in NOT_COMPARED or path[-2:] == (MYID, "mode"):
        return False
    if path[0] == "resources":
        resource = RECORD["resources"][path[1]]
        return resource["type"] not in {"Ferm::Service", "Group"} and not (
            path[2] == "title" and resource["type"] in {"Sysctl::Parameters", "Sslcert::X509_to_pkcs12", "File_line"}
        )
    return path[-1] != "sha256"


@pytest.mark.parametrize(
    "path", [path for path in leaves(RECORD) if is_compared(path)], ids=lambda p: "/".join(map(str, p))
)
def test_each_value_of_a_record_counts(path: tuple[Any, ...]) -> None:
    record = copy.deepcopy(RECORD)
    place: Any = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = not place[path[-1]] if isinstance(place[path[-1]], bool) else f"{place[path[-1]]}x1"
    if path[-1] == "mode":
        place["mode"] = "0700"
    if path[-2:-1] == ("keys",):
        return  # the name is then without a value; the next test has the order of keys
    assert compared(record, made()).differences


@pytest.mark.parametrize("path", [PROPERTIES, SHELL])
def test_the_order_of_keys_counts(path: str) -> None:
    record = copy.deepcopy(RECORD)
    record["files"][path]["keys"].reverse()
    assert {each.aspect for each in compared(record, made()).differences} == {"order"}


@pytest.mark.parametrize("path", [UNIT, LOG4J])
def test_the_order_of_directives_counts(path: str) -> None:
    record = copy.deepcopy(RECORD)
    record["files"][path]["directives"].reverse()
    assert compared(record, made()).differences


def test_the_order_of_keys_in_yaml_counts() -> None:
    record = copy.deepcopy(RECORD)
    record["files"][YAML]["data"] = dict(reversed(record["files"][YAML]["data"].items()))
    assert [each.aspect for each in compared(record, made()).differences] == ["values"]


def drop(table: str, name: Any) -> Callable[[Made], None]:
    def do(ours: Made) -> None:
        things = getattr(ours, table)
        things.discard(name) if isinstance(things, set) else things.pop(name)
        ours.kinds.pop(name, None)

    return do


MISSING = [
    drop(table, name)
    for table in ("files", "directories", "links", "owned", "keystores", "packages", "users", "units", "certificates")
    for name in sorted(getattr(made(), table))
] + [
    drop("sysctls", "net.netfilter.nf_conntrack_max"),
    drop("lines", ("/etc/environment", "CLASSPATH=")),
    drop("kinds", "/etc/old"),
]


@pytest.mark.parametrize("remove", MISSING)
def test_what_is_missing_on_our_side_counts(remove: Callable[[Made], None]) -> None:
    ours = made()
    remove(ours)
    assert compared(RECORD, ours).differences


@pytest.mark.parametrize("name", list(RECORD["files"]) + list(RECORD["paths_without_content"]))
def test_what_is_there_on_our_side_only_counts(name: str) -> None:
    record = copy.deepcopy(RECORD)
    for table in ("files", "paths_without_content"):
        record[table].pop(name, None)
    assert [each.aspect for each in compared(record, made()).differences] == ["there on our side only"]


@pytest.mark.parametrize(
    "number", [n for n, each in enumerate(RECORD["resources"]) if each["type"] not in {"Group", "Ferm::Service"}]
)
def test_a_resource_on_our_side_only_counts(number: int) -> None:
    record = copy.deepcopy(RECORD)
    del record["resources"][number]
    assert compared(record, made()).differences


def test_a_resource_of_another_type_counts() -> None:
    record = copy.deepcopy(RECORD)
    record["resources"].append({"type": "Cron", "title": "x"})
    assert [each.place for each in compared(record, made()).differences] == ["Cron"]


def test_a_file_that_cannot_be_read_is_a_difference() -> None:
    ours = made()
    for path, text in ((PROPERTIES, "broker.id\n"), (SHELL, "a b\n"), (UNIT, "A=1\n"), (YAML, "[")):
        ours.files[path] = replace(ours.files[path], text=text)
    assert {each.place for each in compared(RECORD, ours).differences} == {PROPERTIES, SHELL, UNIT, YAML}


def test_the_text_of_a_script_is_waived_and_its_mode_is_not() -> None:
    ours = made()
    ours.files[SCRIPT] = replace(ours.files[SCRIPT], text="another\n")
    assert compared(RECORD, ours).differences == []
    assert compared(RECORD, ours).waived["text that is not recorded", "opaque", "bytes"] == 1
    ours.files[SCRIPT] = replace(ours.files[SCRIPT], mode="0600")
    assert [each.aspect for each in compared(RECORD, ours).differences] == ["mode"]


def test_a_text_of_a_kind_that_is_recorded_is_never_waived() -> None:
    assert not any(waiver.holds(difference) for waiver in WAIVERS for difference in every_difference())


def every_difference():
    paths = [path for path in TEXTS if path != SCRIPT]
    return [
        Difference("h", "properties", aspect, path, "", "a", "b") for path in paths for aspect in ("values", "mode")
    ]


def test_there_are_at_most_three_waivers_and_none_names_a_host() -> None:
    assert len(WAIVERS) <= 3
    for waiver in WAIVERS:
        assert waiver.reason
        assert not [
            pattern for pattern in waiver.paths + waiver.resources if "wmnet" in pattern or "wikimedia" in pattern
        ]


def test_warnings_of_unknown_variables_count() -> None:
    record, ours = {**RECORD, "compiler_warnings": ["Unknown variable: 'x'. (file: a.pp)"]}, made()
    assert [each.kind for each in compared(record, ours).differences] == ["warning"]
    ours.unknown_variables = ["it reads $x, which is not there"]
    assert compared(record, ours).differences == []
    assert [each.kind for each in compared(RECORD, ours).differences] == ["warning"]


def test_what_classes_received_counts_in_both_directions() -> None:
    title = "Class[Confluent::Kafka::Broker]"
    record = {
        "host": "h",
        "class_parameters": {title: {"title": "x", "a": 1, "b_template": "x.erb"}, "Class[Java]": {}},
    }
    tally = Tally()
    compare_classes(tally, record, {"confluent::kafka::broker": {"a": 1, "c": None}})
    assert tally.differences == []
    compare_classes(tally, record, {"confluent::kafka::broker": {"a": "1", "d": 2}})
    assert [(each.place, each.name) for each in tally.differences] == [(title, "a"), (title, "d")]
    title = "Kafka::Mirror::Instance[a_to_b@0]"
    record = {"host": "h", "class_parameters": {title: {"a": 1}}}
    compare_classes(tally, record, {"kafka::mirror::instance[a_to_b@0]": {"a": 2}})
    assert tally.differences[-1].place == title


def test_types_count() -> None:
    tally = Tally()
    tally.check("h", "lookup", "values", "key", 1, "1")
    tally.check("h", "lookup", "values", "key", True, 1)
    assert len(tally.differences) == 2


def test_secrets_are_masked_in_what_is_reported() -> None:
    shown = Difference("h", "keystore", "values", P12, "password", "planted", "other").text()
    assert "planted" not in shown
    assert "other" not in shown


@pytest.mark.parametrize(("given", "expected"), [(None, "0755"), ("0444", "0555"), ("0640", "0750"), ("0755", "0755")])
def test_who_may_read_a_directory_may_enter_it(given: str | None, expected: str) -> None:
    assert directory_mode(given) == expected


def test_the_ledger_counts_what_was_compared() -> None:
    tally = compared(RECORD, made())
    tally.check("h", "lookup", "values", "key", 1, 2)
    page = ledger(tally, Counter({"ok": 1}))
    total = sum(tally.compared.values())
    assert f"- {total} comparisons: {total - 2} equal, 1 waived, 1 different\n" in page
    assert "| lookup | values | 1 |  | 1 |\n" in page
    assert "- `h: lookup key: values: expected 1, got 2`\n" in page
    assert json.dumps(page) == json.dumps(ledger(tally, Counter({"ok": 1})))
