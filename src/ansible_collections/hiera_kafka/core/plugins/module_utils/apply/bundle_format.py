"""Reads a bundle: what one role makes of one host, as the controller rendered it.

A bundle comes over the network and is written by root, so nothing in it is taken on trust but its digest.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import check_name

FORMAT = 1
PACKED_LIMIT = 16 * 1024 * 1024
"""Bytes of the compressed file."""
UNPACKED_LIMIT = 64 * 1024 * 1024
"""Bytes of the JSON text."""
_SYSCTL = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
SECRET_MODE = 0o640
"""No file with a secret in it may be open to more than this."""


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
    content: bytes = field(repr=False)
    secret: bool = False
    hold: bool = False


@dataclass(frozen=True)
class Link:
    path: str
    target: str


@dataclass(frozen=True)
class Sysctl:
    name: str
    value: int


@dataclass(frozen=True)
class Service:
    name: str
    definition: File
    records: tuple[str, ...]
    record_file: str


@dataclass(frozen=True)
class Unit:
    """A unit that stands over services; its definition is one of the files."""

    name: str
    definition: str


@dataclass(frozen=True)
class Bundle:
    """All that one section of a host's catalog asks for; paths are absolute and lie below `root`."""

    host: str
    section: str
    root: str
    service_manager: str
    users: tuple[User, ...]
    directories: tuple[Directory, ...]
    files: tuple[File, ...]
    links: tuple[Link, ...]
    services: tuple[Service, ...]
    sysctls: tuple[Sysctl, ...] = ()
    units: tuple[Unit, ...] = ()

    def written(self) -> Iterator[File]:
        """Yield every file, definitions of services last."""
        yield from self.files
        for service in self.services:
            yield service.definition

    def replaced(self) -> Iterator[str]:
        """Yield the path of everything that is put in place by a rename."""
        yield from (file.path for file in self.written())
        yield from (link.path for link in self.links)


def read(path: str, *, digest: str, section: str) -> Bundle:
    """Return the bundle in the gzip file `path`.

    Args:
        path: File that only its owner can read.
        digest: SHA-256 of the file, hexadecimal.
        section: The section that it must hold.

    Raises:
        ProblemError: `bundle-refused`, when anything about it is not as it must be.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:
        mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
        if mode & 0o077:
            raise _refused(f"others may read it (mode {mode:04o}), allowed is 0600")
        packed = stream.read(PACKED_LIMIT + 1)
        if len(packed) > PACKED_LIMIT:
            raise _refused(f"it is larger than {PACKED_LIMIT} bytes")
    found = hashlib.sha256(packed).hexdigest()
    if found != digest:
        raise _refused(f"its SHA-256 is {found}, sent was {digest}")
    bundle = parse(_unpack(packed))
    if bundle.section != section:
        raise _refused(f"it holds the section {bundle.section!r}, asked for was {section!r}")
    return bundle


def parse(text: bytes) -> Bundle:
    """Return the bundle that the JSON `text` describes."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        # Not the error's own text, which may quote what stands in the bundle.
        raise _refused(f"it is not JSON ({type(error).__name__})") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise _refused(f"its format is {found!r}, understood is {FORMAT}")
    root = _text(data, "root")
    if root and (not root.startswith("/") or os.path.normpath(root) != root or root == "/"):
        raise _refused(f"root {root!r} is not an absolute path without '..' or an ending '/'")
    manager = _text(data, "service_manager")
    if manager not in {"systemd", "supervisor"}:
        raise _refused(f"service_manager is {manager!r}, allowed are systemd and supervisor")
    bundle = Bundle(
        host=_text(data, "host"),
        section=_text(data, "section"),
        root=root,
        service_manager=manager,
        users=tuple(_user(entry) for entry in _list(data, "users")),
        directories=tuple(
            Directory(_path(entry, "path", root), _text(entry, "owner"), _text(entry, "group"), _mode(entry))
            for entry in _list(data, "directories")
        ),
        files=tuple(_file(entry, root) for entry in _list(data, "files")),
        links=tuple(Link(_path(entry, "path", root), _text(entry, "target")) for entry in _list(data, "links")),
        services=tuple(_service(entry, root) for entry in _list(data, "services")),
        sysctls=tuple(_sysctl(entry) for entry in _list(data, "sysctls")),
        units=tuple(
            Unit(check_name(_text(entry, "name")), _path(entry, "definition", root)) for entry in _list(data, "units")
        ),
    )
    _one_owner_each(bundle)
    return bundle


