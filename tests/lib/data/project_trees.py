"""Makes a small project of an inventory file and Hiera data, for tests that need real files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"
PAGE = f"""\
zookeeper_cluster_name: my-zookeeper-cluster
zookeeper_clusters:
  my-zookeeper-cluster:
    hosts:
      {HOST}: "1"

kafka_clusters:
  my-kafka-cluster:
    zookeeper_cluster_name: my-zookeeper-cluster
    brokers:
      {HOST}:
        id: "1"
"""
"""The data of Wikitech's page on Kafka, section "In Cloud VPS"."""

HIERA = """\
version: 5
hierarchy:
  - name: one host
    path: hosts/%{facts.fqdn}.yaml
  - name: common
    path: common.yaml
"""
INVENTORY = """\
plugin: hiera_kafka.core.hiera
hiera_config: ../../hieradata/hiera.yaml
scope:
  realm: labs
  site: eqiad
  wmcs_project: analytics
"""


def project_tree(
    directory: Path, data: str = PAGE, *, hosts: Mapping[str, str] | None = None, local: bool = False, more: str = ""
) -> Path:
    """Write a tree and return its inventory file.

    Args:
        directory: Empty directory that becomes the tree's root.
        data: Text of the one data file that all hosts read.
        hosts: Host to the text of a data file of its own.
        local: Whether the inventory is for this machine; its state lies in `var/test` then.
        more: Further lines of the inventory file.
    """
    data_directory = directory / "hieradata" / "data"
    (data_directory / "hosts").mkdir(parents=True)
    (directory / "hieradata" / "hiera.yaml").write_text(HIERA)
    (data_directory / "common.yaml").write_text(data)
    for host, text in (hosts or {}).items():
        (data_directory / "hosts" / f"{host}.yaml").write_text(text)
    inventory = directory / "inventories" / "test" / "hiera_kafka.yml"
    inventory.parent.mkdir(parents=True)
    platform = "platform: local\nstate_dir: ../../var/test\n" if local else ""
    inventory.write_text(INVENTORY + platform + more)
    return inventory
