"""What lies on a host, compared with what a run of Ansible would make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Section
from hiera_kafka.ops.verify import wanted
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.running import missing
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import some

_FILE = "file "


class HostFiles(HostCheck):
    """Users, directories, files, links and definitions of services are as the data says: a run would change none."""

    id = "host-files"
    title = "files are as rendered"
    order = 140

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result a section of the catalog."""
        for section in view.catalog.sections:
            if next(section.resources(), None) is not None:
                yield self._of(view, section)

    def _of(self, view: HostView, section: Section) -> Result:
        subject = f"{view.host} {section.role}"
        more: dict[str, Any] = {
            "expected": "as the data says",
            "where": [position for origin in wanted.asked_for(section) for position in origin.positions()],
            "hosts": (view.host,),
        }
        found = view.seen.differs.get(section.role)
        if found is None:
            return self.unknown(subject, observed=missing(view, "sections", section.role), **more)
        # These have checks of their own.
        elsewhere = {f"sysctl {one.name}" for one in section.sysctls}
        elsewhere |= {f"enablement {service.name}" for service in section.services}
        changed = [name for name in found if name not in elsewhere]
        if not changed:
            return self.ok(subject, observed="a run would change nothing", **more)
        return self.warning(subject, observed=f"a run would change {some(changed)}", hint=_hint(view, changed), **more)


def _hint(view: HostView, changed: list[str]) -> str:
    files = [file.path for file in view.catalog.files() if f"{_FILE}{file.path}" in changed]
    hint = "`ansible-playbook hiera_kafka.core.site --check --diff` shows how, and does it without --check"
    return hint if not files else f"{hint}; `hiera-kafka explain {view.host} {files[0]}` has the origin of each line"
