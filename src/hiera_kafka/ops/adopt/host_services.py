"""What a host says of the Kafka and ZooKeeper processes that run on it; hosts are not trusted, so all is checked.

The form of the answer is in `module_utils/adoption/services.py`, which makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiera_kafka.kafka_options import OptionKind, table
from hiera_kafka.kafka_options.supplement import BROKER
from hiera_kafka.model.releases import DEFAULT_VERSION
from hiera_kafka.ops.look.fields import Fields, OddError

KINDS = ("broker", "zookeeper", "connect", "mirror-maker")
_MOST_SERVICES = 32
_MOST_CHARACTERS = 8192
_PASSWORD = "password"  # noqa: S105 - Kafka's name of a type
_SECRET_NAMES = ("DigestAuthenticationProvider.superDigest",)
_BOOT_S = 2.0
"""The kernel tells when it was booted in whole seconds, and so when a process was started no better."""
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,199}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MarkedDirectory:
    """A data directory of a broker.

    Attributes:
        path: The directory.
        properties: Of its `meta.properties`, by name; empty where it has none.
        detail: Why it cannot be read, empty where it can.
    """

    path: str
    properties: Mapping[str, str]
    detail: str


@dataclass(frozen=True, slots=True)
class HostService:
    """A process that runs Kafka or ZooKeeper.

    Attributes:
        kind: `broker`, `zookeeper`, `connect` or `mirror-maker`.
        pid: Process id.
        since: When it was started, in seconds since 1970; None where that cannot be seen.
        user: Whom it belongs to.
        unit: Unit of systemd; None where it belongs to none.
        release: Of the jar that it runs from, such as `3.9.1`; None where that cannot be seen.
        home: The directory above that of its jars; None as above.
        java: Home of its Java; None as above.
        java_version: Version of that; None as above.
        heap: `Xms` and `Xmx` to sizes, as they are written.
        flags: Other options of its JVM that begin with -X, those without their values that may be anything.
        jmx_port: Where JMX listens; None where it does not.
        logging: File that configures Log4j; None where none is named.
        login: File of JAAS; None as above.
        agents: Jars of Java agents.
        properties: Names of other system properties.
        open_files: Soft limit of open files in force; None where there is none, or it cannot be seen.
        file: Its file of settings; None where it has none.
        changed: When that was last changed, in seconds since 1970; None where it cannot be read.
        options: Of that file, by name; None is a value that stayed on the host since it may be a secret.
        overrides: Options of the command line that count in place of those, as above.
        data: Data directories of a broker.
        myid: Of a ZooKeeper server; None where it has none.
        detail: What could not be read, and why; empty where all could.
    """

    kind: str
    pid: int
    since: float | None
    user: str
    unit: str | None
    release: str | None
    home: str | None
    java: str | None
    java_version: str | None
    heap: Mapping[str, str]
    flags: tuple[str, ...]
    jmx_port: int | None
    logging: str | None
    login: str | None
    agents: tuple[str, ...]
    properties: tuple[str, ...]
    open_files: int | None
    file: str | None
    changed: float | None
    options: Mapping[str, str | None]
    overrides: Mapping[str, str | None]
    data: tuple[MarkedDirectory, ...]
    myid: int | None
    detail: str

    @property
    def changed_since(self) -> bool:
        """Whether the file was changed after the process was started."""
        return self.changed is not None and self.since is not None and self.changed > self.since + _BOOT_S

    @property
    def given(self) -> dict[str, str | None]:
        """Name to value of the options of the file and of the command line together."""
        return {**self.options, **self.overrides}

    def shown(self) -> dict[str, Any]:
        """Return, JSON-able, how it runs: what is said without the options of its file."""
        return {
            "unit": self.unit,
            "user": self.user,
            "release": self.release,
            "home": self.home,
            "file": self.file,
            "java": self.java,
            "java_version": self.java_version,
            "jvm_options": [*(f"-{name}{size}" for name, size in sorted(self.heap.items())), *self.flags],
            "system_properties": list(self.properties),
            "jmx_port": self.jmx_port,
            "logging": self.logging,
            "login": self.login,
            "agents": list(self.agents),
            "open_files": self.open_files,
            "data": [{"path": one.path, **one.properties} for one in self.data],
        }

    def __str__(self) -> str:
        where = f"unit {self.unit}" if self.unit else f"process {self.pid} of the user {self.user}"
        return f"{where}, {self.file}" if self.file else where


def shown_options() -> dict[str, list[str]]:
    """Return kind to the options whose values are no secrets; hosts keep the values of all others to themselves."""
    kafka, zookeeper = table(OptionKind.BROKER, DEFAULT_VERSION), table(OptionKind.ZOOKEEPER, "")
    broker = {**BROKER, **(kafka.options if kafka else {})}
    return {
        "broker": sorted(name for name, option in broker.items() if option.type != _PASSWORD),
        "zookeeper": sorted(zookeeper.options.keys() - set(_SECRET_NAMES) if zookeeper else ()),
    }


def parse_services(answer: object) -> tuple[HostService, ...]:
    """Return the services of an answer, in which nothing is obeyed by a terminal but what options say.

    Raises:
        OddError: It is no such answer; says which field is not, and what is allowed.
    """
    return tuple(map(_service, Fields({"adoption": answer}, "the answer").listed("adoption")[:_MOST_SERVICES]))


def _service(entry: Fields) -> HostService:
    command = entry.fields("command")
    if command is None:
        raise OddError("a service has no command")
    kind = entry.text("kind")
    if kind not in KINDS:
        raise OddError(f"{kind!r} is no kind of service: {', '.join(KINDS)}")
    return HostService(
        kind=kind,
        pid=entry.count("pid"),
        since=entry.number_or_none("since"),
        user=entry.text("user"),
        open_files=entry.count_or_none("open_files"),
        changed=entry.number_or_none("changed"),
        options=_options(entry, "options"),
        overrides=_options(entry, "overrides"),
        data=tuple(
            MarkedDirectory(one.text("path"), one.words("properties"), one.text("detail"))
            for one in entry.listed("data")
        ),
        myid=entry.count_or_none("myid"),
        detail=entry.text("detail"),
        heap=command.words("heap"),
        flags=command.texts("flags"),
        jmx_port=command.count_or_none("jmx_port"),
        agents=command.texts("agents"),
        properties=command.texts("properties"),
        logging=command.text_or_none("logging"),
        login=command.text_or_none("login"),
        unit=entry.text_or_none("unit"),
        release=entry.text_or_none("release"),
        home=entry.text_or_none("home"),
        java=entry.text_or_none("java"),
        java_version=entry.text_or_none("java_version"),
        file=entry.text_or_none("file"),
    )


def _options(entry: Fields, name: str) -> dict[str, str | None]:
    """Return options as they are: their values become data, where nothing may be escaped or cut off."""
    found = entry.fields(name)
    if found is None:
        return {}
    options = dict(found.items())
    for option, value in options.items():
        if _NAME.fullmatch(option) is None:
            raise OddError(f"{name} has what is no name of an option")
        if value is not None and not (isinstance(value, str) and len(value) <= _MOST_CHARACTERS):
            raise OddError(f"{name}.{option} is neither null nor a text of at most {_MOST_CHARACTERS} characters")
    return options
