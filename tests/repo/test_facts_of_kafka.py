"""Ports, version numbers and ensembles of ZooKeeper are known in few places; all other code asks these.

A new protocol, or another form of metadata, then changes these places only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from lib.repository import ROOT

SOURCE = ROOT / "src"
PORTS = ("2181", "2182", "2183", "2888", "3888", "7900", "8083", "9092", "9093", "9900")
"""Of ZooKeeper as Wikimedia and ZooKeeper itself have them, of Kafka, and the first ones of mirrors."""
_PORT = re.compile(rf"(\S*:)?({'|'.join(PORTS)})")
_VERSION = re.compile(r"[0-4]\.[0-9]+(\.[0-9]+)?")
"""A release of Kafka, as text."""

KNOW_PORTS = {
    "hiera_kafka/model/endpoints.py": "defaults of the keys port and ssl_port, and of --bootstrap-servers",
    "hiera_kafka/model/mirror/settings.py": "defaults of keys of mirrors",
    "hiera_kafka/model/zookeeper.py": "the data has no keys for ports of ZooKeeper",
    "hiera_kafka/dialects/wikimedia/": "as Wikimedia's Puppet has them",
}
KNOW_VERSIONS = {
    "hiera_kafka/__init__.py": "our own",
    "hiera_kafka/dialects/wikimedia/": "as Wikimedia's Puppet has them",
    "hiera_kafka/dist/java.py": "Java 8 calls itself 1.8",
    "hiera_kafka/dist/lock.py": "sorts versions",
    "hiera_kafka/kafka_options/": "tables of options, by version",
    "hiera_kafka/lint/formats/": "versions of forms of reports",
    "hiera_kafka/model/releases.py": "what each release has and needs",
    "hiera_kafka/topology/svg.py": "lengths in a drawing",
}
KNOW_ENSEMBLES = {
    "ansible_collections/hiera_kafka/core/plugins/modules/target/gate.py": "asks an ensemble",
    "hiera_kafka/bridge/inventory.py": "a group of hosts for each ensemble",
    "hiera_kafka/cli/adopt.py": "names the ensemble of a cluster that runs",
    "hiera_kafka/cli/inventory.py": "shows the data",
    "hiera_kafka/cli/topology.py": "draws ensembles",
    "hiera_kafka/clients/zookeeper.py": "asks an ensemble",
    "hiera_kafka/dialects/native/dialect.py": "compares zookeeper_clusters of two lookups",
    "hiera_kafka/dialects/native/zookeeper.py": "builds members of ensembles",
    "hiera_kafka/dialects/wikimedia/": "as Wikimedia's Puppet has them",
    "hiera_kafka/lint/cluster_rules/even_ensemble.py": "a rule on ensembles",
    "hiera_kafka/lint/cluster_rules/host_in_two_clusters.py": "a rule on ensembles",
    "hiera_kafka/lint/cluster_rules/one_node_ensemble.py": "a rule on ensembles",
    "hiera_kafka/lint/cluster_rules/shared_chroot.py": "a rule on ensembles",
    "hiera_kafka/lint/views/clusters.py": "ensembles as rules see them",
    "hiera_kafka/model/clusters.py": "the table zookeeper_clusters",
    "hiera_kafka/model/host_zookeeper.py": "whether a host is a member",
    "hiera_kafka/model/host_roles.py": "a host as a member",
    "hiera_kafka/model/metadata.py": "where a cluster keeps its metadata",
    "hiera_kafka/model/reference.py": "documents the data",
    "hiera_kafka/model/schema.py": "documents the data",
    "hiera_kafka/model/zookeeper.py": "what an ensemble is",
    "hiera_kafka/ops/adopt/": "describes an ensemble that runs",
    "hiera_kafka/ops/converge/lost_data.py": "whether an ensemble may begin without a member",
    "hiera_kafka/ops/verify/": "checks ensembles",
    "hiera_kafka/topology/": "draws ensembles",
}


def _ports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, str} and _PORT.fullmatch(str(node.value)):
            yield repr(node.value)


def _versions(tree: ast.AST) -> Iterator[str]:
    """Yield versions as text, comparisons with tuples of numbers, and versions that are taken apart."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if _VERSION.fullmatch(text):
                yield repr(text)
            case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[other]) if _is_numbers(
                other
            ):
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(value=taken, attr="split" | "partition" | "rpartition")) if (
                "version" in ast.unparse(taken)
            ):
                yield ast.unparse(node)


def _is_numbers(node: ast.expr) -> bool:
    return isinstance(node, ast.Tuple) and all(
        isinstance(item, ast.Constant) and type(item.value) is int for item in node.elts
    )


def _ensembles(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names = {name for field in ("id", "attr", "name", "arg") if isinstance(name := getattr(node, field, None), str)}
        yield from (name for name in names if "ensemble" in name.lower())


@cache
def _parsed() -> dict[str, ast.AST]:
    """Return all code of the package, of the control node and of hosts, by path below src."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@pytest.mark.parametrize(
    ("facts", "known"),
    [(_ports, KNOW_PORTS), (_versions, KNOW_VERSIONS), (_ensembles, KNOW_ENSEMBLES)],
    ids=["ports", "versions", "ensembles"],
)
def test_facts_of_kafka_stand_where_all_ask_for_them(
    facts: Callable[[ast.AST], Iterator[str]], known: dict[str, str]
) -> None:
    found = {path: seen for path, tree in _parsed().items() if (seen := sorted(set(facts(tree))))}
    elsewhere = {path: seen for path, seen in found.items() if not path.startswith(tuple(known))}
    needless = [place for place in known if not any(path.startswith(place) for path in found)]

    assert elsewhere == {}, "ask model/listeners.py, model/metadata.py or model/releases.py"
    assert needless == [], "these places no longer need to be allowed"


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("port = 9092", ["9092"]),
        ("server = f'{host}:9092'", ["':9092'"]),
        ("'localhost:2181'", ["'localhost:2181'"]),
        ("call('--bootstrap-servers localhost:9092 --yes')", []),
        ("limit = 29092", []),
    ],
)
def test_a_port_is_seen(code: str, facts: list[str]) -> None:
    assert list(_ports(ast.parse(code))) == facts


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("numbers >= (3, 6)", True),
        ("int(version.split('.')[0]) >= 4", True),
        ("mirror.version.partition('.')", True),
        ("version == '3.9.2'", True),
        ("address = '127.0.0.1'", False),
        ("text.split('.')", False),
    ],
)
def test_knowledge_of_versions_is_seen(code: str, seen: bool) -> None:
    assert bool(list(_versions(ast.parse(code)))) is seen
