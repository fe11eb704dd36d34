"""What one host looks up becomes a model; nothing given is what a null is as well."""

from __future__ import annotations

from typing import Any

from hiera_kafka.hiera import Found
from hiera_kafka.model.lookups import settings_of
from hiera_kafka.model.zookeeper import ZooKeeperSettings
from lib.data.found import found

SYNC = "profile::zookeeper::sync_limit"


def looked_up(data: dict[str, Any]) -> tuple[int | None, list[str]]:
    def find(key: str) -> Found | None:
        return found(key, data[key]) if key in data else None

    settings, problems = settings_of(find, ZooKeeperSettings, "defaults of profile::zookeeper")
    return settings.model.sync_limit if settings else None, [problem.message for problem in problems]


def test_what_is_found_counts_and_a_null_is_as_if_nothing_was() -> None:
    assert looked_up({SYNC: 5}) == (5, [])
    assert looked_up({SYNC: None}) == looked_up({}) == (8, [])


def test_what_is_wrong_is_named_by_its_whole_key() -> None:
    settings, (message,) = looked_up({SYNC: "many"})
    assert settings is None
    assert message.startswith(f"{SYNC}: ")
