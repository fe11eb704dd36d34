"""Paths, owners and addresses of the two kinds of machine."""

from __future__ import annotations

from hiera_kafka.catalog.platform import hosts_platform, local_platform

LOCAL = local_platform(
    roots={"k1": "/var/k1"}, addresses={"k1": "127.0.0.1"}, user="me", group="us", java_home="/usr/lib/jvm/x"
)


def test_on_hosts_a_path_is_itself_and_a_service_owns_its_files() -> None:
    hosts = hosts_platform()
    assert hosts.path("k1", "/etc/kafka") == "/etc/kafka"
    assert hosts.owner("kafka") == ("kafka", "kafka")
    assert hosts.owner("root", "kafka") == ("root", "kafka")


def test_on_hosts_services_listen_everywhere_and_are_reached_by_name() -> None:
    hosts = hosts_platform()
    assert hosts.bind_address("k1") is None
    assert hosts.address("k1") == "k1"
    assert hosts.loopback("k1") == "127.0.0.1"


def test_on_this_machine_all_lies_below_the_hosts_directory_and_belongs_to_the_caller() -> None:
    assert LOCAL.path("k1", "/etc/kafka") == "/var/k1/etc/kafka"
    assert LOCAL.owner("root", "kafka") == ("me", "us")


def test_on_this_machine_a_host_is_one_address() -> None:
    assert LOCAL.bind_address("k1") == LOCAL.address("k1") == LOCAL.loopback("k1") == "127.0.0.1"


def test_a_service_is_a_unit_or_a_program() -> None:
    assert hosts_platform().definition_path("k1", "kafka") == "/etc/systemd/system/kafka.service"
    assert LOCAL.definition_path("k1", "kafka") == "/var/k1/etc/supervisor/conf.d/kafka.conf"


def test_the_java_of_hosts_is_debians_unless_the_inventory_names_another() -> None:
    assert hosts_platform().java_home == "/usr/lib/jvm/default-java"
    assert hosts_platform("/opt/java").java_home == "/opt/java"
