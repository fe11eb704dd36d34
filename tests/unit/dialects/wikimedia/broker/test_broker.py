"""Brokers: TLS, ACLs, directories, environment, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.source import OriginKind
from lib.wikimedia.hosts import BROKER, JAVA, TLS, catalog, file, lines
from lib.wikimedia.services import CLOUD, broker, broker_environment, broker_refusal

PREFIX = "profile::kafka::broker::"


def test_without_tls_a_strict_server_refuses_and_another_warns(tmp_path: Path) -> None:
    assert broker_refusal(tmp_path, BROKER | JAVA) == "undefined_variable"
    found = catalog(tmp_path, BROKER | JAVA, **CLOUD)
    assert [warning.id for warning in found.diagnostics] == ["puppet-undefined-variable"]
    assert file(found, "/etc/kafka/server.properties").mode == "0444"
    assert broker_environment(found)["KAFKA_OPTS"].endswith('NumberOfGCLogFiles=5  "')


def test_a_broker_without_any_listener_is_refused(tmp_path: Path) -> None:
    assert broker_refusal(tmp_path, BROKER | JAVA | {f"{PREFIX}plaintext": False}) == "explicit_fail"


def test_a_host_that_is_not_in_its_cluster_is_refused(tmp_path: Path) -> None:
    assert broker_refusal(tmp_path, BROKER | JAVA | TLS, fqdn="k9.example.org") == "undef_index"
    monitored = BROKER | JAVA | TLS | {f"{PREFIX}monitoring_enabled": True}
    assert broker_refusal(tmp_path, monitored, fqdn="k9.example.org") == "undef_index"


def test_the_broker_class_after_the_zookeeper_class_is_refused(tmp_path: Path) -> None:
    data = BROKER | JAVA | TLS | {"profile::zookeeper::cluster_name": "zk"}
    classes = ["profile::zookeeper::server", "role::kafka::simple::broker"]
    assert broker_refusal(tmp_path, data, role=None, classes=classes) == "duplicate_declaration"
    both = catalog(tmp_path, data, classes=classes[::-1])
    assert [section.role for section in both.sections] == ["java", "kafka_common", "kafka_broker", "zookeeper"]


@pytest.mark.parametrize(
    ("plaintext", "listeners", "asked"),
    [(True, "PLAINTEXT://:9092,SSL://:9093", "requested"), (False, "SSL://:9093", "required")],
)
def test_acls_ask_clients_for_certificates(tmp_path: Path, plaintext: bool, listeners: str, asked: str) -> None:
    found = lines(broker(tmp_path, {"auth_acls_enabled": True, "plaintext": plaintext}), "/etc/kafka/server.properties")
    assert f"listeners={listeners}" in found
    assert f"ssl.client.auth={asked}" in found
    assert "authorizer.class.name=kafka.security.auth.SimpleAclAuthorizer" in found


def test_acls_without_tls_ask_for_none(tmp_path: Path) -> None:
    found = catalog(tmp_path, BROKER | JAVA | {f"{PREFIX}auth_acls_enabled": True}, **CLOUD)
    assert "ssl.client.auth=none" in lines(found, "/etc/kafka/server.properties")


@pytest.mark.parametrize(
    ("log_dirs", "parent"),
    [
        (["/srv/kafka/data"], True),
        (["/mnt/srv/kafka/data", "/var/spool/kafka"], True),
        (["/SRV/KAFKA/data"], True),
        (["/data", "/srv/kafka/data"], False),
        ([], False),
    ],
)
def test_the_parent_is_managed_where_the_first_data_directory_has_its_name_in_it(
    tmp_path: Path, log_dirs: list[str], parent: bool
) -> None:
    found = broker(tmp_path, {"log_dirs": log_dirs})
    paths = [directory.path for section in found.sections for directory in section.directories]
    assert ("/srv/kafka" in paths) is parent
    assert set(log_dirs) <= set(paths)


def test_the_parent_cannot_be_the_data_directory_as_well(tmp_path: Path) -> None:
    assert (
        broker_refusal(tmp_path, BROKER | JAVA | TLS | {f"{PREFIX}log_dirs": ["/srv/kafka"]}) == "duplicate_declaration"
    )


def test_a_broker_that_is_switched_off_loses_its_unit(tmp_path: Path) -> None:
    found = catalog(tmp_path, BROKER | JAVA | TLS | {"confluent::kafka::broker::enabled": False}, role="kafka/logging")
    (section,) = (section for section in found.sections if section.role == "kafka_broker")
    assert [absent.path for absent in section.absent] == ["/lib/systemd/system/kafka.service"]
    assert not section.units[0].running


def test_every_value_of_every_file_has_an_origin(tmp_path: Path) -> None:
    found = broker(tmp_path, {"monitoring_enabled": True, "auth_acls_enabled": True})
    values = [value for each in found.files() for value in each.values()]
    assert len(values) > 50
    assert all(value.origin.rule or value.origin.kind is OriginKind.DATA for value in values)
