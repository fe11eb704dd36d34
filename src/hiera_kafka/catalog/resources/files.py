"""Users, and what lies in the file system of a host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from hiera_kafka.catalog.resources import wire
from hiera_kafka.catalog.resources.values import Context, Setting, SettingGroup, Value
from hiera_kafka.catalog.resources.wire import Bundled, Declared, DefaultOnly, Form, OnControlNode, Resource, Way

_RENDERED = OnControlNode("is in the text that is rendered")


@dataclass(frozen=True, slots=True)
class User(Resource):
    """A system user with a group of the same name, without login."""

    declared = Declared("user", Way.BUNDLE, ("name",))

    name: wire.Name
    comment: wire.Text
    home: wire.SystemPath = "/nonexistent"
    uid: wire.UserId = None

    def state(self) -> str:
        """Return its home; an account that is there keeps all else."""
        return f"home {self.home}"


@dataclass(frozen=True, slots=True)
class Directory(Resource):
    """A directory.

    Attributes:
        path: Absolute path on the host.
        mode: Octal text; None leaves it to the umask.
        purge: Whether what no section names in it is removed.
    """

    declared = Declared("directory", Way.BUNDLE, ("path",), owns="path")

    path: wire.Path
    owner: wire.Text
    group: wire.Text
    mode: wire.Mode = "0755"
    purge: Annotated[bool, DefaultOnly()] = False

    def state(self) -> str:
        """Return whose it is, and its mode."""
        return f"{self.owner}:{self.group} {self.mode}"


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
class File(Resource):
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

    declared = Declared(
        "file",
        Way.BUNDLE,
        ("path",),
        owns="path",
        compared=False,
        made={"content": Bundled(Form.CONTENT), "secret": Bundled(Form.FLAG)},
    )

    path: wire.Path
    template: Annotated[str, _RENDERED]
    context: Annotated[Mapping[str, Context], _RENDERED]
    owner: wire.Text
    group: wire.Text
    mode: wire.Mode = "0644"
    hold: wire.Flag = False
    verbatim: Annotated[bool, _RENDERED] = False
    options: Annotated[Options | None, OnControlNode("says what its settings are checked against")] = None

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
class Link(Resource):
    """A symbolic link."""

    declared = Declared("link", Way.BUNDLE, ("path",), owns="path")

    path: wire.Path
    target: wire.Text

    def state(self) -> str:
        """Return what it leads to."""
        return self.target


@dataclass(frozen=True, slots=True)
class Owned(Resource):
    """A file whose owner and group are kept, and whose content is left alone."""

    declared = Declared("owner", Way.NONE, ("path",))

    path: str
    owner: str
    group: str

    def state(self) -> str:
        """Return whose it is."""
        return f"{self.owner}:{self.group}"


@dataclass(frozen=True, slots=True)
class Line(Resource):
    """A line of a file that someone else makes; it takes the place of the line that begins with `prefix`."""

    declared = Declared("line", Way.NONE, ("path", "prefix"))

    path: str
    prefix: str
    text: str

    def state(self) -> str:
        """Return the line."""
        return self.text


@dataclass(frozen=True, slots=True)
class Absent(Resource):
    """A file or directory that must not be there."""

    declared = Declared("absent", Way.NONE, ("path",))

    path: str
