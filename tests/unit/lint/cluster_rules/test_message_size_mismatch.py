"""Message sizes of both ends of a mirror."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror
from lib.wikimedia.hosts import BROKER, JAVA

SIZE = "kafka_message_max_bytes: 10485760\n"


def puppet(cluster: str) -> str:
    """Return what Puppet needs for a broker."""
    keys = {**BROKER, **JAVA, "profile::kafka::broker::kafka_cluster_name": cluster}
    left = ("kafka_clusters", "zookeeper_clusters", "kafka_message_max_bytes")
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items() if key not in left)


@pytest.mark.parametrize(("dialect", "level"), [("native", Severity.ERROR), ("wikimedia", Severity.WARNING)])
def test_a_source_that_takes_larger_messages_is_found_at_its_size(
    tmp_path: Path, dialect: str, level: Severity
) -> None:
    more = [puppet(f"{letter}-eqiad") if dialect == "wikimedia" else "" for letter in "ab"]
    data = hosts(a=SIZE + more[0], b=mirror("a-eqiad", "b-eqiad") + "kafka_message_max_bytes: 4194304\n" + more[1])
    facts = {"facts": {"os": {"distro": {"codename": "bookworm"}}}}
    nodes = dict.fromkeys(data, facts) if dialect == "wikimedia" else {}
    inventory = f"kafka_dialect: {dialect}\nnodes: {json.dumps(nodes)}\n"

    report = lint_tree(tmp_path, CLUSTERS, hosts=data, select="message-size-mismatch", more=inventory)

    assert [finding.level for finding in report.findings] == [level]
    assert found(report) == [("message-size-mismatch", "a1.example.org.yaml", 1)]


def test_a_destination_that_takes_larger_messages_is_fine(tmp_path: Path) -> None:
    data = hosts(b=SIZE + mirror("a-eqiad", "b-eqiad"))

    assert lint_tree(tmp_path, CLUSTERS, hosts=data, select="message-size-mismatch").findings == ()
