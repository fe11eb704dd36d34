"""What follows from the addresses of a running cluster."""

from __future__ import annotations

from lib.data.running import broker, cluster


def test_a_cluster_is_local_where_all_of_its_addresses_are() -> None:
    assert cluster(broker(1, "127.9.0.1", {}), connect="127.9.0.2").is_local
    assert not cluster(broker(1, "127.9.0.1", {}), connect="zk1.example.org").is_local
    assert not cluster(broker(1, "k1.example.org", {}), connect="127.9.0.2").is_local
