"""Releases of Kafka on the disks of hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import missing
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted


class ReleaseInstalled(HostCheck):
    """Every release of Kafka that the data names is installed, and nothing of it is missing."""

    id = "release-installed"
    title = "releases are installed"
    order = 130

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a release."""
        artifacts = {one.path: one for section in view.catalog.sections for one in section.artifacts}
        for path, artifact in artifacts.items():
            origins = wanted.release_origins(view.catalog, path)
            found = view.seen.releases.get(path)
            more: dict[str, Any] = {
                "expected": defaulted(f"{artifact.name} {artifact.version} in {path}", *origins),
                "where": [position for origin in origins for position in origin.positions()],
                "hosts": (view.host,),
            }
            subject = f"{view.host} {artifact.name} {artifact.version}"
            if found is None:
                yield self.unknown(subject, observed=missing(view, "releases", path), **more)
            elif found:
                yield self.ok(subject, observed="installed", **more)
            else:
                hint = "a run of Ansible installs it, and replaces one that is not whole while no service runs from it"
                yield self.critical(subject, observed="missing, or not whole", hint=hint, **more)
