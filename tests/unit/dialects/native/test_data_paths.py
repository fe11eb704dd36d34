"""Data directories and what else a host's catalog manages; attacks are in tests/hostile/test_data_paths.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.errors import HieraKafkaError

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {main: {hosts: {both: 1, zk: 2}}}
kafka_clusters:
  a: {zookeeper_cluster_name: main, brokers: {both: {id: 1}, k: {id: 2}}}
  b: {zookeeper_cluster_name: main, brokers: {far: {id: 1}}}
kafka_mirrors: {b_to_a: {source: b, destination: a, topics: x}}
"""
LOG_DIRS = "profile::kafka::broker::log_dirs"


def refused(sections: Sections, paths: list[str], **options: bool) -> list[str]:
    with pytest.raises(HieraKafkaError) as raised:
        sections(DATA, "both", own=f"{LOG_DIRS}: {paths}\n", **options)
    assert {found.id for found in raised.value.diagnostics} == {"data-path-overlap"}
    assert {found.where[0].line for found in raised.value.diagnostics} == {1}
    return [found.message for found in raised.value.diagnostics]


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/var/log/kafka", "/var/log/kafka"),
        ("/var/log/kafka/data", "/var/log/kafka"),
        ("/var/log/zookeeper", "/var/log/zookeeper"),
        ("/var/lib/zookeeper", "/var/lib/zookeeper"),
        ("/var/lib/zookeeper/version-2", "/var/lib/zookeeper"),
        ("/opt/kafka", "/opt/kafka"),
        ("/opt/kafka/data", "/opt/kafka"),
        ("/opt/kafka/kafka-3.9.2/libs", "/opt/kafka"),
    ],
)
def test_a_directory_that_something_else_has_is_refused(
    sections: Sections, path: str, other: str, *, local: bool
) -> None:
    (message,) = refused(sections, [path], local=local)
    assert message.startswith(f"{LOG_DIRS}.0: {path} {'is taken' if path == other else f'lies in {other}'} (")


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["/srv/kafka", "/srv/kafka/a"], "1: /srv/kafka/a lies in /srv/kafka (another data directory)"),
        (["/srv/kafka/a/b", "/srv/kafka/a"], "1: /srv/kafka/a holds /srv/kafka/a/b (another data directory)"),
    ],
)
@pytest.mark.parametrize("local", [False, True])
def test_one_data_directory_lies_in_no_other(
    sections: Sections, paths: list[str], message: str, *, local: bool
) -> None:
    (found,) = refused(sections, paths, local=local)
    assert f"{LOG_DIRS}.{message}" in found


@pytest.mark.parametrize("paths", [["/srv/kafka/data"], ["/srv/kafka"], ["/srv/kafka/a", "/srv/kafka/ab", "/data"]])
@pytest.mark.parametrize("local", [False, True])
def test_what_has_its_place_for_itself_is_taken(sections: Sections, paths: list[str], *, local: bool) -> None:
    section = sections(f"{DATA}{LOG_DIRS}: {paths}\n", "both", local=local)["kafka_broker"]
    assert len(section.guards[0].directories) == len(paths)


def test_what_another_host_has_is_free(sections: Sections) -> None:
    assert sections(DATA, "k", own=f"{LOG_DIRS}: [/var/lib/zookeeper/kafka]\n")


def test_each_wrong_one_is_said(sections: Sections) -> None:
    assert len(refused(sections, ["/opt/kafka/a", "/srv/kafka/b", "/var/log/kafka/c"])) == 2


@pytest.mark.parametrize("path", ["/etc", "/var/spool/cron", "/usr/local", "/"])
def test_zookeepers_log_goes_to_no_directory_of_the_system(sections: Sections, path: str) -> None:
    with pytest.raises(HieraKafkaError, match=r"6:\d+: error\[data-path-system\]: kafka_zookeeper_config\.dataLogDir"):
        sections(f"{DATA}kafka_zookeeper_config: {{dataLogDir: {path}}}\n", "zk")


def test_zookeepers_log_may_have_a_disk_of_its_own(sections: Sections) -> None:
    assert sections(f"{DATA}kafka_zookeeper_config: {{dataLogDir: /srv/zookeeper-log}}\n", "zk")


@pytest.mark.parametrize("path", ["/opt/kafka", "/opt/kafka/3.9.2", "/var/log/kafka", "/srv/kafka/data"])
def test_zookeepers_log_does_not_lie_in_what_others_have(sections: Sections, path: str) -> None:
    with pytest.raises(HieraKafkaError, match=r"error\[data-path-overlap\]"):
        sections(f"{DATA}kafka_zookeeper_config: {{dataLogDir: {path}}}\n", "both")


@pytest.mark.parametrize("path", ["/var/lib/zookeeper/log", "/var/lib/zookeeper", "/var/log/zookeeper"])
def test_zookeepers_log_may_lie_in_what_is_its_own(sections: Sections, path: str) -> None:
    assert sections(f"{DATA}kafka_zookeeper_config: {{dataLogDir: {path}}}\n", "both")
