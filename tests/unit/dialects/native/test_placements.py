"""What hosts are to remember of brokers, members and mirrors."""

from __future__ import annotations

from collections.abc import Callable

from hiera_kafka.catalog.resources import Section

Sections = Callable[..., dict[str, Section]]
DATA = """\
zookeeper_clusters: {z: {hosts: {b1: 1, b2: 2, b3: 3}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}}}
  b: {zookeeper_cluster_name: z, brokers: {b1: {id: 11}, b2: {id: 12}}}
kafka_mirrors:
  a_to_b: {source: a, destination: b, topics: 'a\\..+', engine: 1, processes: 2}
profile::kafka::broker::log_dirs: [/srv/a, /srv/b]
"""


def test_a_broker_is_known_by_its_directories_and_where_its_metadata_is(sections: Sections) -> None:
    (placed,) = sections(DATA, "b1")["kafka_broker"].placements
    assert (placed.service, placed.cluster, placed.id) == ("kafka", "b", "11")
    assert placed.directories == ("/srv/a", "/srv/b")
    assert placed.identity == {"zookeeper": "b1:2181,b2:2181,b3:2181/kafka/b"}
    assert placed.members == {"b1": "11", "b2": "12"}
    assert placed.config == "/etc/kafka/server.properties"
    assert {name: place.rpartition(":")[0][-1] for name, place in placed.made()["where"].items()} == {
        "directories": "7",
        "identity": "4",
        "service": "4",
    }


def test_a_chroot_of_its_own_is_where_the_identity_comes_from(sections: Sections) -> None:
    data = DATA.replace("  b: {zookeeper_cluster_name: z,", "  b: {zookeeper_chroot: /old, zookeeper_cluster_name: z,")
    (placed,) = sections(data, "b1")["kafka_broker"].placements
    assert placed.identity["zookeeper"].endswith("b3:2181/old")


def test_a_member_has_the_directory_of_its_logs_beside_that_of_its_data(sections: Sections) -> None:
    (placed,) = sections(DATA, "b3")["zookeeper"].placements
    assert (placed.id, placed.directories) == ("3", ("/var/lib/zookeeper",))
    (placed,) = sections(f"{DATA}kafka_zookeeper_config: {{dataLogDir: /srv/logs/}}\n", "b3")["zookeeper"].placements
    assert placed.directories == ("/var/lib/zookeeper", "/srv/logs")
    assert placed.made()["where"]["directories"].rpartition(":")[0].endswith(":8")


def test_each_process_of_a_mirror_is_known_by_its_group_and_its_ends(sections: Sections) -> None:
    placed = sections(DATA, "b1")["kafka_mirror"].placements
    assert [one.service for one in placed] == ["kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1"]
    assert placed[0].identity == {
        "group": "kafka-mirror-a_to_b",
        "source": "a1:9092",
        "destination": "b1:9092,b2:9092",
    }
    assert placed[0].directories == ()
