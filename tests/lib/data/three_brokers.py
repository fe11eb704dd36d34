"""Data of three brokers in three racks, and of clusters with mirrors between them, for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.mirror.settings import MirrorNode
from lib.data.project_trees import project_tree
from lib.repository import ROOT

THREE = (ROOT / "hieradata" / "three" / "project.yaml").read_text(encoding="utf-8")
HOSTS = tuple(f"kafka{number}.analytics.eqiad1.wikimedia.cloud" for number in (1, 2, 3))
CLUSTER = "    zookeeper_cluster_name: main-local\n"
"""Line 12 of that data, the first of its cluster."""

CLUSTERS = """\
zookeeper_clusters:
  z:
    hosts: {z1.example.org: 1}
kafka_clusters:
  a-eqiad: {zookeeper_cluster_name: z, brokers: {a1.example.org: {id: 1}}}
  b-eqiad: {zookeeper_cluster_name: z, brokers: {b1.example.org: {id: 1}}}
  c-eqiad: {zookeeper_cluster_name: z, brokers: {c1.example.org: {id: 1}}}
"""
"""Three clusters of one broker each: host `a1.example.org` is the broker of `a-eqiad`, and so on."""
TWO_BROKERS = CLUSTERS.replace("{b1.example.org: {id: 1}}", "{b1.example.org: {id: 1}, b2.example.org: {id: 2}}")
"""The same with two brokers in `b-eqiad`."""
FOUR = CLUSTERS[CLUSTERS.index("kafka_clusters:") :] + CLUSTERS.splitlines()[-1].replace("c-", "d-").replace("c1", "d1")
"""The same and `d-eqiad`; as data of one host, a cluster that the host alone sees."""


def mirror(source: str, destination: str, properties: str = "{}", *more: str) -> str:
    """Return the data of a host that runs a mirror, properties in line 3."""
    prefix = "profile::kafka::mirror::"
    lines = (f"source_cluster_name: {source}", f"destination_cluster_name: {destination}", f"properties: {properties}")
    return "".join(f"{prefix}{line}\n" for line in lines) + "".join(f"{line}\n" for line in more)


def hosts(**data: str) -> Mapping[str, str]:
    """Return host to text, for hosts named by the letter of their cluster, and a number where that is not 1."""
    return {f"{name if name[1:] else name + '1'}.example.org": text for name, text in data.items()}


HOST = "b1.example.org"
"""The broker of `b-eqiad`."""
OWN = """\
kafka_mirrors:
  a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x}
  c-eqiad_to_b-eqiad: {source: c-eqiad, destination: b-eqiad, topics: y, processes: 2}
  b-eqiad_to_a-eqiad: {source: b-eqiad, destination: a-eqiad, topics: z}
"""
"""Two mirrors that HOST runs, and one that ends elsewhere."""


def compiled(directory: Path, data: str = "", own: str = "{}", host: str = "b") -> Compiler:
    """Compile the clusters with more data, and with `own` as the data of one host."""
    return Compiler.load(project_tree(directory, CLUSTERS + data, hosts=hosts(**{host: own})))


def nodes(directory: Path, data: str = "", own: str = "{}") -> tuple[MirrorNode, ...]:
    """Return the mirrors of HOST."""
    return compiled(directory, data, own).model(HOST).nodes(MirrorNode)


def problems(directory: Path, data: str = "", own: str = "{}", host: str = "b") -> list[Diagnostic]:
    """Return what is wrong with the data."""
    return list(compiled(directory, data, own, host).diagnostics)
