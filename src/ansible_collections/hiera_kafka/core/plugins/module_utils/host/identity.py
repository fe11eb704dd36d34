"""Which machine a host is, so that two names of one are found."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import leases


def of(root: str) -> str:
    """Return what no two hosts have in common: the boot of their kernel, and the directory that stands for their `/`.

    Containers share a kernel, local clusters a machine; machines that were cloned share whatever stands on their disks.
    """
    boot = leases.clock().boot
    try:
        place = Path(root or "/").stat()
    except FileNotFoundError:
        return f"{boot}:{root}"  # of a cluster on one machine, before its first run
    return f"{boot}:{place.st_dev}:{place.st_ino}"
