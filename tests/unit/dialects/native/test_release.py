"""The Kafka release on a host, and files that belong to it."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform, local_platform
from hiera_kafka.catalog.resources import Setting, Value
from hiera_kafka.catalog.values import default
from hiera_kafka.dialects.native.release import artifact, config_file, directory, java_home, release_file, start_service
from hiera_kafka.source import Origin

HOSTS = Machine(hosts_platform(), "k")
LOCAL = Machine(
    local_platform(roots={"k": "/v/k"}, addresses={"k": "127.0.0.1"}, user="me", group="us", java_home="/j"), "k"
)


def test_each_version_has_a_directory_of_its_own_that_services_only_read() -> None:
    found = artifact(HOSTS, "3.9.2")
    assert (found.path, found.owner) == ("/opt/kafka/kafka-3.9.2", "root")
    assert artifact(LOCAL, "3.9.2").path == "/v/k/opt/kafka/kafka-3.9.2"


def test_the_file_that_names_the_release_is_written_once_and_then_held() -> None:
    found = release_file(HOSTS, "/etc/kafka/release", default("3.9.2", "r"))
    assert found.hold
    assert [s.value.data for s in found.settings()] == ["/opt/kafka/kafka-3.9.2"]


def test_services_are_started_through_a_script_that_can_be_run() -> None:
    assert start_service(LOCAL).mode == "0755"
    assert start_service(LOCAL).path.startswith("/v/k/")


def test_a_file_with_a_secret_is_for_its_group_alone_whatever_mode_is_asked_for() -> None:
    secret = (Setting("password", Value("x", Origin.default("r"), secret=True)),)
    found = config_file(HOSTS, "/etc/x", "x.j2", group="kafka", mode="0755", exports=secret)
    assert (found.owner, found.group, found.mode) == ("root", "kafka", "0640")


def test_a_file_without_secrets_is_for_everyone_to_read() -> None:
    found = config_file(HOSTS, "/etc/x", "x.j2", group="kafka", name="x")
    assert (found.owner, found.group, found.mode) == ("root", "root", "0644")


def test_a_directory_belongs_to_its_user_on_hosts_and_to_the_caller_here() -> None:
    assert (directory(HOSTS, "/d", "kafka").owner, directory(LOCAL, "/d", "kafka").owner) == ("kafka", "me")


def test_java_is_what_the_data_says_else_the_platforms() -> None:
    assert java_home(HOSTS.platform).data == "/usr/lib/jvm/default-java"
    assert java_home(HOSTS.platform, "/opt/java", Origin.default("data")).data == "/opt/java"
