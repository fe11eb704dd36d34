"""Keys that are looked up."""

from __future__ import annotations

import pytest

from hiera_kafka.lint.data.known_keys import known_keys


@pytest.mark.parametrize(
    "key",
    [
        "kafka_clusters",
        "zookeeper_cluster_name",
        "profile::kafka::broker::plaintext",
        "profile::zookeeper::firewall::access",
        "profile::kafka:mirror:jmx_base_port",
    ],
)
def test_keys_of_models_and_profiles_are_known(key: str) -> None:
    assert key in known_keys()


def test_tidy_spellings_that_puppet_does_not_look_up_are_not() -> None:
    assert "profile::kafka::mirror::jmx_base_port" not in known_keys()
