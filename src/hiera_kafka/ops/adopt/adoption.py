"""Makes data of a running cluster: what differs becomes options, until only that is left which data cannot say."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.dialects.native.server_properties import HOST_KEYS, OWNED_SETTINGS
from hiera_kafka.dist.artifact import known_versions
from hiera_kafka.errors import Diagnostic, ProjectError, Severity
from hiera_kafka.kafka_options import OptionKind, check
from hiera_kafka.model.base import CLUSTER_NAME_RULE, is_cluster_name
from hiera_kafka.model.data_path import normal_path, system_directory
from hiera_kafka.ops.adopt.differences import BROKER_FILE, OptionDifference, differences
from hiera_kafka.ops.adopt.reasons import NOT_REPORTED, OF_LISTENERS, owned_reason
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster
from hiera_kafka.ops.adopt.site_data import Names, SiteData, texts
from hiera_kafka.ops.adopt.writing import write_files

_ZOOKEEPER_KEYS = {
    "maxClientCnxns": "profile::zookeeper::max_client_connections",
    "syncLimit": "profile::zookeeper::sync_limit",
}
_OWNED_BY_ZOOKEEPER = ("clientPort", "dataDir")
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
    def not_reported(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        silent = [str(server.address) for server in self.running.servers if server.source is None]
        words = f"zoo.cfg of {', '.join(silent)}: neither `conf` (4lw.commands.whitelist) nor AdminServer reports it"
        return (*self.running.notes, *((words,) if silent else ()), *NOT_REPORTED)

    def report(self) -> dict[str, Any]:
        """Return, JSON-able, all that is said beside the data."""
        return {
            "kafka_version": {"value": self.names.version, "evidence": self.evidence},
            "differences": [one.to_dict() for one in self.differences],
            "dynamic": list(self.dynamic),
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
    reasons: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-adopt-") as scratch:
        directory = Path(scratch)
        found = _compared(directory, data)
        _use_host_keys(data, found)
        found = _compared(directory, data)
        _use_config(data, found, reasons)
        found = _compared(directory, data, strict=True)
        files = data.files()
        shown = tuple(_explained(one, data, reasons, str(directory)) for one in found)
    return Adoption(running, data.names, evidence, files, shown)


def version_of(brokers: Iterable[RunningBroker]) -> tuple[str, str]:
    """Return the release that the brokers run, as well as it can be known, and how.

    Brokers tell the range of the protocol that they speak and no release; the default of inter.broker.protocol.version
    is the first two numbers of it.

    Raises:
        ProjectError: They do not tell, or not the same.
    """
    defaults = {
        option.default
        for broker in brokers
        if (option := broker.options.get("inter.broker.protocol.version")) is not None and option.default
    }
    lines = {default.partition("-")[0] for default in defaults}
    if len(lines) != 1:
        raise ProjectError(
            Diagnostic(
                "broker-release-unknown",
                f"brokers run different releases of Kafka: {', '.join(sorted(lines))}"
                if lines
                else "no broker reports its release: none has a default of inter.broker.protocol.version",
                note="a broker reports the range of the protocol that it speaks, not its release",
                hint="end the upgrade that is under way, or give the release with --kafka-version",
            )
        )
    (line,) = lines
    line = ".".join(line.split(".")[:2])
    known = [version for version in known_versions() if version.startswith(f"{line}.")]
    chosen = known[-1] if known else f"{line}.0"
    return chosen, (
        f"the default of inter.broker.protocol.version is {', '.join(sorted(defaults))}, so this is a release "
        f"{line}.x; the last number is not reported (the jars kafka_*.jar of a broker have it) and was chosen"
    )


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
    return differences(compiler, data.running)


def _compiled(directory: Path, data: SiteData) -> Compiler:
    for stale in directory.rglob("*.yaml"):
        stale.unlink()
    write_files(texts(data.files()), directory)
    return Compiler.load(directory / f"inventories/{data.names.cluster}/hiera_kafka.yml")


def _use_host_keys(data: SiteData, found: Iterable[OptionDifference]) -> None:
    """Give hosts the keys that stand for options of theirs, in the form that the key takes."""
    for one in found:
        if one.hidden or one.running is None:
            continue
        if one.file == BROKER_FILE and one.option in HOST_KEYS:
            data.set_key(one.host, HOST_KEYS[one.option], _typed(_type(data, one), one.running))
        elif one.file != BROKER_FILE and one.option in _ZOOKEEPER_KEYS and one.running != "0":
            data.set_key(one.host, _ZOOKEEPER_KEYS[one.option], int(one.running))
        elif one.file != BROKER_FILE and _is_free(one):
            data.set_zookeeper_option(
                one.host, one.option, _typed("string" if "/" in one.running else "int", one.running)
            )


def _is_free(one: OptionDifference) -> bool:
    """Tell whether `kafka_zookeeper_config` may set an option of zoo.cfg to its present value."""
    if one.option in _OWNED_BY_ZOOKEEPER or one.option.startswith("server."):
        return False
    return one.running is not None and not (
        one.running.startswith("/") and system_directory(normal_path(one.running)) is not None
    )


def _use_config(data: SiteData, found: Iterable[OptionDifference], reasons: dict[tuple[str, str], str]) -> None:
    """Give the cluster the options that no key of a host stands for, each with the value of most brokers."""
    of_brokers = [one for one in found if one.file == BROKER_FILE]
    named = any(one.option == "listeners" and _names(one.running) != _names(one.rendered) for one in of_brokers)
    for option in sorted({one.option for one in of_brokers if not one.hidden} - set(OWNED_SETTINGS)):
        if named and OF_LISTENERS.match(option):
            reasons[BROKER_FILE, option] = "belongs to listeners that the data cannot describe"
            continue
        counts = Counter(_in_file(broker, option) for broker in data.running.brokers)
        (value, most), *others = counts.most_common(2)
        if others and others[0][1] == most:
            reasons[BROKER_FILE, option] = "differs from broker to broker, and kafka_clusters.*.config is for all"
            continue
        if others:
            reasons[BROKER_FILE, option] = "kafka_clusters.*.config is for all brokers, and has the value of most"
        if value is None:
            reasons[BROKER_FILE, option] = "is not set there, and the data cannot unset it"
            continue
        problems = check(OptionKind.BROKER, data.names.version, option, value)
        refusal = next((problem for problem in problems if problem.level is Severity.ERROR), None)
        if refusal is not None:
            reasons[BROKER_FILE, option] = f"is refused in data: {refusal.message}"
            continue
        first = next(one for one in of_brokers if one.option == option)
        data.config[option] = _typed(_type(data, first), value)


def _names(listeners: str | None) -> set[str]:
    return {url.partition("://")[0].strip() for url in (listeners or "").split(",")}


def _in_file(broker: RunningBroker, name: str) -> str | None:
    option = broker.options.get(name)
    if option is None:
        return None
    return option.file if option.in_file else option.default


def _type(data: SiteData, one: OptionDifference) -> str:
    broker = next(broker for broker in data.running.brokers if broker.host == one.host)
    option = broker.options.get(one.option)
    return "unknown" if option is None else option.type


def _typed(type_: str, value: str) -> str | int | bool:
    """Return a value as YAML writes its type."""
    if type_ == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if type_ in ("int", "long", "short"):
        try:
            return int(value)
        except ValueError:
            return value
    return value


def _explained(
    one: OptionDifference, data: SiteData, reasons: Mapping[tuple[str, str], str], scratch: str
) -> OptionDifference:
    """Return a difference with its reason, and without the directory that it was rendered in."""
    if one.rendered is not None and scratch in one.rendered:
        one = replace(one, rendered=one.rendered.replace(f"{scratch}/", ""))
    if one.hidden:
        key = HOST_KEYS.get(one.option, f"kafka_clusters.{data.names.cluster}.config")
        return replace(one, reason=f"to be filled in: brokers do not show it, {key} takes it")
    if one.option == "log.dirs" and one.host in data.refused_dirs:
        return replace(one, reason=data.refused_dirs[one.host])
    known = reasons.get((one.file, one.option)) or owned_reason(one.file, one.option)
    return replace(one, reason=known or "the data has no key for it")
