"""The list of members that each member has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.verify.check import EnsembleCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.ensemble import EnsembleView, MemberView
from hiera_kafka.ops.verify.wording import count, some
from hiera_kafka.plan.running_options import rendered

_LINE = re.compile(r"server\.([0-9]+)")


class EnsembleMembers(EnsembleCheck):
    """Members agree on who is a member, and with the data."""

    id = "ensemble-members"
    title = "members agree on the members"
    order = 265

    def check(self, view: EnsembleView) -> Iterator[Result]:
        """Return one result a member; a server that is alone has no list."""
        if len(view.model.model.hosts) > 1:
            for member in view.members:
                yield self._of(view, member)

    def _of(self, view: EnsembleView, member: MemberView) -> Result:
        more: dict[str, Any] = {
            "expected": f"the {count(len(view.model.model.hosts), 'member')} of the data",
            "origin": view.model.origin("hosts"),
            "hosts": (member.host,),
        }
        server = member.server
        if server is None or member.view is None:
            return self.unknown(member.subject, observed=member.silence, **more)
        theirs = _lines(server.conf)
        if not theirs:
            why = f"it does not answer: {server.detail}" if server.mode is None else "it does not answer the word conf"
            return self.unknown(member.subject, observed=why, **more)
        ours = _lines(rendered(member.view.catalog, OptionKind.ZOOKEEPER))
        different = sorted(number for number in theirs.keys() | ours.keys() if theirs.get(number) != ours.get(number))
        if not different:
            return self.ok(member.subject, observed=f"{count(len(theirs), 'member')}, all the same", **more)
        return self.critical(
            member.subject,
            observed=some(
                f"server.{number} is {theirs.get(number, 'missing')}, not {ours.get(number, 'a member')}"
                for number in different
            ),
            hint="members with different lists can elect two leaders: restart with the list of the data, one by one",
            **more,
        )


def _lines(values: Mapping[str, str]) -> dict[int, str]:
    """Return myid to `HOST:PORT:PORT`, without the role that servers put behind it where that is the usual one."""
    found = ((_LINE.fullmatch(name), value) for name, value in values.items())
    return {int(match[1]): value.partition(";")[0].removesuffix(":participant") for match, value in found if match}
