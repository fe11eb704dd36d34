"""What files in the format of `known_hosts` say of a host; see "SSH_KNOWN_HOSTS FILE FORMAT" of sshd(8)."""

from __future__ import annotations

import base64
import binascii
import fnmatch
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Position

STANDARD_PORT = 22
REVOKED = "@revoked"
AUTHORITY = "@cert-authority"
_MARKERS = (REVOKED, AUTHORITY)
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that a line gives for a host.

    Attributes:
        marker: `@revoked`, `@cert-authority`, or empty for a key of the host itself.
        type: Type of the key, such as `ssh-ed25519`.
        key: The key itself, as SSH sends it.
        where: The line.
    """

    marker: str
    type: str
    key: bytes
    where: Position

    @property
    def fingerprint(self) -> str:
        """The fingerprint as ssh shows it."""
        return fingerprint(self.key)


def fingerprint(key: bytes) -> str:
    """Return `SHA256:...` of a key, as ssh shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def entry_name(host: str, port: int) -> str:
    """Return the name under which `known_hosts` has a host: its own at the standard port, else `[host]:port`."""
    return host if port == STANDARD_PORT else f"[{host}]:{port}"


def known_keys(files: Iterable[Path], name: str) -> tuple[KnownKey, ...]:
    """Return all keys that files have under a name, in order; files that are missing have none.

    Args:
        files: Files in the format of `known_hosts`.
        name: As of `entry_name`.

    Raises:
        OSError: A file is there and cannot be read.
    """
    found = []
    for file in files:
        try:
            with file.open("rb") as opened:
                lines = opened.read(_LARGEST).decode(errors="replace").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            continue
        for number, line in enumerate(lines, 1):
            key = _key(line, name, Position(str(file), number, 1))
            if key is not None:
                found.append(key)
    return tuple(found)


def _key(line: str, name: str, where: Position) -> KnownKey | None:
    """Return the key of a line, None where it has none for that name or makes no sense, as ssh passes over it."""
    words = line.split()
    marker = words.pop(0) if words and words[0] in _MARKERS else ""
    if len(words) < 3 or words[0].startswith(("#", "@")) or not _names(words[0], name):
        return None
    try:
        key = base64.b64decode(words[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    # The type stands in the key as well, and there it counts.
    length = int.from_bytes(key[:4], "big")
    kind = key[4 : 4 + length].decode("ascii", errors="replace")
    return KnownKey(marker, kind, key, where) if kind == words[1] else None


def _names(hosts: str, name: str) -> bool:
    """Tell whether the first field of a line means a name: it is hashed, or a list of patterns."""
    if hosts.startswith("|"):
        return _is_hash_of(hosts, name)
    meant = False
    for pattern in hosts.casefold().split(","):
        if _matches(pattern.removeprefix("!"), name.casefold()):
            if pattern.startswith("!"):
                return False
            meant = True
    return meant


def _matches(pattern: str, name: str) -> bool:
    # Brackets are those of `[host]:port` here, and no sets of characters.
    return fnmatch.fnmatchcase(name, re.sub(r"\[", "[[]", pattern))


def _is_hash_of(hosts: str, name: str) -> bool:
    parts = hosts.split("|")
    if len(parts) != 4 or parts[1] != "1":
        return False
    try:
        salt, digest = (base64.b64decode(part, validate=True) for part in parts[2:])
    except (binascii.Error, ValueError):
        return False
    # HMAC-SHA1 is what the format is made of.
    return hmac.compare_digest(hmac.new(salt, name.encode(), "sha1").digest(), digest)


def types_first(known: Sequence[KnownKey], supported: Sequence[str]) -> tuple[str, ...]:
    """Return the algorithms of host keys to offer: first those that the host is known by, so that it shows these.

    Args:
        known: What is known of the host.
        supported: Algorithms in the order of preference.
    """
    kinds = {key.type for key in known if not key.marker}
    first = [name for name in supported if _key_type(name) in kinds]
    return (*first, *(name for name in supported if name not in first))


def _key_type(algorithm: str) -> str:
    return "ssh-rsa" if algorithm.startswith("rsa-sha2-") else algorithm
