"""Releases of Kafka that services really run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Service
from hiera_kafka.ops.look.seen import ServiceSeen, UpgradeSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import RunningServiceCheck, deviation, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted


class ReleaseRunning(RunningServiceCheck):
    """Services run the release of Kafka that the data names; while an upgrade is pending, the one they are held at."""

    id = "release-running"
    title = "services run the right release"
    order = 206

    def expected(self, view: HostView, service: Service) -> str | None:
        """Return the directory of the release."""
        setting = wanted.environment(view.catalog, service, wanted.HOME)
        return None if setting is None else defaulted(f"runs from {setting.value.shown()}", setting.value.origin)

    def of(self, view: HostView, service: Service, seen: ServiceSeen, expected: str) -> Iterator[Result]:
        """Return one result."""
        setting = wanted.environment(view.catalog, service, wanted.HOME)
        assert setting is not None  # noqa: S101  # else nothing is expected
        more: dict[str, Any] = {"expected": expected, "origin": setting.value.origin, "hosts": (view.host,)}
        name = subject(view, service)
        if seen.home is None:
            yield self.unknown(name, observed=missing(view, "environment", service.name), **more)
        elif seen.home == setting.value.data:
            yield self.ok(name, observed=f"runs from {seen.home}", **more)
        elif _is_held(view.seen.upgrades, service, seen.home):
            yield self.ok(name, observed=f"runs from {seen.home}, where it is held until it is upgraded", **more)
        else:
            hint = "see who started it: start-service takes the release from the environment files"
            yield self.result(deviation(seen), name, observed=f"runs from {seen.home}", hint=hint, **more)


def _is_held(upgrades: tuple[UpgradeSeen, ...], service: Service, home: str) -> bool:
    """Return whether the file that names the release of a service is held, and names the one that it runs."""
    lines = (line for one in upgrades if one.path in service.environment_files for line in one.has)
    return any(line.replace('"', "").replace("'", "").strip() == f"{wanted.HOME}={home}" for line in lines)
