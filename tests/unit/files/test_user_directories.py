"""One rule for all directories of the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hiera_kafka.files import user_directories

ALL = [
    (user_directories.configuration, "XDG_CONFIG_HOME", ".config"),
    (user_directories.cache, "XDG_CACHE_HOME", ".cache"),
    (user_directories.state, "XDG_STATE_HOME", ".local/state"),
]


@pytest.mark.parametrize(("directory", "name", "standard"), ALL)
def test_a_whole_path_counts_and_a_relative_one_is_as_none(
    directory: Callable[[Mapping[str, str]], Path], name: str, standard: str
) -> None:
    assert directory({name: "/given", "HOME": "/home/u"}) == Path("/given/hiera-kafka")
    for value in ("", "given", "./given", "~/given"):
        assert directory({name: value, "HOME": "/home/u"}) == Path("/home/u") / standard / "hiera-kafka"
    assert directory({"HOME": "/home/u"}) == Path("/home/u") / standard / "hiera-kafka"


def test_without_a_home_in_the_environment_it_is_the_users_own() -> None:
    assert user_directories.state({}) == Path.home() / ".local/state/hiera-kafka"
