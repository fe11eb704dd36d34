"""The resources of a catalog: frozen, plain, JSON-able.

Values that reach a file carry their Origin, so that every rendered line can say where it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value on its way into a file.

    Attributes:
        data: The plain value.
        origin: Where it came from.
        secret: Whether it must be masked in every output but the file itself; always when its origin says so.
    """

    data: Plain
    origin: Origin
    secret: bool = False

    def __post_init__(self) -> None:
        if not self.secret and self.origin.is_secret:
            object.__setattr__(self, "secret", True)

    def __repr__(self) -> str:
        return f"Value(data={self.shown()!r}, origin={self.origin!r}, secret={self.secret!r})"

    def shown(self) -> Plain:
        """Return the value, or the mask when it is secret."""
        return MASK if self.secret else self.data


@dataclass(frozen=True, slots=True)
class Setting:
    """One `name = value` of a configuration file."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings that belong together in a file, below one comment."""

    title: str
    settings: tuple[Setting, ...]


Context = Value | tuple[Value, ...] | tuple[Setting, ...] | tuple[SettingGroup, ...] | tuple[str, ...] | str
"""What a template is given under one name."""


@dataclass(frozen=True, slots=True)
class User:
    """A system user with a group of the same name, without login."""

    name: str
    comment: str
    home: str = "/nonexistent"
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory.

    Attributes:
        path: Absolute path on the host.
        mode: Octal text; None leaves it to the umask.
        purge: Whether what no section names in it is removed.
    """

    path: str
    owner: str
    group: str
    mode: str | None = "0755"
    purge: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """Which table the settings of a file are checked against (see `kafka_options`).

    Attributes:
        kind: `broker`, `topic`, `producer`, `consumer` or `zookeeper`; `mirror` for a file that has no table itself.
        version: Version of Kafka, for instance `3.9.2`; empty for ZooKeeper.
        prefixes: What stands before the options of other kinds in the file, with each its kind.
    """

    kind: str
    version: str = ""
    prefixes: tuple[tuple[str, str], ...] = ()

    def of(self, name: str) -> tuple[str, str] | None:
        """Return whose option a setting is, and what it is called there; None where there is no table of it."""
        for prefix, kind in self.prefixes:
            if name.startswith(prefix):
                return kind, name.removeprefix(prefix)
        return None if self.kind == "mirror" else (self.kind, name)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a template makes.

    Attributes:
        path: Absolute path on the host.
        template: Path below templates/, for instance `etc/kafka/server.properties.j2`.
        context: Names that the template sees.
        mode: Octal text; no wider than 0640 when the file holds a secret. None leaves it to the umask.
        hold: Write it when missing, and never change it afterwards: a difference is reported as `upgrade pending`.
        verbatim: Values stand in it as they are, not escaped, since another program writes this file so.
        options: Whose options its settings are; None where there is no table of them.
    """

    path: str
    template: str
    context: Mapping[str, Context]
    owner: str
    group: str
    mode: str | None = "0644"
    hold: bool = False
    verbatim: bool = False
    options: Options | None = None

    @property
    def secret(self) -> bool:
        """Whether any value in it is secret."""
        return any(value.secret for value in self.values())

    def values(self) -> Iterator[Value]:
        """Yield every value that the template may use."""
        for item in self.context.values():
            yield from _values(item)

    def settings(self) -> Iterator[Setting]:
        """Yield every setting, in the order of the file."""
        for item in self.context.values():
            for part in item if isinstance(item, tuple) else ():
                if isinstance(part, Setting):
                    yield part
                elif isinstance(part, SettingGroup):
                    yield from part.settings


