"""Private keys in the tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError, Position, Severity
from hiera_kafka.hiera.hierarchy.walk_limits import MAX_NAMES_BELOW, Names, walk
from hiera_kafka.hiera.values.text_files import read_bytes
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.hierarchies import is_fixture
from hiera_kafka.lint.registry import FileRule, TreeRule

_PEM = re.compile(r"-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?)-----")
_NAMES = re.compile(r".*(\.(pem|key|p12|pfx|jks|keystore|keytab|pkcs7|asc)|id_(rsa|dsa|ecdsa|ed25519))", re.IGNORECASE)
_JKS = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_KEYTAB = b"\x05\x02"
_READ = 65536
"""Bytes of a file that are looked at: a key stands at its start."""


class PrivateKey(FileRule, TreeRule):
    """Private keys and keystores, in data files and in files of their own beside them."""

    id = "private-key"
    level = Severity.WARNING
    summary = "A private key is in the tree."

    def check(self, where: DataFile | DataTree) -> Iterator[Finding]:
        """Return every private key of a data file, or of the files beside those of a tree."""
        if isinstance(where, DataFile):
            for place, length in _in_data(where):
                yield self._found(place, length)
            return
        for path in _others(where) if where.focus is None else ():
            beside = _key_in(path, where.border)
            if beside is not None:
                fixture = is_fixture(Path(os.path.relpath(path, Path(where.config_file).parent)))
                yield self._found(beside, 1, Severity.INFO if fixture else None)

    def _found(self, where: Position, length: int, level: Severity | None = None) -> Finding:
        return self.finding(
            "a private key is in the tree, where anyone who reads the tree can take it",
            where,
            hint="keep it where hosts get their secrets from, and replace it: a key that was committed is known",
            length=length,
            level=level,
        )


def _in_data(file: DataFile) -> Iterator[tuple[Position, int]]:
    """Yield where private keys begin in a data file, and how long that is written."""
    if "PRIVATE" not in file.text:
        return
    found: list[int] = []
    for number, line in enumerate(file.lines, start=1):
        match = _PEM.search(line)
        if match:
            found.append(number)
            yield Position(file.path, number, match.start() + 1), len(match.group())
    # Text in quotes may be folded within the words that begin a key.
    for item in file.written:
        if _PEM.search(item.text) and not any(item.line <= number <= item.end_line for number in found):
            yield file.position(item), 1


def _others(tree: DataTree) -> Iterator[str]:
    """Yield files beside the data whose names are those of keys."""
    seen: set[str] = set()
    count = Names(MAX_NAMES_BELOW)
    for directory in (str(Path(tree.config_file).parent), *tree.directories):
        for parent, names in walk(directory, count):
            for name in names:
                path = str(Path(parent, name))
                if _NAMES.fullmatch(name) and path not in tree.files and path not in seen:
                    seen.add(path)
                    yield path


def _key_in(path: str, border: Border | None) -> Position | None:
    try:
        data = read_bytes(path, border)[:_READ]
    except HieraError:
        return None  # a link that is broken or leads out, or a file of somebody else: nothing that one could commit
    for number, line in enumerate(data.decode("latin-1").split("\n"), start=1):
        match = _PEM.search(line)
        if match:
            return Position(path, number, match.start() + 1)
    keystore = data.startswith(_JKS) or (data.startswith(_KEYTAB) and path.endswith(".keytab"))
    # A PKCS12 file is a DER sequence that begins with version 3.
    pkcs12 = data[:1] == b"\x30" and b"\x02\x01\x03" in data[:12]
    return Position(path) if keystore or pkcs12 else None
