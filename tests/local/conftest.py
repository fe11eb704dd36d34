"""Clusters that several test files look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lib.clusters.local_cluster import PAGE, LocalCluster, Planted, local_cluster

PASSWORDS = {
    "profile::kafka::broker::ssl_password": "planted-1-keystore",
    "some::password": "planted-2-unrelated",
    "ssl.truststore.password": "planted-3-truststore",
    "sasl.jaas.config": "planted-4-jaas",
}

PLANTED = (
    PAGE
    + f"""\
    config:
      ssl.truststore.password: {PASSWORDS["ssl.truststore.password"]}
      listener.name.plaintext.plain.sasl.jaas.config: >-
        org.apache.kafka.common.security.plain.PlainLoginModule required
        username="admin" password="{PASSWORDS["sasl.jaas.config"]}";

profile::kafka::broker::ssl_password: {PASSWORDS["profile::kafka::broker::ssl_password"]}
some::password: {PASSWORDS["some::password"]}
"""
)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """A running cluster whose data tests change and put back."""
    with local_cluster(tmp_path_factory.mktemp("planted") / "home", PLANTED) as cluster:
        yield Planted(cluster, cluster.up("-vvv", "--diff").good())


@pytest.fixture
def running(planted: Planted) -> LocalCluster:
    return planted.cluster
