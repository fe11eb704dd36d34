"""What Kafka's releases have and need: the one table that knows what a version number means.

A row holds from its release on, up to that of the next row. Code that depends on the version of Kafka asks for the
row of that version; nothing else compares versions.

See also: Kafka's upgrade notes; KIP-504 (2.4), KIP-707 (3.0), KIP-710 (3.5), KIP-898 (3.6), and the notes of 4.0.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

Numbers = tuple[int, ...]

DEFAULT_VERSION = "3.9.2"
"""The last line of Kafka that runs with ZooKeeper."""


class MetadataMode(enum.StrEnum):
    """Where a cluster keeps its metadata, such as which brokers and topics it has."""

    ZOOKEEPER = "zookeeper"


class Logging(enum.Enum):
    """The library that a release logs with: name of the file that configures it, and the option that names the file."""

    LOG4J = ("log4j.properties", "-Dlog4j.configuration=file:")
    """log4j 1, and reload4j, which took its place within 3.x and reads the same file."""
    LOG4J_2 = ("log4j2.yaml", "-Dlog4j2.configurationFile=")

    @property
    def file(self) -> str:
        """Name of the configuration file."""
        return self.value[0]

    def jvm_option(self, path: str) -> str:
        """Return the option of a JVM that names the configuration file."""
        return f"{self.value[1]}{path}"


@dataclass(frozen=True, slots=True)
class JavaSupport:
    """Feature releases of Java, such as 17, that a release of Kafka runs on.

    Attributes:
        brokers: Oldest one that brokers are started on.
        clients: Oldest one that tools and clients are started on.
        preferred: What the Kafka project tests the release with, in the order of how much they are used.
    """

    brokers: int
    clients: int
    preferred: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What releases of Kafka have and need, from a first one on.

    Attributes:
        since: First two numbers of the first release for which it holds.
        authorizers: Metadata modes that are served, each with the class of Kafka's own authorizer for it.
        java: What it runs on.
        logging: What it logs with.
        tools: Table of its commands, in `dist/launchers`.
        mirror_engines: Generations of MirrorMaker that are served: 1, 2.
        mirror_topics_option: What MirrorMaker 1 calls its list of topics.
        plugin_discovery: Whether Kafka Connect has the option `plugin.discovery`.
    """

    since: Numbers
    authorizers: Mapping[MetadataMode, str]
    java: JavaSupport
    logging: Logging
    tools: str
    mirror_engines: frozenset[int]
    mirror_topics_option: str = "--include"
    plugin_discovery: bool = False

    @property
    def name(self) -> str:
        """Its numbers as people write them, such as `3.5`."""
        return ".".join(map(str, self.since))

    def serves(self, mode: MetadataMode) -> bool:
        """Tell whether clusters may keep their metadata so."""
        return mode in self.authorizers


def _table() -> tuple[Release, ...]:
    oldest = Release(
        since=(0, 0),
        authorizers=MappingProxyType({MetadataMode.ZOOKEEPER: "kafka.security.auth.SimpleAclAuthorizer"}),
        java=JavaSupport(brokers=11, clients=11, preferred=(17, 21, 11)),
        logging=Logging.LOG4J,
        tools="tools-3.json",
        mirror_engines=frozenset({1}),
        mirror_topics_option="--whitelist",
    )
    acl_authorizer = replace(
        oldest,
        since=(2, 4),
        authorizers=MappingProxyType({MetadataMode.ZOOKEEPER: "kafka.security.authorizer.AclAuthorizer"}),
    )
    inclusive_words = replace(acl_authorizer, since=(3, 0), mirror_topics_option="--include")
    # MirrorMaker 2 is older; from here on several workers of a dedicated one find each other's tasks.
    mirror_maker_2 = replace(inclusive_words, since=(3, 5), mirror_engines=frozenset({1, 2}))
    plugin_discovery = replace(mirror_maker_2, since=(3, 6), plugin_discovery=True)
    without_zookeeper = replace(
        plugin_discovery,
        since=(4, 0),
        authorizers=MappingProxyType({}),
        java=JavaSupport(brokers=17, clients=11, preferred=(17, 21)),
        logging=Logging.LOG4J_2,
        mirror_engines=frozenset({2}),
    )
    return (oldest, acl_authorizer, inclusive_words, mirror_maker_2, plugin_discovery, without_zookeeper)


_RELEASES = _table()


def line_of(version: str) -> Numbers:
    """Return the first two numbers of a version, which name its line of releases."""
    return tuple(int(number) for number in version.split(".")[:2])


@cache
def release_of(version: str) -> Release:
    """Return what a version of Kafka has and needs.

    Args:
        version: Numbers joined by dots, such as `3.9.2`.
    """
    wanted = line_of(version)
    return next(release for release in reversed(_RELEASES) if release.since <= wanted)


def first_release(fits: Callable[[Release], bool]) -> Release:
    """Return the first row of the table that fits, for messages that say from when on something is there or gone.

    Raises:
        LookupError: None does.
    """
    found = next((release for release in _RELEASES if fits(release)), None)
    if found is None:
        raise LookupError("no release of the table fits")
    return found
