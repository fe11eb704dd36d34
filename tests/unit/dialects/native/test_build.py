"""Sections are collected, and two owners of one thing are refused; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.native.registry import ROLES
from hiera_kafka.dialects.native.server_properties import OWNED_SETTINGS
from hiera_kafka.dialects.native.zookeeper import OWNED_SETTINGS as OWNED_BY_ZOOKEEPER
from hiera_kafka.errors import HieraKafkaError

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {main: {hosts: {both: 1, zk: 2}}}
kafka_clusters:
  events:
    zookeeper_cluster_name: main
    brokers: {both: {id: 1}, k: {id: 2}}
  other: {zookeeper_cluster_name: main, brokers: {far: {id: 1}}}
"""
MIRRORS = "kafka_mirrors: {other_to_events: {source: other, destination: events, topics: a}}\n"


def test_sections_stand_in_the_order_in_which_roles_run(sections: Sections) -> None:
    data = DATA + MIRRORS
    assert tuple(sections(data, "both")) == ROLES
    assert tuple(sections(data, "zk")) == ("java", "zookeeper")
    assert tuple(sections(data, "k")) == tuple(role for role in ROLES if role != "zookeeper")
    assert tuple(sections(data, "far")) == ("java", "kafka_broker")


def test_the_same_thing_wanted_twice_is_one_thing(sections: Sections) -> None:
    found = sections(DATA, "both")
    shared = {file.path for file in found["zookeeper"].files} & {file.path for file in found["kafka_broker"].files}
    assert shared == {"/usr/local/libexec/hiera-kafka/start-service"}


@pytest.mark.parametrize("port", [2181, 2182, 2183])
def test_a_port_that_is_taken_on_the_same_host_is_refused(sections: Sections, port: int) -> None:
    with pytest.raises(HieraKafkaError, match=r"5:\d+: error\[two-owners\]: port"):
        sections(DATA.replace("id: 1}", f"id: 1, port: {port}}}"), "both")


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("kafka_jmx_port: 2181", "both"),
        ("kafka_jmx_port: 9092", "k"),
        ("kafka_zookeeper_jmx_port: 2181", "zk"),
        ("kafka_zookeeper_jmx_port: 9092", "both"),
    ],
)
def test_a_port_for_jmx_that_something_else_has_is_said_at_its_key(sections: Sections, line: str, host: str) -> None:
    with pytest.raises(HieraKafkaError, match=r"7:\d+: error\[two-owners\]: port"):
        sections(f"{DATA}{line}\n", host)


def test_all_that_is_wrong_is_said_at_once(sections: Sections) -> None:
    data = DATA.replace("id: 1}", "id: 1, port: 2181}") + "profile::kafka::broker::log_dirs: [/var/lib/zookeeper]\n"
    with pytest.raises(HieraKafkaError) as raised:
        sections(data, "both")
    assert sorted(found.id for found in raised.value.diagnostics) == ["data-path-overlap", "two-owners"]


@pytest.mark.parametrize("name", OWNED_SETTINGS)
def test_a_broker_option_that_follows_from_the_model_may_not_be_set(sections: Sections, name: str) -> None:
    with pytest.raises(HieraKafkaError, match=rf"option-follows-from-model\].* sets {name},"):
        sections(DATA.replace("    brokers:", f"    config: {{{name}: 1}}\n    brokers:"), "k")


@pytest.mark.parametrize("name", [*OWNED_BY_ZOOKEEPER, "server.1"])
def test_a_zookeeper_option_that_follows_from_the_model_may_not_be_set(sections: Sections, name: str) -> None:
    with pytest.raises(HieraKafkaError, match=rf"option-follows-from-model\].* sets {name},"):
        sections(f"{DATA}kafka_zookeeper_config: {{{name}: 1}}\n", "zk")


def test_the_reference_of_files_names_every_path_and_port_of_a_catalog(sections: Sections) -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "files.md").read_text(encoding="utf-8")
    for section in sections(DATA, "both").values():
        resources = (*section.files, *section.links, *section.directories)
        paths = {resource.path for resource in resources} | {service.record_file for service in section.services}
        unnamed = {path for path in paths if f"`{path}`" not in page and f"`{path}/" not in page}
        # A directory is named by what lies in it.
        assert not {path for path in unnamed if f"{path}/" not in page}
        assert not [port for port in section.ports if str(port.port) not in page]
        held = {file.path for file in section.files if file.hold}
        assert all(re.search(rf"`{path}` \| root, 0644, held", page) for path in held)
