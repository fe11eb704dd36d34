"""What a host says of itself, as read from its answer; hosts are not trusted, so each field has been checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_TOGETHER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """The clock of a host against that of the control node.

    Attributes:
        offset_s: Seconds that it is ahead.
        error_s: How far that may be off: half of the time that the question took.
        synchronized: Whether its kernel holds it for synchronized; None where it does not say, or where the clock is
            not the host's own, as in a container.
        time_s: What it showed when the host answered, in seconds since 1970; None where that is not known.
    """

    offset_s: float
    error_s: float
    synchronized: bool | None
    time_s: float | None = None


@dataclass(frozen=True, slots=True)
class FilesystemSeen:
    """The filesystem that a path lies on.

    Attributes:
        path: Which was asked for.
        mount: Where the filesystem is mounted.
        total_bytes: Its size.
        free_bytes: What a user who is not root may still use.
        total_inodes: 0 where it does not count them.
        free_inodes: What a user who is not root may still use.
        read_only: Whether nothing can be written there.
    """

    path: str
    mount: str
    total_bytes: int
    free_bytes: int
    total_inodes: int
    free_inodes: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class JavaSeen:
    """The Java at the JAVA_HOME of the services.

    Attributes:
        home: Asked for.
        version: As its file `release` says it; None where there is none.
        detail: Why there is none.
    """

    home: str
    version: str | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SysctlSeen:
    """A kernel setting.

    Attributes:
        value: As `/proc/sys` shows it; None where the kernel does not have it.
        settable: Whether it may be changed from there; containers and some guests can only read it.
    """

    value: str | None
    settable: bool


@dataclass(frozen=True, slots=True)
class ListenerSeen:
    """A TCP socket that listens.

    Attributes:
        address: `0.0.0.0`, `::` or one address.
        port: Its port.
        pid: Of the process that has it; None where that cannot be seen.
    """

    address: str
    port: int
    pid: int | None


@dataclass(frozen=True, slots=True)
class LogError:
    """An error that a process logged.

    Attributes:
        at: Time as its log has it, of the host's clock and zone; None where it has none.
        text: What it says, in several lines.
    """

    at: str | None
    text: str

    @property
    def thrown(self) -> bool:
        """Whether it says what was thrown."""
        return "Exception" in self.text or "java.lang." in self.text

    def shortly_before(self, other: LogError) -> bool:
        """Whether it was logged no more than a minute before another one, of the same log."""
        if self.at is None or other.at is None:
            return self.at == other.at
        try:
            passed = datetime.fromisoformat(other.at) - datetime.fromisoformat(self.at)
        except (ValueError, TypeError):  # digits of a log that are no time
            return False
        return timedelta(0) <= passed <= _TOGETHER


@dataclass(frozen=True, slots=True)
class ServiceSeen:
    """A service that the data gives to the host.

    Attributes:
        name: Of the unit or program.
        state: stopped, starting, running, stopping or failed.
        detail: The service manager's words.
        pid: Process id, None when it does not run.
        since: When it was started, in seconds since 1970, None when it does not run.
        enabled: Whether it starts with the host; None where the service manager has no such thing.
        restarts: How often the service manager started it again by itself since it was last started on purpose; None
            where that cannot be told.
        limits: Soft limits really in force by the names of `/proc/PID/limits`; None is unlimited. Empty when it does
            not run.
        home: KAFKA_HOME that it runs with; None when it does not run, or does not say.
        java: JAVA_HOME or program that it runs with; None as above.
        pending: Files that changed after it was started: a restart is pending.
        program: File that its process runs, which ends in ` (deleted)` where that was replaced or removed since; None
            as above.
        errors: Its last errors, oldest first; only where they were asked for.
        unreadable: Logs that cannot be read, and why.
        loop: How often its service manager started it again in the last ten minutes, where it is in a crash loop; else
            0. Its state is then that of an instant.
        cause: Why it has ended the last time, in one line; None where it has not, or its log does not say so in words
            that are known.
    """

    name: str
    state: str
    detail: str
    pid: int | None
    since: float | None
    enabled: bool | None
    restarts: int | None
    limits: Mapping[str, int | None]
    home: str | None
    java: str | None
    pending: tuple[str, ...]
    program: str | None = None
    errors: tuple[LogError, ...] = ()
    unreadable: tuple[str, ...] = ()
    loop: int = 0
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """What a ZooKeeper server answers to its own host.

    Attributes:
        service: Of which service.
        mode: leader, follower, observer, standalone or looking; None where it does not answer.
        detail: Why it does not.
        version: Of ZooKeeper.
        myid: What its file says; None where there is none.
        values: Of the word `mntr`, by name, such as `zk_synced_followers`; empty where the whitelist lacks it.
        conf: Of the word `conf`, by name; empty as above.
    """

    service: str
    mode: str | None
    detail: str
    version: str | None
    myid: int | None
    values: Mapping[str, str]
    conf: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DataSeen:
    """What lies in a data directory of a broker.

    Attributes:
        path: The directory.
        properties: Of its `meta.properties`; empty where it has none.
        detail: Why it cannot be read, empty where it can.
    """

    path: str
    properties: Mapping[str, str]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class UpgradeSeen:
    """A file that is held: the data wants another release than the one that runs.

    Attributes:
        path: The file.
        has: Lines that only the file has.
        wants: Lines that only the data has.
    """

    path: str
    has: tuple[str, ...]
    wants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HostSeen:
    """All that a host says of itself.

    Attributes:
        took_s: How long the answer took.
        clock: Its clock.
        addresses: Of its network interfaces, IPv4 and IPv6, loopback among them.
        filesystems: By the paths that were asked for.
        java: Of its services; None where the data needs none.
        services: By name, those that the data gives it.
        strangers: Names of services of our families that the data does not give it.
        listeners: Every TCP socket that listens.
        releases: Directory of each release that the data names, to whether all of it is installed.
        servers: ZooKeeper servers of the host.
        data: Data directories of brokers.
        upgrades: What is held.
        differs: Resources that a run would change, as `kind name`, by section.
        sysctls: Kernel settings that were asked for, by name.
        unread: What could not be read, to why: a key of `module_utils/look/look.py` such as `listeners`, or a key and
            an item of it, such as `filesystems /srv/kafka`. It is then missing above.
    """

    took_s: float
    clock: ClockSeen
    addresses: tuple[str, ...]
    filesystems: Mapping[str, FilesystemSeen]
    java: JavaSeen | None
    services: Mapping[str, ServiceSeen]
    strangers: tuple[str, ...]
    listeners: tuple[ListenerSeen, ...]
    releases: Mapping[str, bool]
    servers: tuple[ServerSeen, ...]
    data: tuple[DataSeen, ...]
    upgrades: tuple[UpgradeSeen, ...]
    differs: Mapping[str, tuple[str, ...]]
    sysctls: Mapping[str, SysctlSeen] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
