"""A host: what the data makes of it, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.errors import Diagnostic
from hiera_kafka.model.services import HostModel
from hiera_kafka.ops.look.seen import HostSeen


@dataclass(frozen=True, slots=True)
class HostView:
    """One host.

    Attributes:
        catalog: All that it must be.
        model: What the data says of it, by service.
        answer: What it says of itself, or why it says nothing.
    """

    catalog: Catalog
    model: HostModel
    answer: HostSeen | Diagnostic

    @property
    def host(self) -> str:
        """FQDN of the host."""
        return self.catalog.host

    @property
    def seen(self) -> HostSeen:
        """What it says of itself.

        Raises:
            LookupError: It says nothing; the runner asks no check of a host that does not answer.
        """
        if isinstance(self.answer, Diagnostic):
            raise LookupError(f"{self.host} did not answer")  # noqa: TRY004 - not of a wrong type, but absent
        return self.answer
