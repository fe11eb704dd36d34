"""What a host says of the Kafka and ZooKeeper processes that run on it; hosts are not trusted, so all is checked.

The form of the answer is in `module_utils/running/services.py`, which makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hiera_kafka.kafka_options import OptionKind, table
from hiera_kafka.kafka_options.supplement import BROKER
from hiera_kafka.model.releases import DEFAULT_VERSION

KINDS = ("broker", "zookeeper", "connect", "mirror-maker")
_MOST_SERVICES = 32
_MOST_ITEMS = 2000
_MOST_CHARACTERS = 8192
_PASSWORD = "password"  # noqa: S105 - Kafka's name of a type
_SECRET_NAMES = ("DigestAuthenticationProvider.superDigest",)
_Value = TypeVar("_Value")


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
        return self.changed is not None and self.since is not None and self.changed > self.since

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
    """Return the services of an answer.

    Raises:
        ValueError: It is no such answer; says of what form a part of it is not.
    """
    return tuple(_service(_mapping(entry)) for entry in _list(answer, _MOST_SERVICES))


def _service(entry: Mapping[str, Any]) -> HostService:
    command = _mapping(entry.get("command"))
    kind = _text(entry.get("kind"))
    if kind not in KINDS:
        raise ValueError(f"no kind of service: {kind!r}")
    return HostService(
        kind=kind,
        pid=_number(entry.get("pid")),
        since=_or_none(_seconds, entry.get("since")),
        user=_text(entry.get("user")),
        open_files=_or_none(_number, entry.get("open_files")),
        changed=_or_none(_seconds, entry.get("changed")),
        options=_options(entry.get("options")),
        overrides=_options(entry.get("overrides")),
        data=tuple(map(_directory, _list(entry.get("data")))),
        myid=_or_none(_number, entry.get("myid")),
        detail=_text(entry.get("detail")),
        heap=_texts_by_name(command.get("heap")),
        flags=_texts(command.get("flags")),
        jmx_port=_or_none(_number, command.get("jmx_port")),
        agents=_texts(command.get("agents")),
        properties=_texts(command.get("properties")),
        logging=_or_none(_text, command.get("logging")),
        login=_or_none(_text, command.get("login")),
        unit=_or_none(_text, entry.get("unit")),
        release=_or_none(_text, entry.get("release")),
        home=_or_none(_text, entry.get("home")),
        java=_or_none(_text, entry.get("java")),
        java_version=_or_none(_text, entry.get("java_version")),
        file=_or_none(_text, entry.get("file")),
    )


def _directory(value: object) -> MarkedDirectory:
    entry = _mapping(value)
    return MarkedDirectory(
        _text(entry.get("path")), _texts_by_name(entry.get("properties")), _text(entry.get("detail"))
    )


def _or_none(read: Callable[[object], _Value], value: object) -> _Value | None:
    return None if value is None else read(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise ValueError(f"no text of at most {_MOST_CHARACTERS} characters: {str(value)[:40]!r}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError(f"no whole number: {str(value)[:40]!r}")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 2**40:
        raise ValueError(f"no time in seconds: {str(value)[:40]!r}")
    return float(value)


def _list(value: object, most: int = _MOST_ITEMS) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"no list of at most {most} items: {str(value)[:40]!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict) or len(value) > _MOST_ITEMS:
        raise ValueError(f"no object of at most {_MOST_ITEMS} names: {str(value)[:40]!r}")
    return value


def _texts_by_name(value: object) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in _mapping(value).items()}


def _options(value: object) -> dict[str, str | None]:
    return {_text(name): _or_none(_text, text) for name, text in _mapping(value).items()}
