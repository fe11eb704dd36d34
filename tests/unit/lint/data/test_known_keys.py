"""Keys that are looked up."""

from __future__ import annotations

import pytest

from hiera_kafka.dialects.native.registry import SETTINGS
from hiera_kafka.lint.data.known_keys import is_known, is_like_ours, known_keys
from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY
from hiera_kafka.model.mirror.forms import TABLE


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


def test_keys_of_models_are_known_since_they_have_a_word_of_ours() -> None:
    aliases = {str(field.alias) for model in SETTINGS for field in model.model_fields.values()} - {"None"}

    assert {key for key in {*aliases, LEGACY_NAME_KEY, TABLE} if not is_known(key)} == set()


@pytest.mark.parametrize(
    ("key", "like"),
    [
        ("kakfa_jmx_port", True),
        ("zoookeeper_x", True),
        ("kafkaclusters", True),
        ("profile::zokeeper::x", True),
        ("apache::port", False),
    ],
)
def test_keys_that_may_be_misspelt_ones_of_ours_have_nearly_such_a_word(key: str, like: bool) -> None:
    assert is_like_ours(key) is like


def test_tidy_spellings_that_puppet_does_not_look_up_are_not() -> None:
    assert "profile::kafka::mirror::jmx_base_port" not in known_keys()
