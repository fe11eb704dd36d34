"""What mirrors make of a host; settings are held by test_mirror_properties.py."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import MirrorReadiness, Section, Unit
from hiera_kafka.errors import HieraKafkaError

Sections = Callable[..., dict[str, Section]]
HOST = "b1"
DATA = """\
zookeeper_clusters: {z: {hosts: {z1: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}}}
  b: {zookeeper_cluster_name: z, brokers: {b1: {id: 1}, b2: {id: 2}}}
  c: {zookeeper_cluster_name: z, brokers: {c1: {id: 1}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: 'a\\..+', processes: 2, streams: 3}
  c_to_b: {source: c, destination: b, topics: 'c\\..+', heap: 1g, java_opts: -Dx=y}
"""
NAMES = ["kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1", "kafka-mirror-c_to_b@0"]


def mirrors(sections: Sections, data: str = DATA, **options: bool) -> Section:
    return sections(data, HOST, **options)["kafka_mirror"]


def test_each_process_is_a_service_of_its_own(sections: Sections) -> None:
    section = mirrors(sections)
    assert [service.name for service in section.services] == NAMES
    assert section.cluster == "b"
    for part in ("record_file", "log", "records", "environment_files", "main"):
        assert len({getattr(service, part) for service in section.services}) == 3, part


def test_hosts_without_mirrors_have_no_such_section(sections: Sections) -> None:
    assert "kafka_mirror" not in sections(DATA, "a1")


def test_a_service_is_restarted_for_files_of_its_own_only(sections: Sections) -> None:
    section = mirrors(sections)
    for service in section.services:
        instance = service.name.removeprefix("kafka-mirror-")
        assert all(instance in path for path in service.records)
        assert f"/etc/systemd/system/{service.name}.service" in service.records
    assert {path for s in section.services for path in s.records if path.startswith("/etc/kafka")} <= {
        file.path for file in section.files
    }


def test_a_change_of_one_mirror_changes_nothing_of_the_others(sections: Sections) -> None:
    def others(section: Section) -> list[str]:
        resources = map(repr, (*section.files, *section.services, *section.ports, *section.readiness))
        # Each of the two data files lies in a directory of its own.
        return [re.sub(r"/[0-9]+/hieradata", "", text) for text in resources if "a_to_b" not in text]

    changed = DATA.replace("processes: 2, streams: 3", "processes: 5, streams: 4, heap: 2g, engine: 1")
    assert others(mirrors(sections)) == others(mirrors(sections, changed))


def test_the_release_is_named_for_each_process_and_held(sections: Sections) -> None:
    held = [file.path for file in mirrors(sections).files if file.hold]
    assert held == [f"/etc/kafka/mirror/{name.removeprefix('kafka-mirror-')}/release" for name in NAMES]


def test_heap_and_options_of_the_jvm_are_in_the_environment(sections: Sections) -> None:
    section = mirrors(sections)
    found = {
        file.path.rpartition("/")[2]: {setting.name: setting.value.data for setting in file.settings()}
        for file in section.files
        if file.path.startswith("/etc/default")
    }
    assert [found[name]["KAFKA_HEAP_OPTS"] for name in NAMES] == ["-Xms512m -Xmx512m"] * 2 + ["-Xms1g -Xmx1g"]
    assert found[NAMES[2]]["KAFKA_OPTS"] == "-Dx=y"
    assert "KAFKA_OPTS" not in found[NAMES[0]]


def test_no_port_is_open_that_the_data_does_not_ask_for(sections: Sections) -> None:
    assert mirrors(sections).ports == ()


def test_each_process_has_a_port_for_jmx_of_its_own_on_loopback(sections: Sections) -> None:
    ports = mirrors(sections, DATA.replace("processes: 2", "processes: 2, jmx_port: 9900")).ports
    assert [(port.address, port.port) for port in ports] == [("127.0.0.1", number) for number in (9900, 9901)]
    assert len({place for port in ports for place in port.origin.positions()}) == 1


def test_a_port_that_two_want_is_said_at_the_mirror(sections: Sections) -> None:
    with pytest.raises(HieraKafkaError, match=r"8:\d+: error\[two-owners\]: port 9092"):
        mirrors(sections, DATA.replace("heap: 1g", "jmx_port: 9092"))


def test_they_are_started_and_stopped_together_where_there_is_systemd(sections: Sections) -> None:
    section = mirrors(sections)
    assert section.units == (Unit("kafka-mirror"),)
    assert {service.umbrella for service in section.services} == {"kafka-mirror"}
    assert "/etc/systemd/system/kafka-mirror.service" in {file.path for file in section.files}


def test_supervisor_has_no_such_unit(sections: Sections) -> None:
    section = mirrors(sections, local=True)
    assert section.units == ()
    assert not [file.path for file in section.files if "systemd" in file.path]


def test_a_process_is_ready_as_a_member_of_its_group(sections: Sections) -> None:
    checks = mirrors(sections, DATA.replace("heap: 1g", "engine: 2")).readiness
    first, second, third = [check for check in checks if isinstance(check, MirrorReadiness)]
    assert [(check.kind, check.service, check.engine) for check in (first, third)] == [
        ("kafka-mirror", NAMES[0], 1),
        ("kafka-mirror", NAMES[2], 2),
    ]
    assert first.brokers == first.sources == ("a1:9092",)
    assert (third.brokers, third.sources) == (("b1:9092", "b2:9092"), ("c1:9092",))
    assert (first.members, third.members) == ({"b1": 6, "b2": 6}, {"b1": 1, "b2": 1})
    assert (first.own, second.own) == (0, 1)
    assert len(checks) == 3
