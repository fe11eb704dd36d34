"""Counts what is compared, keeps what differs, and knows which differences are meant."""

from __future__ import annotations

import fnmatch
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hiera_kafka.hiera.values.secrets import MASK, is_secret_key


@dataclass(frozen=True)
class Waiver:
    """A kind of difference that is meant.

    Attributes:
        name: How the ledger calls it.
        reason: Why it is meant.
        paths: Patterns of paths that it holds for.
        resources: Patterns of Puppet's resource types that it holds for.
        aspects: What may differ; empty is everything.
    """

    name: str
    reason: str
    paths: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()

    def holds(self, difference: Difference) -> bool:
        """Whether a difference is meant."""
        if self.aspects and difference.aspect not in self.aspects:
            return False
        patterns = self.resources if difference.kind == "resource" else self.paths
        return any(fnmatch.fnmatchcase(difference.place, pattern) for pattern in patterns)


WAIVERS = (
    Waiver(
        "monitoring and firewall",
        "Rules of ferm and nftables, checks of Icinga and NRPE and the targets of Prometheus are the work of services "
        "that this dialect does not install yet. What has to do with them on Kafka's own side (JMX exporters, their "
        "files and ports) is there and equal.",
        paths=("/etc/ferm/conf.d/*", "/etc/nagios/nrpe.d/*", "/etc/sudoers.d/nrpe-*"),
        resources=("Ferm::*", "Firewall::*", "Monitoring::*", "Nrpe::*", "Prometheus::Jmx_exporter_instance"),
    ),
    Waiver(
        "Wikimedia's package archive",
        "The component of Wikimedia's own apt archive can be reached by its hosts only; the source of packages is left "
        "to whoever applies the catalog. The packages themselves are compared.",
        paths=("/etc/apt/sources.list.d/*",),
        resources=("Apt::Package_from_component",),
    ),
    Waiver(
        "text that is not recorded",
        "Of two scripts and three small files the records hold a digest only. Ours are written from what they do, so "
        "the bytes differ; that they are there, and their owner, group and mode, are compared.",
        paths=("/usr/local/bin/*", "/etc/logrotate.d/*", "/etc/rsyslog.d/*", "/etc/sysctl.d/*"),
        aspects=("bytes",),
    ),
)


@dataclass(frozen=True)
class Difference:
    """Something that is not as Puppet has it.

    Attributes:
        host: Whose record it is.
        kind: Kind of file, or of thing.
        aspect: What of it was compared.
        place: Path or name.
        name: Name of the setting, where there is one.
    """

    host: str
    kind: str
    aspect: str
    place: str
    name: str
    expected: Any
    got: Any

    def text(self) -> str:
        """Return one line, without secrets."""
        secret = is_secret_key(self.name) and self.expected is not None and self.got is not None
        expected, got = (MASK, MASK) if secret else (self.expected, self.got)
        setting = f" {self.name}" if self.name else ""
        return f"{self.host}: {self.kind} {self.place}{setting}: {self.aspect}: expected {expected!r}, got {got!r}"


@dataclass
class Tally:
    """What was compared so far."""

    compared: Counter[tuple[str, str]] = field(default_factory=Counter)
    waived: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def check(self, host: str, kind: str, aspect: str, place: str, expected: Any, got: Any, *, name: str = "") -> None:
        """Compare two values: types count, and the order of keys and items."""
        self.compared[kind, aspect] += 1
        if json.dumps(expected) == json.dumps(got):
            return
        difference = Difference(host, kind, aspect, place, name, expected, got)
        for waiver in WAIVERS:
            if waiver.holds(difference):
                self.waived[waiver.name, kind, aspect] += 1
                return
        self.differences.append(difference)
