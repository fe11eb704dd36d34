"""MirrorMaker: processes, both sides, properties, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.source import Origin, Trace
from hiera_kafka.wikimedia.errors import WikimediaError
from hiera_kafka.wikimedia.mirror import merged
from hiera_kafka.wikimedia.parameters import Argument
from lib.wikimedia_hosts import BROKER, JAVA, MIRROR, TLS, catalog, lines

NAME = "main-eqiad_to_main-eqiad@0"
CONSUMER = f"/etc/kafka/mirror/{NAME}/consumer.properties"
PRODUCER = f"/etc/kafka/mirror/{NAME}/producer.properties"
DEFAULT = f"/etc/default/kafka-mirror-{NAME}"
UNIT = f"/lib/systemd/system/kafka-mirror-{NAME}.service"


def mirror(directory: Path, more: dict[str, Any] | None = None, **properties: Any) -> Catalog:
    data = BROKER | JAVA | TLS | MIRROR
    data |= {f"profile::kafka::mirror::{key}": value for key, value in (more or {}).items()}
    return catalog(directory, data | {"profile::kafka::mirror::properties": properties}, role="kafka/test/broker")


def section(found: Catalog) -> Section:
    (own,) = (section for section in found.sections if section.role == "kafka_mirror")
    return own


def test_each_process_has_files_and_ports_of_its_own_and_the_group_is_shared(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"num_processes": 2})
    second = NAME.replace("@0", "@1")
    assert "JMX_PORT=9901" in lines(found, DEFAULT.replace("@0", "@1"))
    assert "group.id=kafka-mirror-main-eqiad_to_main-eqiad" in lines(found, CONSUMER.replace("@0", "@1"))
    assert [unit.name for unit in section(found).units] == [
        "kafka-mirror",
        f"kafka-mirror-{NAME}",
        f"kafka-mirror-{second}",
    ]


def test_without_processes_there_is_nothing(tmp_path: Path) -> None:
    own = section(mirror(tmp_path, {"num_processes": 0}))
    assert (own.files, own.units, own.packages) == ((), (), ())


def test_options_are_sorted_and_properties_win_key_by_key(tmp_path: Path) -> None:
    found = mirror(tmp_path, producer_properties={"batch.size": 1, "max.request.size": 99}, acks="1")
    assert lines(found, PRODUCER)[2:] == [
        "acks=1",
        "linger.ms=1000",
        "compression.type=snappy",
        "batch.size=1",
        "max.request.size=99",
    ]
    assert "max.partition.fetch.bytes=1573864" in lines(found, CONSUMER)


def test_tls_is_chosen_for_each_side_and_a_missing_password_is_empty(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"consumer_ssl_enabled": True})
    assert "bootstrap.servers=k1.example.org:9093,k2.example.org:9093" in lines(found, CONSUMER)
    assert "bootstrap.servers=k1.example.org:9092,k2.example.org:9092" in lines(found, PRODUCER)
    assert "ssl.key.password=" in lines(found, CONSUMER)
    assert section(found).keystores[0].password is None
    assert not section(mirror(tmp_path)).keystores


def test_the_heap_is_written_without_quotes_and_java_opts_may_be_replaced(tmp_path: Path) -> None:
    found = lines(mirror(tmp_path, heap_opts="-Xmx1G -Xms1G", java_opts="-Da=b"), DEFAULT)
    assert "KAFKA_HEAP_OPTS=-Xmx1G -Xms1G" in found
    assert found[-1].endswith('NumberOfGCLogFiles=5 -Da=b"')


def test_a_process_that_is_switched_off_keeps_its_files_and_loses_its_unit(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"enabled": False})
    assert [absent.path for absent in section(found).absent] == [UNIT]
    assert UNIT not in [file.path for file in found.files()]
    assert CONSUMER in [file.path for file in found.files()]
    assert not section(found).units[1].running


def test_the_right_spelling_of_the_port_beats_the_misspelt_one(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | MIRROR | {"profile::kafka:mirror:jmx_base_port": 9950}
    assert "JMX_PORT=9950" in lines(catalog(tmp_path, data, role="kafka/test/broker"), DEFAULT)
    data |= {"profile::kafka::mirror::jmx_base_port": 9960}
    assert "JMX_PORT=9960" in lines(catalog(tmp_path, data, role="kafka/test/broker"), DEFAULT)


def test_the_whitelist_stands_in_the_unit_as_it_is(tmp_path: Path) -> None:
    found = mirror(tmp_path, whitelist="^a\\.%b$")
    assert any("--whitelist '^a\\.%b$'" in line for line in lines(found, UNIT))


def test_a_null_falls_back_to_the_default_of_the_process(tmp_path: Path) -> None:
    found = mirror(tmp_path, group_id=None)
    assert f"group.id=kafka-mirror-{NAME}" in lines(found, CONSUMER)


@pytest.mark.parametrize(
    ("properties", "category"),
    [({"whitelst": "x"}, "unknown_parameter"), ({"consumer_properties": "x"}, "ruby_wrong_type")],
)
def test_properties_that_puppet_cannot_use_are_refused(
    tmp_path: Path, properties: dict[str, Any], category: str
) -> None:
    with pytest.raises(WikimediaError) as error:
        mirror(tmp_path, **properties)
    assert error.value.category == category


def test_a_mirror_without_a_broker_brings_what_both_share(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | MIRROR
    found = catalog(tmp_path, data, classes=["profile::kafka::mirror", "profile::kafka::mirror"])
    assert [section.role for section in found.sections] == ["kafka_common", "kafka_mirror"]
    assert not any(line.startswith("JAVA_HOME") for line in lines(found, DEFAULT))


def test_hashes_are_merged_in_turn_and_each_value_keeps_its_origin() -> None:
    def made(data: dict[str, Any], rule: str) -> Argument:
        children = {key: Trace(Origin.default(f"{rule}.{key}")) for key in data}
        return Argument(data, Trace(Origin.default(rule), children))

    found = merged(made({"a": {"x": 1, "y": 1}, "b": 1}, "base"), made({"a": {"y": 2}, "c": None}, "over"))
    assert found.data == {"a": {"x": 1, "y": 2}, "b": 1, "c": None}
    assert found.at("b").origin.rule == "base.b"
    assert found.at("c").origin.rule == "over.c"
