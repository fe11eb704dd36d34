"""The Kafka releases that hosts need, on the control node and on their way to the hosts."""

from __future__ import annotations

from typing import Any

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.catalog.shipping import parameters_of
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.dist.artifact import Artifact, cached, fetch
from hiera_kafka.dist.progress import Progress, silent
from hiera_kafka.dist.source import SourceConfig


def versions(compiler: Compiler) -> list[str]:
    """Return every Kafka version that a host of the inventory needs."""
    catalogs = [compiler.catalog(host) for host in compiler.hosts]
    return sorted({a.version for catalog in catalogs for section in catalog.sections for a in section.artifacts})


def packages(compiler: Compiler) -> list[str]:
    """Return every package of the distribution that roles install on a host of the inventory."""
    catalogs = [compiler.catalog(host) for host in compiler.hosts]
    return sorted({name for catalog in catalogs for section in catalog.sections for name in section.packages})


def sources(compiler: Compiler) -> list[tuple[str, SourceConfig]]:
    """Return every Kafka version that a host of the inventory needs, and where the inventory wants it from."""
    source = _source(compiler)
    return [(version, source) for version in versions(compiler)]


def fetch_all(compiler: Compiler, progress: Progress = silent) -> list[Artifact]:
    """Have every release that the inventory needs in the cache, checked.

    Raises:
        DistError: One could not be had; says what was tried.
    """
    return [fetch(version, source, progress=progress) for version, source in sources(compiler)]


def _source(compiler: Compiler) -> SourceConfig:
    """Return where the inventory wants Kafka from; a relative path in it is relative to its file."""
    wanted = compiler.inventory.model.dist.model_dump(exclude_none=True)
    if "path" in wanted:
        wanted["path"] = compiler.inventory.path.parent / wanted["path"]
    return SourceConfig(**wanted)


def fetch_for(inventory_file: str, progress: Progress) -> list[dict[str, Any]]:
    """Do the same for an inventory file, and return version and source of each release."""
    return [
        {"version": artifact.version, "source": artifact.source, "path": str(artifact.path)}
        for artifact in fetch_all(compiler_of(inventory_file), progress)
    ]


def artifacts(host_section: HostSection) -> list[dict[str, Any]]:
    """Return the parameters of the module `artifact` for each release of a role; `src` is on the control node.

    A release that is not in the cache (check mode fetches nothing) has `src` None.
    """
    source = _source(host_section.compiler)
    found = []
    for wanted in host_section.section.artifacts:
        at_hand = cached(wanted.version, config=source)
        found.append(
            to_plain(
                {
                    "src": at_hand.path if at_hand else None,
                    "sha256": at_hand.sha256 if at_hand else None,
                    "manifest_sha256": at_hand.manifest_sha256 if at_hand else None,
                    **parameters_of(wanted, "artifact"),
                    "root": host_section.machine.root,
                }
            )
        )
    return found
