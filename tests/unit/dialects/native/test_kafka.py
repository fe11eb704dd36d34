"""What a broker must be; whole files are held by tests/cases/render."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {main: {hosts: {zk1: 1}}}
kafka_clusters:
  events:
    zookeeper_cluster_name: main
    brokers: {k1: {id: 11, port: 9192}, k2: {id: 12}}
"""
LOG_DIRS = "profile::kafka::broker::log_dirs"


def broker(sections: Sections, more: str = "", **options: bool) -> Section:
    return sections(DATA + more, "k1", **options)["kafka_broker"]


def test_a_broker_is_ready_when_it_lists_itself_and_its_peers(sections: Sections) -> None:
    (check,) = broker(sections).readiness
    assert (check.port, check.own, check.members) == (9192, 11, {"k1": 11, "k2": 12})


def test_service_and_listener_know_the_lines_that_ask_for_them(sections: Sections) -> None:
    section = broker(sections)
    (listener,), (service,) = section.ports, section.services
    assert [place.line for place in listener.origin.positions()] == [5]
    assert [place.line for place in service.origin("name").positions()] == [5]


def test_its_id_is_guarded_in_every_data_directory(sections: Sections) -> None:
    of_data, guard, of_metadata = broker(sections, f"{LOG_DIRS}: [/srv/kafka/a, /srv/kafka/b]\n").guards
    assert (of_data.kind, of_data.file, of_data.expected) == ("kafka-data", "/etc/kafka/release", ("kafka",))
    assert of_data.directories == guard.directories == of_metadata.directories
    assert guard.expected == ("11",)
    assert guard.directories == ("/srv/kafka/a", "/srv/kafka/b")
    assert guard.origin.positions()[0].line == 5


@pytest.mark.parametrize(
    ("log_dirs", "directories"),
    [
        (["/srv/kafka/data"], {"/srv/kafka": "root", "/srv/kafka/data": "kafka"}),
        (["/data/a", "/data/b"], {"/data/a": "kafka", "/data/b": "kafka"}),
        (["/srv/kafka"], {"/srv/kafka": "kafka"}),
        (["/data//a/", "/srv/kafka/./b"], {"/data/a": "kafka", "/srv/kafka/b": "kafka"}),
    ],
)
def test_data_directories_belong_to_the_broker_and_the_one_above_to_root(
    sections: Sections, log_dirs: list[str], directories: dict[str, str]
) -> None:
    section = broker(sections, f"{LOG_DIRS}: {log_dirs}\n")
    assert {d.path: d.owner for d in section.directories if d.path.startswith(("/srv", "/data"))} == directories
    assert {path for path, owner in directories.items() if owner == "kafka"} <= set(section.services[0].writable)


def test_it_may_take_long_to_stop_and_starts_after_a_zookeeper_of_the_same_host(sections: Sections) -> None:
    (service,) = broker(sections).services
    assert service.stop_timeout_s >= 300
    assert service.after == ("zookeeper",)


def test_nothing_secret_is_on_its_command_line_or_in_its_environment(sections: Sections) -> None:
    section = broker(sections, "profile::kafka::broker::ssl_password: Planted\n")
    assert "Planted" not in repr(section)
    secret = [file.path for file in section.files if file.secret]
    assert secret == ["/etc/kafka/server.properties"]


def test_the_link_to_the_current_release_is_for_people_and_the_service_does_not_use_it(sections: Sections) -> None:
    section = broker(sections)
    assert [(link.path, link.target) for link in section.links] == [("/opt/kafka/current", "/opt/kafka/kafka-3.9.2")]
    assert "/opt/kafka/current" not in repr(section.services)
