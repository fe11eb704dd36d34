"""Whether ZooKeeper serves."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import four_letter_words

_SERVING = frozenset({"leader", "follower", "observer", "standalone"})


@dataclass(frozen=True)
class ZooKeeperCheck(Check):
    """A ZooKeeper serves.

    Attributes:
        address: Address of the service on this host.
        port: Port that is asked.
        quorum: Whether it must serve; without, any answer is enough.
    """

    address: str
    port: int
    quorum: bool = True

    @property
    def wanted(self) -> str:
        where = f"{self.service} at {self.address}:{self.port}"
        return f"{where} to serve as leader, follower or standalone" if self.quorum else f"{where} to answer"

    def observe(self, manager: ServiceManager) -> Observation:  # noqa: ARG002  # its own answer is enough
        answer = four_letter_words.ask(self.address, self.port, "srvr")
        mode = four_letter_words.mode(answer)
        if mode is not None:
            return Observation(mode in _SERVING or not self.quorum, f"serves as {mode}")
        first = answer.strip().partition("\n")[0]
        return Observation(bool(first) and not self.quorum, f"answers {first!r}")
