"""Versions of ZooKeeper that members run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView
from hiera_kafka.ops.verify.wording import some


class EnsembleVersions(EnsembleCheck):
    """All members run the same version of ZooKeeper."""

    id = "ensemble-versions"
    title = "members run one version"
    order = 275

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result."""
        running: defaultdict[str, list[str]] = defaultdict(list)
        unseen = []
        for member in view.members:
            if member.server is not None and member.server.version is not None:
                running[member.server.version].append(member.host)
            else:
                unseen.append(member.host)
        more: dict[str, Any] = {
            "expected": "one version of ZooKeeper on all members",
            "hosts": view.model.model.hosts,
        }
        if len(running) <= 1 and unseen:
            found = "".join(f"ZooKeeper {version}, but " for version in running)
            yield self.unknown(view.name, observed=f"{found}{some(unseen)} could not be seen", **more)
        elif len(running) == 1:
            yield self.ok(view.name, observed=f"ZooKeeper {next(iter(running))}", **more)
        else:
            parts = (f"{version} on {some(hosts)}" for version, hosts in sorted(running.items()))
            hint = "finish the upgrade: members of two versions work together, but are not meant to for long"
            yield self.warning(view.name, observed="; ".join(parts), hint=hint, **more)
