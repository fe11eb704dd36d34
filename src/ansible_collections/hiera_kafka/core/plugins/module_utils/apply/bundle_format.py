"""Reads a bundle: what one role makes of one host, as the control node rendered it.

A bundle comes over the network and is written by root, so nothing in it is taken on trust but its digest. Which
resources and fields it may have is in `wire_table`, made from what the control node declares; how each is read, and
what is refused, is here alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import check_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import RESOURCES, File, Kind, Resources

FORMAT = 1
PACKED_LIMIT = 16 * 1024 * 1024
"""Bytes of the compressed file."""
UNPACKED_LIMIT = 64 * 1024 * 1024
"""Bytes of the JSON text."""
_SYSCTL = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
SECRET_MODE = 0o640
"""No file with a secret in it may be open to more than this."""


@dataclass(frozen=True)
class Bundle(Resources):
    """All that one section of a host's catalog asks for; paths are absolute and lie below `root`."""

    host: str
    section: str
    root: str
    service_manager: str

    def written(self) -> Iterator[File]:
        """Yield every file, definitions of services last."""
        yield from self.files
        for service in self.services:
            yield service.definition

    def replaced(self) -> Iterator[str]:
        """Yield the path of everything that is put in place by a rename."""
        yield from (file.path for file in self.written())
        yield from (link.path for link in self.links)
        yield from (placed.path(self.root, one.service) for one in self.placements)


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
    return of(data)


