"""Catalogs of hosts in Wikimedia's dialect with one kind of service, and parts of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, ZOOKEEPER, catalog, lines

CLOUD = {"classes": ["role::kafka::simple::broker"], "strict": False}
"""What makes a broker one of Cloud VPS, whose server is not strict."""


def broker(directory: Path, more: dict[str, Any] | None = None, **about: Any) -> Catalog:
    """Return a broker with TLS; `more` are keys below `profile::kafka::broker::`."""
    data = BROKER | JAVA | TLS | {f"profile::kafka::broker::{key}": value for key, value in (more or {}).items()}
    return catalog(directory, data, **({"role": "kafka/logging"} | about))


def broker_environment(found: Catalog) -> dict[str, str]:
    """Return what /etc/default/kafka sets."""
    pairs = (line.partition("=") for line in lines(found, "/etc/default/kafka"))
    return {name: value for name, _, value in pairs}


def broker_refusal(directory: Path, data: dict[str, Any], **about: Any) -> str:
    """Return the category in which a broker with this data is refused."""
    with pytest.raises(WikimediaError) as error:
        catalog(directory, data, **({"role": "kafka/logging"} | about))
    return error.value.category


def server(directory: Path, more: dict[str, Any] | None = None, **about: Any) -> Catalog:
    """Return a ZooKeeper with further keys."""
    about = {"fqdn": "z1.example.org", "role": "zookeeper/test"} | about
    return catalog(directory, ZOOKEEPER | JAVA | (more or {}), **about)


def server_refusal(directory: Path, more: dict[str, Any], **about: Any) -> str:
    """Return the category in which a ZooKeeper with further keys is refused."""
    with pytest.raises(WikimediaError) as error:
        server(directory, more, **about)
    return error.value.category


def members(**hosts: Any) -> dict[str, Any]:
    """Return an ensemble: short name to id."""
    return {"zookeeper_clusters": {"zk": {"hosts": {f"{name}.example.org": id_ for name, id_ in hosts.items()}}}}


def mirror(directory: Path, more: dict[str, Any] | None = None, **properties: Any) -> Catalog:
    """Return a broker with a mirror; `more` are keys below `profile::kafka::mirror::`."""
    data = BROKER | JAVA | TLS | MIRROR
    data |= {f"profile::kafka::mirror::{key}": value for key, value in (more or {}).items()}
    return catalog(directory, data | {"profile::kafka::mirror::properties": properties}, role="kafka/test/broker")


def mirror_section(found: Catalog) -> Section:
    """Return what belongs to the mirror."""
    (own,) = (section for section in found.sections if section.role == "kafka_mirror")
    return own
