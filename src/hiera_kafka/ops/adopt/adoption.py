"""Makes data of a running cluster: what differs becomes options, until only that is left which data cannot say."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.dialects.native.server_properties import HOST_KEYS
from hiera_kafka.errors import Diagnostic, ProjectError
from hiera_kafka.model.base import CLUSTER_NAME_RULE, is_cluster_name
from hiera_kafka.ops.adopt.differences import SERVER_FILE, OptionDifference, differences
from hiera_kafka.ops.adopt.keys import Reasons, use_config, use_ensemble_keys, use_host_keys
from hiera_kafka.ops.adopt.on_disk import ChangedOption, changed_options, silent_changes
from hiera_kafka.ops.adopt.process_options import process_differences
from hiera_kafka.ops.adopt.reasons import NOT_REPORTED, OF_FILES, owned_reason
from hiera_kafka.ops.adopt.release import version_of
from hiera_kafka.ops.adopt.running import RunningCluster
from hiera_kafka.ops.adopt.site_data import ZOOKEEPER_CONFIG, Names, SiteData, texts
from hiera_kafka.ops.adopt.writing import write_files
from hiera_kafka.ops.adopt.zoo_cfg import file_differences

_OVERLAP = "data-path-overlap"


@dataclass(frozen=True, slots=True)
class Adoption:
    """A running cluster as data.

    Attributes:
        running: What runs.
        names: What it is called, and its release.
        evidence: How the release is known.
        files: Path in a repository to what the YAML file holds.
        differences: Where what is rendered of the data differs from what runs, each with its reason.
    """

    running: RunningCluster
    names: Names
    evidence: str
    files: Mapping[str, Any]
    differences: tuple[OptionDifference, ...]

    @property
    def dynamic(self) -> tuple[dict[str, Any], ...]:
        """What was set in the cluster and goes on to hold there, whatever is rendered: one entry an option."""
        found: dict[tuple[str, str | None, str], list[int]] = {}
        for broker in self.running.brokers:
            for name, option in broker.options.items():
                for where, value in option.dynamic:
                    found.setdefault((name, value, where), []).append(broker.member.id)
        return tuple(
            {"option": name, "value": value, "for": where, "brokers": brokers}
            for (name, value, where), brokers in sorted(found.items(), key=lambda item: (item[0][0], item[1]))
        )

    @property
    def changed(self) -> tuple[ChangedOption, ...]:
        """What files say that were changed since their services were started."""
        return changed_options(self.running)

    @property
    def processes(self) -> tuple[dict[str, Any], ...]:
        """How the services of the cluster run that hosts showed: one entry a process."""
        found = [(broker.host, f"broker {broker.member.id}", broker.service) for broker in self.running.brokers]
        found += [(server.address.host, f"ZooKeeper {server.myid}", server.service) for server in self.running.servers]
        return tuple({"host": host, "is": what, **service.shown()} for host, what, service in found if service)

    @property
    def not_reported(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        silent = [str(server.address) for server in self.running.servers if server.source is None]
        words = f"zoo.cfg of {', '.join(silent)}: neither `conf` (4lw.commands.whitelist) nor AdminServer reports it"
        services = [*(one.service for one in self.running.brokers), *(one.service for one in self.running.servers)]
        unread = () if all(service is not None and not service.detail for service in services) else OF_FILES
        changes = silent_changes(self.running)
        return (*self.running.notes, *changes, *((words,) if silent else ()), *unread, *NOT_REPORTED)

    def report(self) -> dict[str, Any]:
        """Return, JSON-able, all that is said beside the data."""
        return {
            "kafka_version": {"value": self.names.version, "evidence": self.evidence},
            "differences": [one.to_dict() for one in self.differences],
            "changed_on_disk": [one.to_dict() for one in self.changed],
            "dynamic": list(self.dynamic),
            "processes": list(self.processes),
            "not_reported": list(self.not_reported),
        }


def adopt(running: RunningCluster, cluster: str, ensemble: str, version: str | None = None) -> Adoption:
    """Return the data of a running cluster, and what it cannot say.

    Args:
        running: What runs.
        cluster: Name of the cluster.
        ensemble: Name of its ensemble.
        version: Release of the brokers, where the caller knows it.

    Raises:
        HieraKafkaError: A name is none that a cluster may have, or the release cannot be told.
    """
    for name in (cluster, ensemble):
        if not is_cluster_name(name):
            raise ProjectError(
                Diagnostic(
                    "cluster-name-invalid", f"{name!r} is no name of a cluster, {CLUSTER_NAME_RULE}", hint="rename it"
                )
            )
    release, evidence = (version, "as given") if version else version_of(running.brokers)
    data = SiteData.of(running, Names(cluster, ensemble, release))
    reasons: Reasons = {}
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-adopt-") as scratch:
        directory = Path(scratch)
        found = _compared(directory, data)
        use_host_keys(data, found, reasons)
        use_ensemble_keys(data, found, reasons)
        found = _compared(directory, data)
        use_config(data, found, reasons)
        found = _compared(directory, data, strict=True)
        files = data.files()
        shown = tuple(_explained(one, data, reasons, str(directory)) for one in found)
    return Adoption(running, data.names, evidence, files, shown)


def _compared(directory: Path, data: SiteData, *, strict: bool = False) -> tuple[OptionDifference, ...]:
    """Return what differs when the data is rendered; `strict` refuses data with errors."""
    compiler = _compiled(directory, data)
    overlaps = [one.message for one in compiler.diagnostics if one.id == _OVERLAP]
    if overlaps:
        data.without_directories(overlaps[0])
        compiler = _compiled(directory, data)
    hosts = {broker.host for broker in data.running.brokers}
    if strict or not hosts <= compiler.catalogs.keys():
        compiler.check()
    found = [*differences(compiler, data.running), *file_differences(compiler, data.running)]
    found += process_differences(compiler, data.running)
    return tuple(sorted(found, key=lambda one: (one.host, one.file, one.option)))


def _compiled(directory: Path, data: SiteData) -> Compiler:
    for stale in directory.rglob("*.yaml"):
        stale.unlink()
    write_files(texts(data.files()), directory)
    return Compiler.load(directory / f"inventories/{data.names.cluster}/hiera_kafka.yml")


def _explained(one: OptionDifference, data: SiteData, reasons: Reasons, scratch: str) -> OptionDifference:
    """Return a difference with its reason, and without the directory that it was rendered in."""
    if one.rendered is not None and scratch in one.rendered:
        one = replace(one, rendered=one.rendered.replace(f"{scratch}/", ""))
    if one.hidden:
        key = HOST_KEYS.get(one.option, f"kafka_clusters.{data.names.cluster}.config")
        if one.file == SERVER_FILE:
            return replace(one, reason=f"to be filled in: it may be a secret, {ZOOKEEPER_CONFIG} takes it")
        return replace(one, reason=f"to be filled in: brokers do not show it, {key} takes it")
    if one.option == "log.dirs" and one.host in data.refused_dirs:
        return replace(one, reason=data.refused_dirs[one.host])
    known = reasons.get((one.file, one.option)) or owned_reason(one.file, one.option)
    unset = "is not set there, and the data cannot unset it"
    return replace(one, reason=known or (unset if one.running is None else "the data has no key for it"))
