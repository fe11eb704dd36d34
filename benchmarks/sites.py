"""Makes synthetic sites: an inventory and Hiera data of any number of hosts, as big organisations have them.

Each cluster has ten hosts, three of them its ensemble. Data stands at five levels, and every host has a file of its
own, so that no two hosts see the same levels; that is what real sites look like, and what makes caches earn their keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SITES = ("north", "south")
MEMBERS = 3
BROKERS = 7
HOSTS_OF_A_CLUSTER = MEMBERS + BROKERS

_HIERA = """\
version: 5
defaults:
  datadir: data
  data_hash: yaml_data
hierarchy:
  - name: one host
    path: hosts/%{facts.fqdn}.yaml
  - name: hosts of a cluster
    path: clusters/%{cluster}.yaml
  - name: role and site
    path: roles/%{role}/%{site}.yaml
  - name: site
    path: sites/%{site}.yaml
  - name: everywhere
    path: common.yaml
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One synthetic cluster."""

    number: int

    @property
    def site(self) -> str:
        return SITES[self.number % len(SITES)]

    @property
    def name(self) -> str:
        return f"c{self.number:04}-{self.site}"

    @property
    def members(self) -> list[str]:
        return [f"zk{self.number:04}{i:02}.{self.site}.example.org" for i in range(1, MEMBERS + 1)]

    @property
    def brokers(self) -> list[str]:
        return [f"kafka{self.number:04}{i:02}.{self.site}.example.org" for i in range(1, BROKERS + 1)]


def make_site(directory: Path, hosts: int) -> Path:
    """Write a site below an empty directory.

    Args:
        directory: Made when missing.
        hosts: How many; a multiple of ten.

    Returns:
        The inventory file.

    Raises:
        ValueError: Not a multiple of ten, or more than numbers of four digits can name.
    """
    if hosts <= 0 or hosts % HOSTS_OF_A_CLUSTER or hosts // HOSTS_OF_A_CLUSTER > 9999:
        raise ValueError(f"{hosts} hosts: must be a multiple of {HOSTS_OF_A_CLUSTER}, and at most 99990")
    clusters = [Cluster(number) for number in range(1, hosts // HOSTS_OF_A_CLUSTER + 1)]
    data = directory / "data"
    for name in ("hosts", "clusters", "sites", *(f"roles/{role}" for role in ("zookeeper", "broker"))):
        (data / name).mkdir(parents=True, exist_ok=True)
    (directory / "hiera.yaml").write_text(_HIERA, encoding="utf-8")
    for site in SITES:
        (data / f"sites/{site}.yaml").write_text("profile::kafka::broker::log_retention_hours: 168\n", encoding="utf-8")
        (data / f"roles/broker/{site}.yaml").write_text(
            "profile::kafka::broker::num_io_threads: 8\nprofile::kafka::broker::max_heap_size: 4g\n", encoding="utf-8"
        )
    (data / "common.yaml").write_text("".join(_common(clusters)), encoding="utf-8")
    inventory = directory / "hiera_kafka.yml"
    inventory.write_text("".join(_inventory(clusters)), encoding="utf-8")
    for cluster in clusters:
        (data / f"clusters/{cluster.name}.yaml").write_text(
            f"profile::kafka::broker::num_partitions: {cluster.number % 12 + 1}\n", encoding="utf-8"
        )
        for index, host in enumerate((*cluster.members, *cluster.brokers)):
            (data / f"hosts/{host}.yaml").write_text(
                f"profile::kafka::broker::nofiles_ulimit: {65536 + index}\n", encoding="utf-8"
            )
    return inventory


def _common(clusters: list[Cluster]) -> list[str]:
    lines = ["zookeeper_clusters:\n"]
    for cluster in clusters:
        lines.append(f"  zk-{cluster.name}:\n    hosts:\n")
        lines += [f"      {host}: '{number}'\n" for number, host in enumerate(cluster.members, 1)]
    lines.append("kafka_clusters:\n")
    for cluster in clusters:
        lines.append(f"  {cluster.name}:\n    zookeeper_cluster_name: zk-{cluster.name}\n    config:\n")
        lines.append(f"      log.cleaner.threads: {cluster.number % 4 + 1}\n    brokers:\n")
        lines += [
            f"      {host}:\n        id: {1000 + number}\n        rack: {'ABC'[number % 3]}\n"
            for number, host in enumerate(cluster.brokers, 1)
        ]
    return lines


def _inventory(clusters: list[Cluster]) -> list[str]:
    lines = ["plugin: hiera_kafka.core.hiera\nhiera_config: hiera.yaml\nscope: {realm: production}\nnodes:\n"]
    for cluster in clusters:
        variables = f"{{site: {cluster.site}, cluster: {cluster.name}}}"
        lines += [f"  {host}: {{role: zookeeper, variables: {variables}}}\n" for host in cluster.members]
        lines += [f"  {host}: {{role: broker, variables: {variables}}}\n" for host in cluster.brokers]
    return lines