def _unpack(packed: bytes) -> bytes:
    decompressor = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        text = decompressor.decompress(packed, UNPACKED_LIMIT + 1)
    except (zlib.error, gzip.BadGzipFile):
        raise _refused("it is not a gzip file") from None
    if len(text) > UNPACKED_LIMIT:
        raise _refused(f"it unpacks to more than {UNPACKED_LIMIT} bytes")
    if not decompressor.eof:
        raise _refused("it ends in the middle")
    return text


def _user(entry: dict[str, Any]) -> User:
    uid = entry.get("uid")
    if uid is not None and (not isinstance(uid, int) or isinstance(uid, bool) or not 0 < uid < 2**31):
        raise _refused(f"uid {uid!r} is not a positive integer")
    return User(check_name(_text(entry, "name")), _text(entry, "comment"), _path(entry, "home", ""), uid)


def _file(entry: dict[str, Any], root: str) -> File:
    path, mode, secret = _path(entry, "path", root), _mode(entry), _flag(entry, "secret")
    if secret and mode & ~SECRET_MODE:
        raise _refused(f"{path} holds a secret and has mode {mode:04o}, allowed is {SECRET_MODE:04o} or narrower")
    return File(
        path,
        _text(entry, "owner"),
        _text(entry, "group"),
        mode,
        _string(entry, "content").encode(),
        secret=secret,
        hold=_flag(entry, "hold"),
    )


def _service(entry: dict[str, Any], root: str) -> Service:
    definition = entry.get("definition")
    if not isinstance(definition, dict):
        raise _refused("a service has no definition")
    records = entry.get("records", [])
    if not isinstance(records, list):
        raise _refused("the records of a service are not a list")
    return Service(
        name=check_name(_text(entry, "name")),
        definition=_file(definition, root),
        records=tuple(_path({"path": record}, "path", root) for record in records),
        record_file=_path(entry, "record_file", root),
    )


def _sysctl(entry: dict[str, Any]) -> Sysctl:
    name, value = _text(entry, "name"), entry.get("value")
    if not _SYSCTL.fullmatch(name):
        raise _refused(f"{name!r} is no name of a kernel setting")
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refused(f"{name} is {type(value).__name__}, allowed is an integer")
    return Sysctl(name, value)


def _one_owner_each(bundle: Bundle) -> None:
    seen: set[str] = set()
    for path in (*(directory.path for directory in bundle.directories), *bundle.replaced()):
        if path in seen:
            raise _refused(f"{path} is named twice")
        seen.add(path)
    files = {file.path for file in bundle.files}
    for unit in bundle.units:
        if unit.definition not in files:
            raise _refused(f"{unit.definition}, which defines {unit.name}, is not in it")


def _list(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _refused(f"{key} is not a list of objects")
    return found


def _string(entry: dict[str, Any], key: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str):
        raise _refused(f"{key} is {type(found).__name__}, allowed is text")
    return found


def _text(entry: dict[str, Any], key: str) -> str:
    found = _string(entry, key)
    if "\0" in found or "\n" in found:
        raise _refused(f"{key} holds a NUL or a line break")
    return found


def _flag(entry: dict[str, Any], key: str) -> bool:
    found = entry.get(key, False)
    if not isinstance(found, bool):
        raise _refused(f"{key} is {type(found).__name__}, allowed are true and false")
    return found


def _mode(entry: dict[str, Any]) -> int:
    text = _text(entry, "mode")
    try:
        mode = int(text, 8)
    except ValueError:
        mode = -1
    if not 0 <= mode <= 0o1777:
        raise _refused(f"mode {text!r} is not octal between 0000 and 1777")
    return mode


def _path(entry: dict[str, Any], key: str, root: str) -> str:
    path = _text(entry, key)
    if not path.startswith("/") or os.path.normpath(path) != path or path == "/":
        raise _refused(f"{key} {path!r} is not an absolute path without '..', '//' or an ending '/'")
    if root and not path.startswith(f"{root}/"):
        raise _refused(f"{key} {path!r} does not lie below {root}")
    return path


def _refused(reason: str) -> ProblemError:
    return ProblemError(
        Problem(
            "bundle-refused",
            f"the bundle is refused: {reason}",
            note="nothing on the host was changed",
            hint="run again; when it happens again, the controller and the collection are of different versions",
        )
    )
