"""MirrorMaker: processes, both sides, properties, and what is refused."""

from __future__ import annotations

from pathlib import Path

from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, catalog, lines
from lib.wikimedia.services import mirror, mirror_section

NAME = "main-eqiad_to_main-eqiad@0"
CONSUMER = f"/etc/kafka/mirror/{NAME}/consumer.properties"
PRODUCER = f"/etc/kafka/mirror/{NAME}/producer.properties"
DEFAULT = f"/etc/default/kafka-mirror-{NAME}"


def test_each_process_has_files_and_ports_of_its_own_and_the_group_is_shared(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"num_processes": 2})
    second = NAME.replace("@0", "@1")
    assert "JMX_PORT=9901" in lines(found, DEFAULT.replace("@0", "@1"))
    assert "group.id=kafka-mirror-main-eqiad_to_main-eqiad" in lines(found, CONSUMER.replace("@0", "@1"))
    assert [unit.name for unit in mirror_section(found).units] == [
        "kafka-mirror",
        f"kafka-mirror-{NAME}",
        f"kafka-mirror-{second}",
    ]


def test_without_processes_there_is_nothing(tmp_path: Path) -> None:
    own = mirror_section(mirror(tmp_path, {"num_processes": 0}))
    assert (own.files, own.units, own.packages) == ((), (), ())


def test_tls_is_chosen_for_each_side_and_a_missing_password_is_empty(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"consumer_ssl_enabled": True})
    assert "bootstrap.servers=k1.example.org:9093,k2.example.org:9093" in lines(found, CONSUMER)
    assert "bootstrap.servers=k1.example.org:9092,k2.example.org:9092" in lines(found, PRODUCER)
    assert "ssl.key.password=" in lines(found, CONSUMER)
    assert mirror_section(found).keystores[0].password is None
    assert not mirror_section(mirror(tmp_path)).keystores


def test_the_right_spelling_of_the_port_beats_the_misspelt_one(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | MIRROR | {"profile::kafka:mirror:jmx_base_port": 9950}
    assert "JMX_PORT=9950" in lines(catalog(tmp_path, data, role="kafka/test/broker"), DEFAULT)
    data |= {"profile::kafka::mirror::jmx_base_port": 9960}
    assert "JMX_PORT=9960" in lines(catalog(tmp_path, data, role="kafka/test/broker"), DEFAULT)


def test_a_mirror_without_a_broker_brings_what_both_share(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | MIRROR
    found = catalog(tmp_path, data, classes=["profile::kafka::mirror", "profile::kafka::mirror"])
    assert [section.role for section in found.sections] == ["kafka_common", "kafka_mirror"]
    assert not any(line.startswith("JAVA_HOME") for line in lines(found, DEFAULT))
