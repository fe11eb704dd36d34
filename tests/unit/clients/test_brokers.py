"""How options of brokers are read; real brokers answer in tests/local/test_adopt.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kafka.errors import ClusterAuthorizationFailedError

from hiera_kafka.clients import brokers
from hiera_kafka.clients.brokers import BrokerOption


def entry(*synonyms: tuple[str, str | None, str], sensitive: bool = False, type_: str = "INT") -> dict[str, Any]:
    return {
        "is_sensitive": sensitive,
        "config_type": type_,
        "synonyms": [{"name": name, "value": value, "source": source} for name, value, source in synonyms],
    }


def test_what_the_file_says_is_told_from_what_the_cluster_says_and_from_the_default() -> None:
    found = brokers._option(
        "num.io.threads",
        entry(
            ("num.io.threads", "32", "DYNAMIC_BROKER_CONFIG"),
            ("num.io.threads", "16", "DYNAMIC_DEFAULT_BROKER_CONFIG"),
            ("num.io.threads", "12", "STATIC_BROKER_CONFIG"),
            ("num.io.threads", "8", "DEFAULT_CONFIG"),
        ),
    )

    assert found == BrokerOption(
        in_file=True,
        file="12",
        default="8",
        dynamic=(("this broker", "32"), ("all brokers of the cluster", "16")),
        type="int",
    )
    assert found.in_force == "32"
    assert replace(found, dynamic=()).in_force == "12"
    assert replace(found, dynamic=(), in_file=False, file=None).in_force == "8"


def test_an_option_that_stands_in_for_another_is_not_the_other() -> None:
    found = brokers._option(
        "log.retention.ms",
        entry(("log.retention.hours", "49", "STATIC_BROKER_CONFIG"), ("log.retention.hours", "168", "DEFAULT_CONFIG")),
    )

    assert (found.in_file, found.file, found.default) == (False, None, None)


def test_a_value_that_is_kept_back_is_in_the_file_and_unknown() -> None:
    found = brokers._option("x", entry(("x", None, "STATIC_BROKER_CONFIG"), sensitive=True, type_="UNKNOWN"))

    assert (found.in_file, found.file, found.sensitive, found.type) == (True, None, True, "unknown")


def test_options_that_may_not_be_seen_are_an_error_and_not_equal_to_none() -> None:
    class Admin:
        def describe_configs(self, resources: Any, include_synonyms: bool, config_filter: str) -> Any:
            del resources, include_synonyms, config_filter
            return {"broker": {"1": {"x": entry(("x", "1", "DEFAULT_CONFIG"))}, "2": {}}}

    assert brokers._described(Admin(), [1])[1]["x"].default == "1"
    with pytest.raises(ClusterAuthorizationFailedError, match="options of broker 2"):
        brokers._described(Admin(), [1, 2])
