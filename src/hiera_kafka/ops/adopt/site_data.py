"""The data that describes a running cluster, as the files of a repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from hiera_kafka.hiera.formats.yaml_writer import dump
from hiera_kafka.model.data_path import lies_within, system_directory
from hiera_kafka.model.endpoints import PLAINTEXT_PORT
from hiera_kafka.model.texts import is_path, is_plain_path, normal_path
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster
from hiera_kafka.plan.running_options import data_directories

COMMON = "hieradata/common.yaml"
LOG_DIRS = "profile::kafka::broker::log_dirs"
ZOOKEEPER_CONFIG = "kafka_zookeeper_config"
_HIERARCHY = {
    "version": 5,
    "defaults": {"datadir": ".", "data_hash": "yaml_data"},
    "hierarchy": [
        {"name": "one host", "path": "hosts/%{facts.fqdn}.yaml"},
        {"name": "all hosts", "path": "common.yaml"},
    ],
}
_LOCAL_VARIABLES = {
    "ansible_connection": "local",
    "ansible_become": False,
    "ansible_python_interpreter": "{{ ansible_playbook_python }}",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the caller calls what has no name of its own.

    Attributes:
        cluster: The Kafka cluster; also the inventory.
        ensemble: The ZooKeeper ensemble.
        version: Release that the brokers run.
    """

    cluster: str
    ensemble: str
    version: str


@dataclass
class SiteData:
    """Data on its way to files.

    Attributes:
        running: What it describes.
        config: Options of server.properties for all brokers.
        host_keys: Host to its own keys.
        state_dir: Where local hosts lie, absolute; None takes one below the repository.
        ensemble_heap: Heap of each ZooKeeper server; None is the default.
        refused_dirs: Host to why its data directories cannot be in data.
    """

    running: RunningCluster
    names: Names
    config: dict[str, str | int | bool] = field(default_factory=dict)
    host_keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    state_dir: str | None = None
    ensemble_heap: str | None = None
    refused_dirs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, running: RunningCluster, names: Names) -> SiteData:
        """Return data with hosts, ids, racks, ports and data directories, and no option yet."""
        data = cls(running, names)
        data.state_dir = _state_dir(running.brokers) if running.is_local else None
        for broker in running.brokers:
            root = f"{data.state_dir}/{broker.host}" if data.state_dir else ""
            paths = [normal_path(path.removeprefix(root)) for path in data_directories(broker.options)]
            reason = _refusal(paths, local=running.is_local and not data.state_dir)
            if reason:
                data.refused_dirs[broker.host] = reason
            else:
                data.set_key(broker.host, LOG_DIRS, paths)
        return data

    def set_key(self, host: str, key: str, value: Any) -> None:
        """Give a host a key of its own."""
        self.host_keys.setdefault(host, {})[key] = value

    def set_zookeeper_option(self, host: str, option: str, value: Any) -> None:
        """Give the ZooKeeper of a host a line of zoo.cfg."""
        self.host_keys.setdefault(host, {}).setdefault(ZOOKEEPER_CONFIG, {})[option] = value

    def without_directories(self, reason: str) -> None:
        """Leave the data directories of all brokers out, since the catalog of one refuses them."""
        for broker in self.running.brokers:
            if self.host_keys.get(broker.host, {}).pop(LOG_DIRS, None) is not None:
                self.refused_dirs[broker.host] = reason

    def files(self) -> dict[str, Any]:
        """Return path in the repository to what the YAML file holds."""
        common, own = _hoisted(self.host_keys, [broker.host for broker in self.running.brokers])
        inventory: dict[str, Any] = {"plugin": "hiera_kafka.core.hiera", "hiera_config": "../../hieradata/hiera.yaml"}
        here = f"inventories/{self.names.cluster}"
        data = {COMMON: {**self._clusters(), **common}}
        data |= {f"hieradata/hosts/{host}.yaml": keys for host, keys in sorted(own.items()) if keys}
        found: dict[str, Any] = {"hieradata/hiera.yaml": _HIERARCHY, **_literal(data)}
        if self.running.is_local:
            inventory |= {"platform": "local", "state_dir": self.state_dir or f"../../var/{self.names.cluster}"}
            found[f"{here}/group_vars/all.yml"] = _LOCAL_VARIABLES
        found[f"{here}/hiera_kafka.yml"] = inventory
        found["topics.yaml"] = self._topics()
        return found

    def _clusters(self) -> dict[str, Any]:
        running, names = self.running, self.names
        cluster: dict[str, Any] = {"zookeeper_cluster_name": names.ensemble, "kafka_version": names.version}
        if running.connect.chroot != f"/kafka/{names.cluster}":
            cluster["zookeeper_chroot"] = running.connect.chroot
        cluster["brokers"] = {broker.host: _broker(broker) for broker in running.brokers}
        if self.config:
            cluster["config"] = dict(sorted(self.config.items()))
        ensemble: dict[str, Any] = {"hosts": {server.address.host: str(server.myid) for server in running.servers}}
        if self.ensemble_heap is not None:
            ensemble["heap_size"] = self.ensemble_heap
        return {
            "zookeeper_clusters": {names.ensemble: ensemble},
            "kafka_clusters": {names.cluster: cluster},
        }

    def _topics(self) -> list[dict[str, Any]]:
        return [
            {
                "name": topic.name,
                "partitions": topic.partitions,
                "replication_factor": topic.replicas,
                "config": {name: option.value for name, option in sorted(topic.options.items()) if option.own},
            }
            for topic in self.running.topics
        ]


