"""Sources whose hosts were looked at before, by somebody else: over Ansible's own connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.reach.ways import Ways
from hiera_kafka.ops.verify.asking import Asking


class Looked(Asking):
    """Asks clusters, and of hosts knows what is given.

    Attributes:
        answers: Host to what it says of itself, or why it says nothing; hosts that nobody looked at are missing.
    """

    def __init__(self, compiler: Compiler, ways: Ways, answers: Mapping[str, HostSeen | Diagnostic]) -> None:
        super().__init__(compiler, ways)
        self.answers = answers

    def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
        """Return what each host says of itself, or why it says nothing."""
        return {host: self.answers.get(host) or _left_out(host) for host in hosts}


def _left_out(host: str) -> Diagnostic:
    return Diagnostic(
        "host-left-out",
        f"nobody looked at {host}: this run leaves it out",
        hint="run it without --limit",
        host=host,
    )
