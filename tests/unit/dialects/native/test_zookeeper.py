"""What a member of an ensemble must be; whole files are held by tests/cases/render."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section

Sections = Callable[..., dict[str, Section]]


def ensemble(members: int) -> str:
    hosts = "".join(f"      zk{number}: {number}\n" for number in range(1, members + 1))
    return f"zookeeper_clusters:\n  main:\n    hosts:\n{hosts}"


@pytest.mark.parametrize("members", [1, 2, 3, 5, 7])
def test_every_member_knows_all_members_and_its_own_id(sections: Sections, members: int) -> None:
    section = sections(ensemble(members), "zk1")["zookeeper"]
    settings = {s.name: s.value.data for file in section.files for s in file.settings()}
    servers = {name: value for name, value in settings.items() if name.startswith("server.")}
    assert servers == {f"server.{number}": f"zk{number}:2182:2183" for number in range(1, members + 1)}
    assert next(f for f in section.files if f.path.endswith("myid")).context["myid"].data == 1  # type: ignore[union-attr]


def test_ports_of_the_ensemble_are_open_only_where_there_are_other_members(sections: Sections) -> None:
    alone = {port.port for port in sections(ensemble(1), "zk1")["zookeeper"].ports}
    three = {port.port for port in sections(ensemble(3), "zk1")["zookeeper"].ports}
    assert alone == {2181}
    assert three == {2181, 2182, 2183}


def test_the_service_knows_the_line_that_makes_the_host_a_member(sections: Sections) -> None:
    (service,) = sections(ensemble(3), "zk2")["zookeeper"].services
    assert [place.line for place in service.origin("name").positions()] == [5]


def test_jmx_listens_where_only_the_host_itself_reaches_it(sections: Sections) -> None:
    section = sections(ensemble(1) + "kafka_zookeeper_jmx_port: 9998\n", "zk1")["zookeeper"]
    assert [(port.address, port.port) for port in section.ports if port.purpose == "JMX"] == [("127.0.0.1", 9998)]
    assert [port.port for port in section.ports if port.origin.positions()] == [9998]


def test_members_and_myid_are_guarded(sections: Sections) -> None:
    guards = {guard.kind: guard for guard in sections(ensemble(3), "zk2")["zookeeper"].guards}
    assert guards["zookeeper-data"].expected == ("zookeeper",)
    assert guards["zookeeper-data"].file == "/etc/zookeeper/release"
    assert guards["zookeeper-myid"].expected == ("2",)
    assert guards["zookeeper-members"].expected == ("1=zk1", "2=zk2", "3=zk3")
    assert all(guard.origin.positions() for guard in guards.values())


def test_a_member_is_ready_when_it_and_its_peers_serve(sections: Sections) -> None:
    (check,) = sections(ensemble(3), "zk2")["zookeeper"].readiness
    assert (check.kind, check.own, check.members) == ("zookeeper", 2, {"zk1": 1, "zk2": 2, "zk3": 3})


def test_here_a_member_listens_on_its_own_address_and_needs_no_user(sections: Sections) -> None:
    section = sections(ensemble(3), "zk2", local=True)["zookeeper"]
    assert {port.address for port in section.ports} == {"127.0.0.2"}
    assert section.users == ()
    assert sections(ensemble(3), "zk2")["zookeeper"].users[0].name == "zookeeper"


def test_a_setting_of_the_data_stands_once(sections: Sections) -> None:
    section = sections(ensemble(1) + "kafka_zookeeper_config: {tickTime: 3000}\n", "zk1")["zookeeper"]
    zoo = next(file for file in section.files if file.path.endswith("zoo.cfg"))
    assert [s.value.data for s in zoo.settings() if s.name == "tickTime"] == [3000]


def test_a_restart_is_pending_when_anything_the_process_reads_has_changed(sections: Sections) -> None:
    (service,) = sections(ensemble(1), "zk1")["zookeeper"].services
    assert {path.rpartition("/")[2] for path in service.records} == {
        "zoo.cfg",
        "myid",
        "log4j.properties",
        "zookeeper",
        "zookeeper.service",
    }


@pytest.mark.parametrize("given", ["/srv/zookeeper-log", "/srv/zookeeper-log/", "//srv/./zookeeper-log"])
def test_a_directory_of_logs_is_made_and_the_service_may_write_there(sections: Sections, given: str) -> None:
    section = sections(f"{ensemble(1)}kafka_zookeeper_config: {{dataLogDir: {given}}}\n", "zk1")["zookeeper"]
    (service,) = section.services
    made = {directory.path: (directory.owner, directory.mode) for directory in section.directories}
    assert made["/srv/zookeeper-log"] == ("zookeeper", "0750")
    assert service.writable == ("/var/lib/zookeeper", "/var/log/zookeeper", "/srv/zookeeper-log")
    assert service.origin("writable").positions()[0].line == 5


@pytest.mark.parametrize("given", ["/var/lib/zookeeper", "/var/log/zookeeper/"])
def test_a_directory_that_zookeeper_has_anyhow_is_made_once(sections: Sections, given: str) -> None:
    section = sections(f"{ensemble(1)}kafka_zookeeper_config: {{dataLogDir: {given}}}\n", "zk1")["zookeeper"]
    paths = [directory.path for directory in section.directories]
    assert len(paths) == len(set(paths))
    assert section.services[0].writable == ("/var/lib/zookeeper", "/var/log/zookeeper")
