"""Java: a release of Kafka does not start with one that is too old, and which one runs follows from the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.needs import minimum_java
from hiera_kafka.ops.look.seen import JavaSeen
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import deviation, missing, subject
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import defaulted, some

_DELETED = " (deleted)"
"""What the kernel appends to the name of a program whose file is there no longer."""
_FEATURE_RELEASE = re.compile(r"(?:1\.)?([0-9]{1,9})(?![0-9])")


class HostJava(HostCheck):
    """The Java of a host is new enough for its releases of Kafka, and its services run with the one of the data."""

    id = "host-java"
    title = "Java is right"
    order = 120

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result for the Java of the host, and one for each service that runs."""
        yield self._of_host(view, view.seen.java)
        yield from self._of_services(view)

    def _of_host(self, view: HostView, java: JavaSeen | None) -> Result:
        needed = minimum_java(view.catalog.sections)
        artifacts = [one for section in view.catalog.sections for one in section.artifacts]
        more: dict[str, Any] = {
            "expected": f"Java {needed} or later for Kafka {some(dict.fromkeys(one.version for one in artifacts))}",
            "where": [
                position
                for one in artifacts
                for origin in wanted.release_origins(view.catalog, one.path)
                for position in origin.positions()
            ],
            "hosts": (view.host,),
        }
        hint = "install a package such as default-jre-headless, or name another directory as `java_home`"
        if java is None:
            return self.unknown(view.host, observed=missing(view, "java"), **more)
        if java.version is None:
            return self.critical(view.host, observed=f"none at {java.home}: {java.detail}", hint=hint, **more)
        found = _FEATURE_RELEASE.match(java.version)
        if found is None:
            return self.unknown(view.host, observed=f"a version of another form: {java.version}", **more)
        if int(found[1]) < needed:
            return self.critical(view.host, observed=f"Java {java.version} at {java.home}", hint=hint, **more)
        return self.ok(view.host, observed=f"Java {java.version} at {java.home}", **more)

    def _of_services(self, view: HostView) -> Iterator[Result]:
        for service in wanted.services(view.catalog):
            seen = view.seen.services.get(service.name)
            setting = wanted.environment(view.catalog, service, wanted.JAVA)
            # What a process does not say cannot be compared; that it runs at all is asked by another check.
            if seen is None or seen.pid is None or seen.java in {None, seen.program} or setting is None:
                continue
            more: dict[str, Any] = {
                "expected": defaulted(f"runs with {setting.value.shown()}", setting.value.origin),
                "origin": setting.value.origin,
                "hosts": (view.host,),
            }
            name = subject(view, service)
            if seen.java != setting.value.data:
                hint = f"restart {service.name}: it reads its environment when it starts"
                yield self.result(deviation(seen), name, observed=f"runs with {seen.java}", hint=hint, **more)
            elif seen.program is not None and seen.program.endswith(_DELETED):
                hint = "a rolling restart takes the new one, `ansible-playbook hiera_kafka.core.roll_restart -e "
                hint += "roll_restart_all=true`; until then parts of the old one may be missing"
                replaced = f"runs with {seen.java}, which was replaced since it started"
                yield self.warning(name, observed=replaced, hint=hint, **more)
            else:
                yield self.ok(name, observed=f"runs with {seen.java}", **more)
