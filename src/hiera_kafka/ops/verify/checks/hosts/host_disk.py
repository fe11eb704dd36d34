"""Room on disks: a broker whose disk is full stops, and does not start before there is room again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.look.seen import FilesystemSeen
from hiera_kafka.ops.verify import filesystems
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.filesystems import NeededFilesystem
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.running import missing
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import size, some


class HostDisk(HostCheck):
    """Filesystems that services of a host need have room, and can be written to."""

    id = "host-disk"
    title = "disks have room"
    order = 110

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a filesystem."""
        for place in filesystems.needed(view):
            subject = f"{view.host} {place.mount}"
            expected = f"{filesystems.WARNING_PERCENT:.0f} % free for {some(place.paths)}"
            where = [position for origin in place.origins for position in origin.positions()]
            if place.seen is None or place.seen.total_bytes <= 0:
                reason = (
                    missing(view, "filesystems", place.mount) if place.seen is None else "its filesystem has no size"
                )
                yield self.unknown(subject, expected=expected, observed=reason, where=where, hosts=(view.host,))
            else:
                yield self._of(view, place, place.seen, expected=expected, where=where)

    def _of(self, view: HostView, place: NeededFilesystem, seen: FilesystemSeen, **more: Any) -> Result:
        percent = 100 * seen.free_bytes / seen.total_bytes
        status = filesystems.status_of(percent)
        observed = f"{percent:.1f} %, {size(seen.free_bytes)} of {size(seen.total_bytes)}"
        hint = f"see `du -x -h -d 2 {shlex.quote(place.mount)} | sort -h` on the host; shorten retention or add disks"
        if seen.read_only:
            status, observed = Status.CRITICAL, f"read-only; {observed}"
            hint = "see `dmesg` on the host: kernels stop writing to a filesystem with errors"
        elif seen.free_bytes < place.needed_bytes:
            status, observed = (
                Status.CRITICAL,
                f"{observed}, a run of Ansible needs {size(place.needed_bytes)}",
            )
        return self.result(
            status,
            f"{view.host} {place.mount}",
            observed=observed,
            hosts=(view.host,),
            hint=None if status is Status.OK else hint,
            value=round(percent, 1),
            unit="%",
            **more,
        )