def of(data: object) -> Bundle:
    """Return the bundle that an object read from JSON describes."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise _refused(f"its format is {found!r}, understood is {FORMAT}")
    head = _Entry(data, "bundle")
    root = head.text("root")
    if root and (not root.startswith("/") or os.path.normpath(root) != root or root == "/"):
        raise _refused(f"root {root!r} is not an absolute path without '..' or an ending '/'")
    manager = head.text("service_manager")
    if manager not in {"systemd", "supervisor"}:
        raise _refused(f"service_manager is {manager!r}, allowed are systemd and supervisor")
    bundle = Bundle(
        host=head.text("host"),
        section=head.text("section"),
        root=root,
        service_manager=manager,
        **{
            name: tuple(_resource(kind, entry, root) for entry in head.entries(name))
            for name, kind in RESOURCES.items()
        },
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


def _resource(kind: Kind, data: dict[str, Any], root: str) -> Any:
    """Return a resource of the class of its kind, each field read as the table says."""
    entry = _Entry(data, kind.word, root)
    found = kind.of(**{name: _READ[form](entry, name) for name, form in kind.fields.items()})
    if isinstance(found, File) and found.secret and found.mode & ~SECRET_MODE:
        raise _refused(
            f"{found.path} holds a secret and has mode {found.mode:04o}, allowed is {SECRET_MODE:04o} or narrower"
        )
    return found


def _one_owner_each(bundle: Bundle) -> None:
    seen: set[str] = set()
    for path in _owned(bundle):
        if path in seen:
            raise _refused(f"{path} is named twice")
        seen.add(path)
    files = {file.path for file in bundle.files}
    for unit in bundle.units:
        if unit.definition not in files:
            raise _refused(f"{unit.definition}, which defines {unit.name}, is not in it")


def _owned(bundle: Bundle) -> Iterator[str]:
    """Yield every path that something in the bundle is to be at, also of files that belong to a resource."""
    for name, kind in RESOURCES.items():
        for resource in getattr(bundle, name):
            if kind.owns_path:
                yield resource.path
            yield from (getattr(resource, field).path for field, form in kind.fields.items() if form == "file")


@dataclass(frozen=True)
class _Entry:
    """An object of the JSON text, with the forms in which its values may be read.

    Attributes:
        data: What was sent.
        word: What it is called where it is refused.
        root: Directory that paths in it must lie below, empty for `/`.
    """

    data: dict[str, Any]
    word: str
    root: str = ""

    def entries(self, key: str) -> list[dict[str, Any]]:
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise _refused(f"{key} is not a list of objects")
        return found

    def string(self, key: str) -> str:
        found = self.data.get(key)
        if not isinstance(found, str):
            raise _refused(f"{key} is {type(found).__name__}, allowed is text")
        return found

    def content(self, key: str) -> bytes:
        return self.string(key).encode()

    def text(self, key: str) -> str:
        found = self.string(key)
        if "\0" in found or "\n" in found:
            raise _refused(f"{key} holds a NUL or a line break")
        return found

    def name(self, key: str) -> str:
        return check_name(self.text(key))

    def kernel_setting(self, key: str) -> str:
        found = self.text(key)
        if not _SYSCTL.fullmatch(found):
            raise _refused(f"{found!r} is no name of a kernel setting")
        return found

    def flag(self, key: str) -> bool:
        found = self.data.get(key, False)
        if not isinstance(found, bool):
            raise _refused(f"{key} is {type(found).__name__}, allowed are true and false")
        return found

    def integer(self, key: str) -> int:
        found = self.data.get(key)
        if not isinstance(found, int) or isinstance(found, bool):
            what = self.text("name") if "name" in self.data else key
            raise _refused(f"{what} is {type(found).__name__}, allowed is an integer")
        return found

    def user_id(self, key: str) -> int | None:
        found = self.data.get(key)
        if found is not None and (not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 2**31):
            raise _refused(f"{key} {found!r} is not a positive integer")
        return found

    def mode(self, key: str) -> int:
        text = self.text(key)
        try:
            mode = int(text, 8)
        except ValueError:
            mode = -1
        if not 0 <= mode <= 0o1777:
            raise _refused(f"{key} {text!r} is not octal between 0000 and 1777")
        return mode

    def path(self, key: str) -> str:
        path = self.system_path(key)
        if self.root and not path.startswith(f"{self.root}/"):
            raise _refused(f"{key} {path!r} does not lie below {self.root}")
        return path

    def system_path(self, key: str) -> str:
        path = self.text(key)
        if not path.startswith("/") or os.path.normpath(path) != path or path == "/":
            raise _refused(f"{key} {path!r} is not an absolute path without '..', '//' or an ending '/'")
        return path

    def paths(self, key: str) -> tuple[str, ...]:
        found = self.data.get(key, [])
        if not isinstance(found, list):
            raise _refused(f"the {key} of a {self.word} are not a list")
        return tuple(_Entry({"path": path}, self.word, self.root).path("path") for path in found)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.data.get(key, [])
        if not isinstance(found, list):
            raise _refused(f"the {key} of a {self.word} are not a list")
        return tuple(_Entry({key: text}, self.word).text(key) for text in found)

    def mapping(self, key: str) -> dict[str, str]:
        found = self.data.get(key, {})
        if not isinstance(found, dict):
            raise _refused(f"the {key} of a {self.word} are not a mapping")
        return {
            _Entry({key: name}, self.word).text(key): _Entry({key: text}, self.word).text(key)
            for name, text in found.items()
        }

    def file(self, key: str) -> File:
        found = self.data.get(key)
        if not isinstance(found, dict):
            raise _refused(f"a {self.word} has no {key}")
        file: File = _resource(RESOURCES["files"], found, self.root)
        return file


_READ: dict[str, Callable[[_Entry, str], Any]] = {
    "content": _Entry.content,
    "file": _Entry.file,
    "flag": _Entry.flag,
    "integer": _Entry.integer,
    "kernel setting": _Entry.kernel_setting,
    "mapping": _Entry.mapping,
    "mode": _Entry.mode,
    "name": _Entry.name,
    "path": _Entry.path,
    "paths": _Entry.paths,
    "system path": _Entry.system_path,
    "text": _Entry.text,
    "texts": _Entry.texts,
    "user id": _Entry.user_id,
}
"""Form of a value in the table, to what reads it and refuses all else."""


def _refused(reason: str) -> ProblemError:
    return ProblemError(
        Problem(
            "bundle-refused",
            f"the bundle is refused: {reason}",
            note="nothing on the host was changed",
            hint="run again; when it happens again, the control node and the collection are of different versions",
        )
    )
