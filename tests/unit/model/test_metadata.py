"""Where Kafka clusters keep their metadata."""

from __future__ import annotations

from hiera_kafka.model.base import Traced
from hiera_kafka.model.kafka import KafkaCluster
from hiera_kafka.model.metadata import ZooKeeperPlace, metadata_of, metadata_place
from hiera_kafka.model.releases import MetadataMode
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.source import Origin, OriginKind, Trace

TRACE = Trace(Origin.given("test"))
RAW = {"zookeeper_cluster_name": "zk", "brokers": {"k1": {"id": 1}}}
CLUSTER = Traced(KafkaCluster.model_validate(RAW), RAW, TRACE, "kafka_clusters.main")
ENSEMBLE = Traced(Ensemble.model_validate({"hosts": {"zk2": 2, "zk10": 10}}), {}, TRACE, "zookeeper_clusters.zk")


def test_zookeepers_have_their_port_and_the_chroot_stands_once_at_the_end() -> None:
    found = metadata_of("main", CLUSTER, {"zk": ENSEMBLE})

    assert found is not None
    assert found.mode is MetadataMode.ZOOKEEPER
    assert found.connect(str) == "zk10:2181,zk2:2181/kafka/main"
    assert found.connect({"zk2": "127.0.0.2", "zk10": "127.0.0.3"}.__getitem__) == (
        "127.0.0.2:2181,127.0.0.3:2181/kafka/main"
    )


def test_the_origin_names_the_hosts_and_what_names_the_ensemble() -> None:
    found = metadata_of("main", CLUSTER, {"zk": ENSEMBLE})

    assert found is not None
    assert (found.origin.kind, len(found.origin.inputs)) == (OriginKind.DERIVED, 2)


def test_an_ensemble_that_is_not_known_is_no_metadata_but_has_a_name() -> None:
    assert metadata_of("main", CLUSTER, {"other": ENSEMBLE}) is None

    place = metadata_place("main", CLUSTER.model)
    assert place == ZooKeeperPlace("zk", "/kafka/main")
    assert place.text == "ZooKeeper zk, path /kafka/main"
    assert place.to_dict() == {"ensemble": "zk", "chroot": "/kafka/main"}


def test_a_path_of_its_own_takes_the_place_of_the_one_by_name_and_a_root_is_not_written() -> None:
    for chroot, ending in (("/", ""), ("/old/path", "/old/path")):
        raw = {**RAW, "zookeeper_chroot": chroot}
        cluster = Traced(KafkaCluster.model_validate(raw), raw, TRACE, "kafka_clusters.main")
        found = metadata_of("main", cluster, {"zk": ENSEMBLE})

        assert found is not None
        assert found.connect(str) == f"zk10:2181,zk2:2181{ending}"
        assert found.place.to_dict() == {"ensemble": "zk", "chroot": chroot}
        assert len(found.origin.inputs) == 3
