"""What the two kinds of machine have in common for all of their hosts."""

from __future__ import annotations

from hiera_kafka.catalog.platform import ServiceManager, hosts_platform, local_platform

LOCAL = local_platform(
    roots={"k1": "/var/k1"}, addresses={"k1": "127.0.0.1"}, user="me", group="us", java_home="/usr/lib/jvm/x"
)


def test_a_host_is_reached_by_its_name_unless_an_address_stands_for_it() -> None:
    assert hosts_platform().address("k1") == "k1"
    assert LOCAL.address("k1") == "127.0.0.1"
    assert LOCAL.address("elsewhere") == "elsewhere"


def test_hosts_have_systemd_and_clusters_on_this_machine_have_supervisor() -> None:
    assert hosts_platform().service_manager is ServiceManager.SYSTEMD
    assert LOCAL.service_manager is ServiceManager.SUPERVISOR


def test_the_kernel_of_this_machine_is_left_alone() -> None:
    assert hosts_platform().sysctls
    assert not LOCAL.sysctls


def test_the_java_of_hosts_is_debians_unless_the_inventory_names_another() -> None:
    assert hosts_platform().java_home == "/usr/lib/jvm/default-java"
    assert hosts_platform("/opt/java").java_home == "/opt/java"
