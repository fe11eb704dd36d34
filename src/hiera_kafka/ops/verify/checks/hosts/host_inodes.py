"""Room for files: a broker has three files for each segment, and more when topics have many partitions."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify import filesystems
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.ops.verify.running import missing
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import some


class HostInodes(HostCheck):
    """Filesystems that services of a host need have room for more files."""

    id = "host-inodes"
    title = "disks have inodes"
    order = 112

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a filesystem, but none for those that make inodes as they are needed."""
        for place in filesystems.needed(view):
            subject, seen = f"{view.host} {place.mount}", place.seen
            more: dict[str, Any] = {
                "expected": f"{filesystems.WARNING_PERCENT:.0f} % of inodes free for {some(place.paths)}",
                "where": [position for origin in place.origins for position in origin.positions()],
                "hosts": (view.host,),
            }
            if seen is None:
                yield self.unknown(subject, observed=missing(view, "filesystems", place.mount), **more)
            elif seen.total_inodes > 0:
                percent = 100 * seen.free_inodes / seen.total_inodes
                status = filesystems.status_of(percent)
                counted = f"du --inodes -x -d 2 {shlex.quote(place.mount)} | sort -n"
                hint = f"see `{counted}` on the host; small segments make many files"
                yield self.result(
                    status,
                    subject,
                    observed=f"{percent:.1f} %, {seen.free_inodes} of {seen.total_inodes}",
                    hint=None if status is Status.OK else hint,
                    value=round(percent, 1),
                    unit="%",
                    **more,
                )
