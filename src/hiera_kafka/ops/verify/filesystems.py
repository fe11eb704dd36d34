"""The filesystems of a host that its services need, each with what lies on it."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.needs import disk_needs
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.ops.look.seen import FilesystemSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.source import Origin

ROOT = "/"
WARNING_PERCENT = 15.0
CRITICAL_PERCENT = 5.0


@dataclass(frozen=True, slots=True)
class NeededFilesystem:
    """A filesystem, or the path of one that could not be seen.

    Attributes:
        mount: Where it is mounted; the path that was asked for where it could not be seen.
        seen: What the host says of it, None where it says nothing.
        paths: What the services of the host have there.
        needed_bytes: What a run of Ansible wants to be free there before it unpacks a release or starts a service.
        origins: Where the data says that these lie there.
    """

    mount: str
    seen: FilesystemSeen | None
    paths: tuple[str, ...]
    needed_bytes: int
    origins: tuple[Origin, ...]


def needed(view: HostView) -> list[NeededFilesystem]:
    """Return the filesystems of the directories that services write to, of their releases, and of the host itself."""
    needs = _needs(view)
    by_mount: dict[str, list[str]] = {}
    for path in paths(view.catalog):
        seen = view.seen.filesystems.get(path)
        by_mount.setdefault(path if seen is None else seen.mount, []).append(path)
    return [
        NeededFilesystem(
            mount,
            view.seen.filesystems.get(found[0]),
            tuple(found),
            sum(needs.get(path, 0) for path in found),
            tuple(dict.fromkeys(origin for path in found for origin in _origins(view.catalog, path))),
        )
        for mount, found in by_mount.items()
    ]


def paths(catalog: Catalog) -> tuple[str, ...]:
    """Return the paths whose filesystems matter, which need not be there: `/`, or what stands for it, first."""
    return tuple(dict.fromkeys((catalog.machine.root or ROOT, *disk_needs(catalog.sections))))


def status_of(percent: float) -> Status:
    """Return how bad it is that only such a part is free."""
    if percent < CRITICAL_PERCENT:
        return Status.CRITICAL
    return Status.WARNING if percent < WARNING_PERCENT else Status.OK


def _needs(view: HostView) -> dict[str, int]:
    """Return what is still to be written; a release that is installed needs nothing more."""
    return {
        path: count
        for path, count in disk_needs(view.catalog.sections).items()
        if not view.seen.releases.get(path, False)
    }


def _origins(catalog: Catalog, path: str) -> tuple[Origin, ...]:
    of_services = tuple(one.origin("writable") for one in wanted.services(catalog) if path in one.writable)
    return (*of_services, *wanted.release_origins(catalog, path))
