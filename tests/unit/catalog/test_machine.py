"""Paths, owners and addresses of one host, on either kind of platform."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform, local_platform

HOST = Machine(hosts_platform(), "k1")
LOCAL = Machine(
    local_platform(
        roots={"k1": "/var/k1"}, addresses={"k1": "127.0.0.5", "k2": "127.0.0.6"}, user="me", group="us", java_home="/j"
    ),
    "k1",
)


def test_on_hosts_a_path_is_itself_and_a_service_owns_its_files() -> None:
    assert HOST.root == ""
    assert HOST.path("/etc/kafka") == "/etc/kafka"
    assert HOST.owner("kafka") == ("kafka", "kafka")
    assert HOST.owner("root", "kafka") == ("root", "kafka")


def test_on_hosts_services_listen_everywhere_and_are_reached_by_name() -> None:
    assert HOST.bind_address is None
    assert HOST.address == "k1"
    assert HOST.loopback == "127.0.0.1"


def test_on_this_machine_all_lies_below_the_hosts_directory_and_belongs_to_the_caller() -> None:
    assert LOCAL.root == "/var/k1"
    assert LOCAL.path("/etc/kafka") == "/var/k1/etc/kafka"
    assert LOCAL.owner("root", "kafka") == ("me", "us")


def test_on_this_machine_a_host_is_one_address() -> None:
    assert LOCAL.bind_address == LOCAL.address == LOCAL.loopback == "127.0.0.5"


def test_other_hosts_are_reached_by_their_own_addresses() -> None:
    assert LOCAL.address_of("k2") == "127.0.0.6"
    assert HOST.address_of("k2") == "k2"


def test_a_service_is_a_unit_or_a_program() -> None:
    assert HOST.definition_path("kafka") == "/etc/systemd/system/kafka.service"
    assert LOCAL.definition_path("kafka") == "/var/k1/etc/supervisor/conf.d/kafka.conf"


def test_a_unit_above_others_is_there_with_systemd_only() -> None:
    assert HOST.umbrella_path("kafka-mirror") == "/etc/systemd/system/kafka-mirror.service"
    assert LOCAL.umbrella_path("kafka-mirror") is None