def _literal(value: Any) -> Any:
    """Return data in which nothing is interpolated: what a cluster says is text, whatever it looks like."""
    if isinstance(value, dict):
        return {_literal(key): _literal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value.replace("%{", "%{literal('%')}{") if isinstance(value, str) else value


def texts(files: Mapping[str, Any]) -> dict[str, str]:
    """Return path to the text of the YAML file."""
    return {path: dump(content) for path, content in files.items()}


def _broker(broker: RunningBroker) -> dict[str, Any]:
    member = broker.member
    found: dict[str, Any] = {"id": str(member.id)}  # as text, which Puppet wants of data that it shares
    if member.rack is not None:
        found["rack"] = member.rack
    if member.port != PLAINTEXT_PORT:
        found["port"] = member.port
    return found


def _state_dir(brokers: Iterable[RunningBroker]) -> str | None:
    """Return the one directory D of which every broker has its data below D/HOST, None where there is no such."""
    found: set[str] | None = None
    for broker in brokers:
        for path in data_directories(broker.options):
            parents = {
                str(parent.parent)
                for parent in PurePosixPath(normal_path(path)).parents
                if parent.name == broker.host and is_plain_path(str(parent.parent))
            }
            found = parents if found is None else found & parents
    return max(found, key=len) if found else None


def _refusal(paths: list[str], *, local: bool) -> str | None:
    """Return why directories cannot be in data, None where they can."""
    if local:
        return "directories of local hosts lie below the state_dir of the inventory, each below the name of its host"
    for index, path in enumerate(paths):
        if (system := system_directory(path)) is not None:
            return f"{path} is in {system}, a directory of the system"
        if not is_path(path):
            return f"{path} has blanks or other characters that a path of the data cannot have"
        if any(lies_within(path, other) or lies_within(other, path) for other in paths[:index]):
            return f"{path} overlaps with another data directory"
    return None if paths else "the broker does not say where its data lies"


def _hoisted(
    keys: Mapping[str, dict[str, Any]], brokers: list[str]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the keys that all brokers have with one value, and for each host what is left."""
    first = keys.get(brokers[0], {})
    shared = {
        key: value
        for key, value in first.items()
        if key.startswith(("profile::kafka::broker::", "kafka_message_"))
        and all(keys.get(host, {}).get(key) == value for host in brokers)
    }
    own = {
        host: {key: value for key, value in sorted(mine.items()) if key not in shared or host not in brokers}
        for host, mine in keys.items()
    }
    return dict(sorted(shared.items())), own
