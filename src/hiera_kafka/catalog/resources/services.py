"""Processes, and what they need of a host beside files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class Unit:
    """The state of a systemd unit whose definition is a file, or comes with a package.

    Attributes:
        name: Name of the unit; `.service` may be left out.
        running: Whether it is kept running or stopped.
        enabled: Whether it starts with the host; None leaves that as it is.
        masked: Whether nothing may start it.
    """

    name: str
    running: bool = True
    enabled: bool | None = True
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A process that is kept running; becomes a systemd unit or a supervisor program.

    Attributes:
        name: Name of the unit without ending, or of the program.
        description: One line.
        main: Argument vector; `${NAME}` is replaced from the environment files.
        environment_files: Files of `NAME="value"` lines, in the syntax that systemd and sh share.
        records: Files whose digests are noted at start; a later difference is `restart pending`.
        log: File that takes what the process prints.
        nofile: Limit of open files.
        stop_timeout_s: Seconds that a stop may take before the process is killed.
        restart_delay_s: Seconds before a process that failed is started again.
        writable: Directories that the process may write to.
        after: Services that start before this one where they are on the same host.
        umbrella: Unit of the section that starts and stops this one with others; empty where none does.
        origins: Attribute to where it came from; one that is missing is our own default.
    """

    name: str
    description: str
    user: str
    group: str
    main: tuple[str, ...]
    environment_files: tuple[str, ...]
    records: tuple[str, ...]
    record_file: str
    log: str
    working_directory: str
    nofile: int
    stop_timeout_s: int = 300
    restart_delay_s: int = 3
    writable: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    umbrella: str = ""
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin(self, attribute: str) -> Origin:
        """Return where the value of an attribute came from."""
        return self.origins.get(attribute) or Origin.default(f"service {self.name}: {attribute}")


@dataclass(frozen=True, slots=True)
class Sysctl:
    """A kernel setting, for instance `vm.swappiness`; set where the host lets it be set."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Port:
    """A TCP port that a service of this host listens on; address None is all addresses."""

    address: str | None
    port: int
    service: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A release that must be unpacked on the host; `path` is its versioned directory."""

    name: str
    version: str
    path: str
    owner: str
    group: str
