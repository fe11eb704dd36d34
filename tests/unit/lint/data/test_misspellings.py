"""Keys that were probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.misspellings import differ_in_colons, meant_by


@pytest.mark.parametrize(
    ("key", "meant", "is_slip"),
    [
        ("kafka_clusters", None, True),
        ("kafka_clustesr", "kafka_clusters", True),
        ("profile::kafka:broker::plaintext", "profile::kafka::broker::plaintext", True),
        ("profile::kafka::plaintext", "profile::kafka::broker::plaintext", False),
        ("kafka::broker::plaintext", "profile::kafka::broker::plaintext", False),
        ("apache::prot", None, True),
    ],
)
def test_keys_of_the_project_are_known_without_any_repository(key: str, meant: str | None, is_slip: bool) -> None:
    found = meant_by(key, DataFile("/a.yaml"))

    assert (None if found is None else (found.key, found.is_slip)) == (None if meant is None else (meant, is_slip))


def test_what_the_repository_asks_for_is_meant_as_it_is(tmp_path: Path) -> None:
    file = DataFile(str(tmp_path / "a.yaml"), border=Border([tmp_path]))
    (tmp_path / "a.pp").write_text("class app ($hosts) { lookup('kafka::clusters') lookup('app::hots') }")

    assert meant_by("kafka::clusters", file) is None
    assert meant_by("app::hots", file) is None
    found = meant_by("app::hostss", file)
    assert found is not None
    assert found.key == "app::hosts"


def test_keys_that_differ_in_colons_alone() -> None:
    assert differ_in_colons("a:b::c", "a::b::c")
    assert not differ_in_colons("a::b", "a::b")
    assert not differ_in_colons("a::b", "a::c")
