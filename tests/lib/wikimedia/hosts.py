"""Hosts as Wikimedia's Puppet server sees them, made of a few lines of data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hiera_kafka.catalog.resources import Catalog, File
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.compile import compile_node
from hiera_kafka.dialects.wikimedia.sites import Host, NodeList
from hiera_kafka.render.engine import Renderer

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
RELEASES = {"buster": "10", "bullseye": "11", "bookworm": "12", "trixie": "13"}
HIERA = "version: 5\nhierarchy:\n  - {name: data, datadir: data, path: common.yaml}\n"

BROKER = {
    "kafka_clusters": {
        "main-eqiad": {
            "zookeeper_cluster_name": "zk",
            "brokers": {"k1.example.org": {"id": 1, "rack": "A"}, "k2.example.org": {"id": 2}},
        }
    },
    "zookeeper_clusters": {"zk": {"hosts": {"z2.example.org": "2", "z1.example.org": "1"}}},
    "profile::kafka::broker::kafka_cluster_name": "main",
    "statsd": "localhost:8125",
    "cluster": "kafka_main",
    "kafka_message_max_bytes": 1000,
}
"""What a broker needs, but for TLS."""

JAVA = {
    "profile::java::java_packages": [{"version": "8", "variant": "jdk"}],
    "profile::java::extra_args": {},
    "profile::java::hardened_tls": False,
    "profile::java::egd_source": "/dev/random",
    "profile::java::trust_puppet_ca": True,
    "profile::java::enable_dbg": False,
}
TLS = {
    "profile::kafka::broker::ssl_enabled": True,
    "profile::kafka::broker::ssl_password": "broker-password",
    "profile::base::certificates::include_bundle_jks": True,
    "profile::pki::client::ensure": "present",
}
ZOOKEEPER = {
    "zookeeper_clusters": {"zk": {"hosts": {"z2.example.org": "2", "z1.example.org": "1"}}},
    "profile::zookeeper::cluster_name": "zk",
    "profile::zookeeper::firewall::access": ["DOMAIN_NETWORKS"],
}
MIRROR = {
    "profile::kafka::mirror::source_cluster_name": "main-eqiad",
    "profile::kafka::mirror::destination_cluster_name": "main-eqiad",
}


def facts(fqdn: str, codename: str) -> dict[str, Any]:
    """Return the facts of a Debian host."""
    major = RELEASES[codename]
    return {
        "ipaddress": "10.0.0.1",
        "networking": {
            "fqdn": fqdn,
            "hostname": fqdn.partition(".")[0],
            "domain": fqdn.partition(".")[2],
            "ip": "10.0.0.1",
            "ip6": "2001:db8::1",
        },
        "os": {"release": {"major": major}, "distro": {"codename": codename}},
    }


def node(
    fqdn: str,
    *,
    role: str | None = None,
    classes: Sequence[str] = (),
    strict: bool = True,
    codename: str = "bullseye",
    scope: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the entry of a host in a node list."""
    variables = {"realm": "production", "site": "eqiad", **(scope or {})}
    if role is not None:
        variables["_role"] = role
    return {
        "fqdn": fqdn,
        "role": role,
        "classes": list(classes),
        "strict": strict,
        "scope": variables,
        "facts": facts(fqdn, codename),
    }


def host(directory: Path, data: Mapping[str, Any], fqdn: str = "k1.example.org", **about: Any) -> Host:
    """Return a host that reads `data`; see `node` for what may be set."""
    (directory / "data").mkdir(exist_ok=True)
    (directory / "hiera.yaml").write_text(HIERA, encoding="utf-8")
    # JSON is YAML, so long as nothing in it is odd.
    (directory / "data" / "common.yaml").write_text(json.dumps(data, indent=1), encoding="utf-8")
    (directory / "hosts.json").write_text(json.dumps([node(fqdn, **about)]), encoding="utf-8")
    return NodeList.load(directory).host(fqdn)


def compilation(directory: Path, data: Mapping[str, Any], fqdn: str = "k1.example.org", **about: Any) -> Compilation:
    """Return the compilation of such a host, before any class is declared."""
    return Compilation(host(directory, data, fqdn, **about))


def catalog(directory: Path, data: Mapping[str, Any], fqdn: str = "k1.example.org", **about: Any) -> Catalog:
    """Return the catalog of such a host."""
    return compile_node(host(directory, data, fqdn, **about))


def file(found: Catalog, path: str) -> File:
    """Return a file of a catalog by its path."""
    return next(file for file in found.files() if file.path == path)


def text(found: Catalog, path: str) -> str:
    """Return the text of a file of a catalog."""
    return Renderer(TEMPLATES).file(file(found, path)).text


def lines(found: Catalog, path: str) -> list[str]:
    """Return the lines of a file of a catalog, without comments and blank ones."""
    return [line for line in text(found, path).split("\n") if line and not line.startswith("#")]
