"""What a bundle and the parameters of checks hold, as the control node declares it in `hiera_kafka.catalog.resources`.

Made by `pytest --regenerate tests/plugins/module_utils/test_wire_table.py`; not to be edited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

SERVICE_NAME = "[A-Za-z0-9][A-Za-z0-9@._-]{0,127}"
"""Pattern of what a unit or program may be called."""


@dataclass(frozen=True)
class User:
    name: str
    comment: str
    home: str
    uid: int | None


@dataclass(frozen=True)
class Directory:
    path: str
    owner: str
    group: str
    mode: int


@dataclass(frozen=True)
class File:
    path: str
    owner: str
    group: str
    mode: int
    hold: bool
    content: bytes = field(repr=False)
    secret: bool


@dataclass(frozen=True)
class Link:
    path: str
    target: str


@dataclass(frozen=True)
class Service:
    definition: File
    name: str
    records: tuple[str, ...]
    record_file: str


@dataclass(frozen=True)
class Sysctl:
    name: str
    value: int


@dataclass(frozen=True)
class Unit:
    name: str
    definition: str


@dataclass(frozen=True)
class Placement:
    service: str
    role: str
    cluster: str
    id: str
    address: str
    release: str
    directories: tuple[str, ...]
    identity: dict[str, str]
    members: dict[str, str]
    addresses: dict[str, str]
    unit: str


@dataclass(frozen=True)
class Resources:
    users: tuple[User, ...]
    directories: tuple[Directory, ...]
    files: tuple[File, ...]
    links: tuple[Link, ...]
    services: tuple[Service, ...]
    sysctls: tuple[Sysctl, ...]
    units: tuple[Unit, ...]
    placements: tuple[Placement, ...]


class Kind(NamedTuple):
    """A kind of resource in a bundle.

    Attributes:
        word: What one of it is called.
        of: Its class.
        owns_path: Whether nothing else may be at its path.
        fields: Field to the form in which it is read; `bundle_format` has what reads each form.
    """

    word: str
    of: Any
    owns_path: bool
    fields: dict[str, str]


RESOURCES = {
    "users": Kind("user", User, False, {"name": "name", "comment": "text", "home": "system path", "uid": "user id"}),
    "directories": Kind(
        "directory", Directory, True, {"path": "path", "owner": "text", "group": "text", "mode": "mode"}
    ),
    "files": Kind(
        "file",
        File,
        True,
        {
            "path": "path",
            "owner": "text",
            "group": "text",
            "mode": "mode",
            "hold": "flag",
            "content": "content",
            "secret": "flag",
        },
    ),
    "links": Kind("link", Link, True, {"path": "path", "target": "text"}),
    "services": Kind(
        "service", Service, False, {"definition": "file", "name": "name", "records": "paths", "record_file": "path"}
    ),
    "sysctls": Kind("sysctl", Sysctl, False, {"name": "kernel setting", "value": "integer"}),
    "units": Kind("unit", Unit, False, {"name": "name", "definition": "path"}),
    "placements": Kind(
        "placement",
        Placement,
        False,
        {
            "service": "name",
            "role": "text",
            "cluster": "text",
            "id": "text",
            "address": "text",
            "release": "text",
            "directories": "texts",
            "identity": "mapping",
            "members": "mapping",
            "addresses": "mapping",
            "unit": "path",
        },
    ),
}
