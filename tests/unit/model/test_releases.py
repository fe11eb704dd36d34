"""What releases of Kafka have and need."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from hiera_kafka.model.releases import (
    DEFAULT_VERSION,
    Logging,
    MetadataMode,
    first_release,
    release_of,
)


@pytest.mark.parametrize(
    ("version", "since"),
    [
        ("0.8.2", "0.0"),
        ("1.1.1", "0.0"),
        ("2.3.1", "0.0"),
        ("2.8.2", "2.4"),
        ("3.0.0", "3.0"),
        ("3.4.1", "3.0"),
        ("3.5.0", "3.5"),
        ("3.10.0", "3.6"),
        ("4.0.0", "4.0"),
        ("10.0.0", "4.0"),
    ],
)
def test_a_version_belongs_to_the_last_row_that_is_not_newer(version: str, since: str) -> None:
    assert release_of(version).name == since


@pytest.mark.parametrize(("version", "served"), [("1.1.1", True), ("3.9.2", True), ("4.0.0", False)])
def test_zookeeper_is_served_below_4(version: str, served: bool) -> None:
    release = release_of(version)

    assert release.serves(MetadataMode.ZOOKEEPER) is served
    assert (MetadataMode.ZOOKEEPER in release.authorizers) is served


@pytest.mark.parametrize(
    ("version", "authorizer"),
    [
        ("2.3.1", "kafka.security.auth.SimpleAclAuthorizer"),
        ("2.4.0", "kafka.security.authorizer.AclAuthorizer"),
        ("3.9.2", "kafka.security.authorizer.AclAuthorizer"),
    ],
)
def test_a_release_has_the_authorizer_that_it_comes_with(version: str, authorizer: str) -> None:
    assert release_of(version).authorizers[MetadataMode.ZOOKEEPER] == authorizer


def test_the_default_version_runs_with_zookeeper() -> None:
    assert release_of(DEFAULT_VERSION).serves(MetadataMode.ZOOKEEPER)


@pytest.mark.parametrize(
    ("version", "topics", "plugins"),
    [("2.8.2", "--whitelist", False), ("3.0.0", "--include", False), ("3.6.0", "--include", True)],
)
def test_options_of_mirrors_follow_from_the_version(version: str, topics: str, plugins: bool) -> None:
    release = release_of(version)

    assert (release.mirror_topics_option, release.plugin_discovery) == (topics, plugins)


def test_java_and_logging_change_with_4_0() -> None:
    before, after = release_of("3.9.2"), release_of("4.0.0")

    assert (before.java.brokers, before.java.clients, before.logging.file) == (11, 11, "log4j.properties")
    assert (after.java.brokers, after.java.clients, after.logging) == (17, 11, Logging.LOG4J_2)


def test_every_release_has_a_table_of_tools() -> None:
    for version in ("1.1.1", "3.9.2", "4.0.0"):
        table = resources.files("hiera_kafka.dist") / "launchers" / release_of(version).tools
        assert json.loads(table.read_text("utf-8"))


def test_messages_name_the_first_release_with_something() -> None:
    assert first_release(lambda release: 2 in release.mirror_engines).name == "3.5"
    with pytest.raises(LookupError):
        first_release(lambda release: 3 in release.mirror_engines)
