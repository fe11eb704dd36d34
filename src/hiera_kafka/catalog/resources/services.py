"""Processes, and what they need of a host beside files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from hiera_kafka.catalog.resources import wire
from hiera_kafka.catalog.resources.wire import (
    Bundled,
    Declared,
    DefaultOnly,
    Form,
    OnControlNode,
    Parameter,
    Resource,
    Way,
)
from hiera_kafka.source import Origin

_DEFINITION = OnControlNode("is in its definition, which is rendered")


@dataclass(frozen=True, slots=True)
class Unit(Resource):
    """The state of a systemd unit whose definition is a file, or comes with a package.

    Attributes:
        name: Name of the unit; `.service` may be left out.
        running: Whether it is kept running or stopped.
        enabled: Whether it starts with the host; None leaves that as it is.
        masked: Whether nothing may start it.
    """

    declared = Declared("unit", Way.BUNDLE, ("name",), made={"definition": Bundled(Form.PATH)})

    name: Annotated[wire.Name, Parameter("service", Form.NAME)]
    running: Annotated[bool, DefaultOnly()] = True
    enabled: Annotated[bool | None, DefaultOnly()] = True
    masked: Annotated[bool, DefaultOnly()] = False

    def state(self) -> str:
        """Return whether it runs, and what starts it."""
        enabled = {True: ", enabled", False: ", disabled", None: ""}[self.enabled]
        return f"{'running' if self.running else 'stopped'}{enabled}{', masked' if self.masked else ''}"


@dataclass(frozen=True, slots=True)
class Service(Resource):
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
        origins: Attribute to where it came from; one that is missing is our own default. `name` is where the data gives
            the service to the host.
    """

    declared = Declared("service", Way.BUNDLE, ("name",), owns="service", made={"definition": Bundled(Form.FILE)})

    name: Annotated[wire.Name, Parameter("service", Form.NAME)]
    description: Annotated[str, _DEFINITION]
    user: Annotated[str, _DEFINITION]
    group: Annotated[str, _DEFINITION]
    main: Annotated[tuple[str, ...], _DEFINITION]
    environment_files: Annotated[tuple[str, ...], _DEFINITION]
    records: Annotated[wire.Paths, Parameter("service", Form.PATHS)]
    record_file: Annotated[wire.Path, Parameter("service", Form.PATH)]
    log: Annotated[str, Parameter("ready", Form.PATH, default=None)]
    working_directory: Annotated[str, _DEFINITION]
    nofile: Annotated[int, _DEFINITION]
    stop_timeout_s: Annotated[int, Parameter("service", Form.INTEGER, "stop_timeout")] = 300
    restart_delay_s: Annotated[int, _DEFINITION] = 3
    writable: Annotated[tuple[str, ...], _DEFINITION] = ()
    after: Annotated[tuple[str, ...], _DEFINITION] = ()
    umbrella: Annotated[str, _DEFINITION] = ""
    origins: Annotated[Mapping[str, Origin], OnControlNode("says where the data of each line of its definition is")] = (
        field(default_factory=dict, compare=False)
    )

    def state(self) -> str:
        """Return what it is; its definition is compared as a file."""
        return self.description

    def origin(self, attribute: str) -> Origin:
        """Return where the value of an attribute came from."""
        return self.origins.get(attribute) or Origin.default(f"service {self.name}: {attribute}")


@dataclass(frozen=True, slots=True)
class Sysctl(Resource):
    """A kernel setting, for instance `vm.swappiness`; set where the host lets it be set."""

    declared = Declared("sysctl", Way.BUNDLE, ("name",), owns="sysctl")

    name: wire.KernelSetting
    value: wire.Integer

    def state(self) -> str:
        """Return its value."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Port(Resource):
    """A TCP port that a service of this host listens on; address None is all addresses.

    Attributes:
        address: The one address, None for all of the host.
        port: Its number.
        service: Name of the service.
        purpose: What it is for, in words.
        origin: Where the number comes from. Two who want the same port want the same, wherever each has it from.
    """

    declared = Declared("port", Way.MODULE, ("port",), owns="port")

    address: Annotated[str | None, Parameter("preflight", Form.TEXT, default=None)]
    port: Annotated[int, Parameter("preflight", Form.INTEGER)]
    service: Annotated[str, Parameter("preflight", Form.NAME)]
    purpose: Annotated[str, Parameter("preflight", Form.TEXT)]
    origin: Annotated[Origin, OnControlNode("says where the data has the number")] = field(
        default=Origin.default("ports"), compare=False
    )

    def state(self) -> str:
        """Return whose it is, and what for."""
        return f"{self.service} {self.purpose}"


@dataclass(frozen=True, slots=True)
class Artifact(Resource):
    """A release that must be unpacked on the host; `path` is its versioned directory."""

    declared = Declared("release", Way.MODULE, ("path",), owns="artifact")

    name: Annotated[str, OnControlNode("is found in the cache by its version")]
    version: Annotated[str, OnControlNode("is found in the cache by it")]
    path: Annotated[str, Parameter("artifact", Form.PATH)]
    owner: Annotated[str, Parameter("artifact", Form.TEXT)]
    group: Annotated[str, Parameter("artifact", Form.TEXT)]

    def state(self) -> str:
        """Return which release it is."""
        return f"{self.name} {self.version}"
