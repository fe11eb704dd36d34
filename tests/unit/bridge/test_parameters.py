"""What modules on the host are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge import parameters
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.errors import CatalogError
from lib.data.project_trees import HOST, PAGE, project_tree

THREE = (
    "zookeeper_clusters: {main: {hosts: {k1.example.org: 1, k2.example.org: 2, k3.example.org: 3}}}\n"
    "kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 11}}}}\n"
    "profile::kafka::broker::ssl_password: Planted\n"
)
K1, K2, K3 = (f"k{number}.example.org" for number in (1, 2, 3))


@pytest.fixture
def three(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, THREE))


@pytest.mark.parametrize(
    ("started", "expect", "quorum"), [([K1, K2, K3], [1, 2, 3], True), ([K1, K3], [1, 3], True), ([K1], [1], False)]
)
def test_a_run_waits_for_the_hosts_it_starts_and_for_a_quorum_only_where_they_make_one(
    three: str, started: list[str], expect: list[int], quorum: bool
) -> None:
    (check,) = parameters.ready(HostSection.of(three, K1, "zookeeper"), started)["checks"]
    assert (check["expect"], check["quorum"]) == (expect, quorum)


def test_half_of_the_members_are_no_quorum(tmp_path: Path) -> None:
    hosts = ", ".join(f"k{number}.example.org: {number}" for number in range(1, 5))
    inventory = str(project_tree(tmp_path, f"zookeeper_clusters: {{main: {{hosts: {{{hosts}}}}}}}\n"))
    quorums = [
        parameters.ready(HostSection.of(inventory, K1, "zookeeper"), started)["checks"][0]["quorum"]
        for started in ([K1, K2], [K1, K2, K3])
    ]
    assert quorums == [False, True]


def test_members_that_a_run_leaves_out_are_named(three: str) -> None:
    assert parameters.left_out(HostSection.of(three, K1, "zookeeper"), [K1]) == [K2, K3]
    assert parameters.left_out(HostSection.of(three, K1, "zookeeper"), [K1, K2, K3]) == []


def test_the_service_module_is_told_what_to_compare_for_a_pending_restart(three: str) -> None:
    (service,) = parameters.services(HostSection.of(three, K1, "kafka_broker"), "started")
    assert (service["name"], service["state"], service["service_manager"]) == ("kafka", "started", "systemd")
    assert "/etc/kafka/server.properties" in service["records"]


def test_a_start_of_a_broker_is_told_what_its_metadata_must_say(three: str) -> None:
    (service,) = parameters.services(HostSection.of(three, K1, "kafka_broker"), "started")
    (guard,) = service["guards"]
    connect = f"{K1}:2181,{K2}:2181,{K3}:2181/kafka/events"
    assert (guard["kind"], guard["expected"]) == ("kafka-metadata", ["11", connect, K1, "kafka"])
    assert guard["where"].endswith(".yaml:1:36")
    assert "guards" not in parameters.services(HostSection.of(three, K1, "kafka_broker"), "stopped")[0]
    assert "guards" not in parameters.services(HostSection.of(three, K1, "zookeeper"), "started")[0]


def test_the_preflight_sees_guards_ports_services_and_space_of_all_roles_of_a_host(three: str) -> None:
    found = parameters.preflight(three, K1)
    assert {guard["kind"] for guard in found["guards"]} == {
        "zookeeper-data",
        "zookeeper-myid",
        "zookeeper-members",
        "kafka-data",
        "kafka-broker-id",
        "kafka-metadata",
    }
    # As the host's Puppet would name them, wherever the directory that stands for its / lies.
    assert {"file[/etc/kafka/server.properties]", "file[/srv/kafka/data]", "service[kafka]"} <= set(found["managed"])
    assert "service[zookeeper]" in found["managed"]
    assert {port["port"] for port in found["ports"]} == {2181, 2182, 2183, 9092}
    assert set(found["services"]) == {"zookeeper", "kafka"}
    assert all(need["needed_bytes"] > 0 for need in found["disk"])
    assert len({need["path"] for need in found["disk"]}) == len(found["disk"])


def test_a_guard_says_where_in_the_data_its_value_stands(tmp_path: Path) -> None:
    found = parameters.preflight(str(project_tree(tmp_path, PAGE)), HOST)
    places = {guard["kind"]: guard["where"] for guard in found["guards"]}
    assert places["kafka-broker-id"].endswith("common.yaml:12:13")


MIRRORED = """\
zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}, a2.example.org: {id: 2}}}
  b: {zookeeper_cluster_name: z, brokers: {k1.example.org: {id: 1}, k2.example.org: {id: 2}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: 'a\\..+', processes: 2, streams: 3, engine: 1}
"""
PROCESSES = ["kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1"]


@pytest.fixture
def mirrored(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, MIRRORED))


@pytest.mark.parametrize(("started", "everywhere"), [([K1, K2], 12), ([K1], 6)])
def test_a_mirror_is_waited_for_with_all_processes_of_the_hosts_of_the_run(
    mirrored: str, started: list[str], everywhere: int
) -> None:
    checks = parameters.ready(HostSection.of(mirrored, K1, "kafka_mirror"), started)["checks"]
    assert [check["service"] for check in checks] == PROCESSES
    for number, check in enumerate(checks):
        assert (check["kind"], check["engine"], check["group"]) == ("kafka-mirror", 1, "kafka-mirror-a_to_b")
        assert check["everywhere"] == everywhere
        assert [process["service"] for process in check["processes"]] == PROCESSES
        assert check["brokers"] == ["a1.example.org:9092", "a2.example.org:9092"]
        assert check["log"] == f"/var/log/kafka/{PROCESSES[number]}.out"


def test_one_process_of_a_mirror_can_be_meant_alone(mirrored: str) -> None:
    (service,) = parameters.services(HostSection.of(mirrored, K1, "kafka_mirror"), "stopped", [PROCESSES[1]])
    assert (service["name"], service["state"]) == (PROCESSES[1], "stopped")
    (check,) = parameters.ready(HostSection.of(mirrored, K1, "kafka_mirror"), [K1], [PROCESSES[1]])["checks"]
    assert check["service"] == PROCESSES[1]


def test_a_process_that_the_role_does_not_have_is_refused_with_those_that_it_has(mirrored: str) -> None:
    with pytest.raises(CatalogError, match="has no service kafka of the role kafka_mirror, it has: kafka-mirror-a"):
        parameters.services(HostSection.of(mirrored, K1, "kafka_mirror"), "stopped", ["kafka"])


def test_the_unit_above_all_mirrors_is_told_where_there_is_one(mirrored: str, tmp_path: Path) -> None:
    (unit,) = parameters.units(HostSection.of(mirrored, K1, "kafka_mirror"), "started")
    assert unit == {"name": "kafka-mirror", "service_manager": "systemd", "state": "started"}
    local = str(project_tree(tmp_path / "local", MIRRORED, local=True))
    assert parameters.units(HostSection.of(local, K1, "kafka_mirror"), "started") == []
    assert parameters.units(HostSection.of(mirrored, K1, "kafka_broker"), "started") == []


def test_the_preflight_looks_for_mirrors_also_where_the_data_has_none(three: str) -> None:
    assert parameters.preflight(three, K1)["families"] == ["kafka-mirror-"]


def test_no_parameter_is_secret(three: str) -> None:
    everything = [
        parameters.preflight(three, K1),
        parameters.services(HostSection.of(three, K1, "kafka_broker"), "started"),
        parameters.ready(HostSection.of(three, K1, "kafka_broker"), [K1]),
    ]
    assert "Planted" not in repr(everything)


def test_each_service_with_a_restart_pending_is_one_warning_of_one_line() -> None:
    pending = [{"service": "kafka", "files": ["/etc/a", "/etc/b\n"]}]
    assert parameters.restart_warnings(K1, pending) == [
        f"restart pending on {K1}: kafka runs with other files than those on disk: /etc/a, /etc/b\\n"
    ]
    assert parameters.restart_warnings(K1, []) == []


def test_of_a_service_in_a_crash_loop_a_restart_may_be_pending() -> None:
    unknown = [{"service": "kafka", "files": ["/etc/a"], "starts": 3}]
    (found,) = parameters.restart_warnings(K1, [], unknown)
    assert found == (
        f"kafka on {K1} was started again 3 times in the last ten minutes: "
        "where it stays up now, a restart is pending, for it runs with other files than those on disk: /etc/a"
    )