def _values(item: Context | Setting | SettingGroup) -> Iterator[Value]:
    if isinstance(item, Value):
        yield item
    elif isinstance(item, Setting):
        yield item.value
    elif isinstance(item, SettingGroup):
        for setting in item.settings:
            yield setting.value
    elif isinstance(item, tuple):
        for part in item:
            yield from _values(part)


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Owned:
    """A file whose owner and group are kept, and whose content is left alone."""

    path: str
    owner: str
    group: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that someone else makes; it takes the place of the line that begins with `prefix`."""

    path: str
    prefix: str
    text: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A file or directory that must not be there."""

    path: str


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
class Certificate:
    """A certificate that the host asks an authority for, with its key.

    Attributes:
        name: Common part of the names of its files.
        authority: The intermediate authority that signs it.
        profile: What the authority is asked to sign it for.
        names: Host names and addresses that it is for.
        renew_seconds: It is renewed when it ends in less than this.
    """

    name: str
    common_name: str
    authority: str
    profile: str
    directory: str
    owner: str
    group: str
    names: tuple[str, ...]
    renew_seconds: int

    @property
    def chained(self) -> str:
        """Path of the certificate with those of the authorities."""
        return f"{self.directory}/{self.name}.chained.pem"

    @property
    def key(self) -> str:
        """Path of the key."""
        return f"{self.directory}/{self.name}-key.pem"


@dataclass(frozen=True, slots=True)
class Keystore:
    """A PKCS 12 file that is made of a certificate and its key."""

    path: str
    owner: str
    group: str
    mode: str
    certificate: str
    key: str
    password: Value | None


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


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact on the host's disk that must not silently change, checked before anything is touched.

    Attributes:
        kind: `zookeeper-members`, `zookeeper-myid` or `kafka-broker-id`.
        directories: Data directories; the guard looks only when one of them is initialised.
        expected: What the data says, as text; for members one `id=address` an entry.
        file: Where the present value is written.
    """

    kind: str
    directories: tuple[str, ...]
    file: str
    expected: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Readiness:
    """How to see that a service answers, in words that a module on the host can act on.

    Attributes:
        kind: `zookeeper` (serving as leader, follower or standalone), `kafka` (lists itself and its peers) or
            `kafka-mirror` (is in its group).
        address: Address of this host's own port; None for a mirror, which is seen in its group.
        port: Port asked; None for a mirror.
        members: Host to id of everyone in the same cluster; of a mirror, host to how many members its group has from
            there when all processes of the mirror run.
        own: This host's id; of a mirror, the number of the process.
        group: Group that the processes of a mirror form.
        engine: 1 or 2, the MirrorMaker that a mirror is; 0 for other kinds.
        client: Name that the process has in the group; empty where the engine gives the same one to all.
        brokers: `host:port` of every broker of the cluster that has the group.
        sources: `host:port` of every broker that the mirror reads from.
    """

    kind: str
    service: str
    address: str | None
    port: int | None
    own: int
    members: Mapping[str, int]
    group: str = ""
    engine: int = 0
    client: str = ""
    brokers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What one role makes of a host; `cluster` is empty where the role belongs to none."""

    role: str
    cluster: str
    packages: tuple[str, ...] = ()
    users: tuple[User, ...] = ()
    directories: tuple[Directory, ...] = ()
    files: tuple[File, ...] = ()
    links: tuple[Link, ...] = ()
    services: tuple[Service, ...] = ()
    sysctls: tuple[Sysctl, ...] = ()
    ports: tuple[Port, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    guards: tuple[Guard, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    owned: tuple[Owned, ...] = ()
    lines: tuple[Line, ...] = ()
    absent: tuple[Absent, ...] = ()
    units: tuple[Unit, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    keystores: tuple[Keystore, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that one host must be, a section a role, in the order in which roles run."""

    machine: Machine
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def host(self) -> str:
        """FQDN of the host."""
        return self.machine.host

    def section(self, role: str) -> Section | None:
        """Return what `role` makes of this host, None when the host does not have it."""
        return next((section for section in self.sections if section.role == role), None)

    def files(self) -> Iterator[File]:
        """Yield every file of every section."""
        for section in self.sections:
            yield from section.files
