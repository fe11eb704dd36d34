"""Whether a heartbeat answers with its line."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check, Observation
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

_ANSWER_S = 5.0
_LIMIT = 4096
"""Bytes; a line is shorter."""


@dataclass(frozen=True)
class HeartbeatCheck(Check):
    """It answers with its line.

    Attributes:
        address: Address of the service on this host.
        port: Port that is asked.
    """

    address: str
    port: int

    @property
    def wanted(self) -> str:
        return f"{self.service} at {self.address}:{self.port} to answer"

    def observe(self, manager: ServiceManager) -> Observation:
        del manager  # its own answer is enough
        with socket.create_connection((self.address, self.port), timeout=_ANSWER_S) as connection:
            line = connection.recv(_LIMIT).decode(errors="replace").strip()
        return Observation(line.startswith("heartbeat "), f"answers {line!r}")
