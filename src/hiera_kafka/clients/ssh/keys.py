"""The keys to log in with, in the order in which ssh tries them: the agent's, then those of files."""

from __future__ import annotations

import base64
import binascii
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from paramiko.agent import AgentSSH
from paramiko.pkey import PKey, UnknownKeyType
from paramiko.ssh_exception import SSHException

from hiera_kafka.clients.ssh.options import HostOptions

_OPENSSH = b"openssh-key-v1\x00"
_ENCRYPTED = "is encrypted: add it to the agent (ssh-add)"
_LARGEST = 1024 * 1024


class Agent(AgentSSH):  # type: ignore[misc]  # paramiko has no types
    """A connection to the agent; a context manager. Not for several threads."""

    def __init__(self, path: str, patience_s: float) -> None:
        """Connect, and read which keys it has.

        Raises:
            OSError: There is no agent.
            SSHException: It speaks something else.
        """
        super().__init__()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # Some agents ask people before they sign.
        connection.settimeout(patience_s)
        try:
            connection.connect(path)
            self._connect(connection)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


class Keys:
    """The keys for one login.

    Attributes:
        unusable: Keys that could not be tried, with why; complete once all keys have been given.
    """

    def __init__(self, options: HostOptions, patience_s: float) -> None:
        """Read nothing yet.

        Args:
            options: Which keys.
            patience_s: How long the agent may take.
        """
        self.unusable: list[str] = []
        self._options = options
        self._patience_s = patience_s

    def __iter__(self) -> Iterator[tuple[str, PKey]]:
        """Give keys with their names for people; valid until the next one is asked for."""
        with contextlib.ExitStack() as stack:
            held = self._held(stack)
            named = {file: public_part(file) for file in self._options.identities}
            ours = [key for public in named.values() for key in held if public == _public(key)]
            others = [] if self._options.only_identities else [key for key in held if key not in ours]
            for key in (*ours, *others):
                yield f"{_comment(key)} of the agent", key
            tried = {_public(key) for key in ours}
            for file, public in named.items():
                if public is None or public not in tried:
                    key = self._read(file)
                    if key is not None:
                        yield str(file), key

    def _held(self, stack: contextlib.ExitStack) -> list[Any]:
        if self._options.agent is None:
            return []
        try:
            agent = stack.enter_context(Agent(self._options.agent, self._patience_s))
        except (OSError, SSHException) as error:
            self.unusable.append(f"the agent does not answer: {error}")
            return []
        return list(agent.get_keys())

    def _read(self, file: Path) -> PKey | None:
        try:
            key = PKey.from_path(file)
        except FileNotFoundError:
            return None  # ssh, too, names standard files that people do not have
        except TypeError:
            self.unusable.append(f"{file} {_ENCRYPTED}")
            return None
        except (OSError, ValueError, SSHException, UnknownKeyType) as error:
            if not _is_public(file):  # which stands for a key that the agent has
                self.unusable.append(f"{file} cannot be read: {error}")
            return None
        for certificate in self._options.certificates:
            self._certify(key, certificate)
        return key

    def _certify(self, key: PKey, certificate: Path) -> None:
        """Give a key its certificate, if the file has one for it."""
        try:
            words = certificate.read_text(encoding="utf-8").split()
            of_this_key = key.asbytes()[4 + len(key.get_name()) :] in base64.b64decode(words[1])
            if of_this_key:
                key.load_certificate(str(certificate))
        except (OSError, ValueError, IndexError) as error:
            self.unusable.append(f"{certificate} cannot be read: {error}")


def public_part(file: Path) -> bytes | None:
    """Return the public key that belongs to a file of a private key, encrypted or not; None if nothing tells it."""
    for path in (file, file.with_name(f"{file.name}.pub")):
        try:
            with path.open("rb") as opened:
                content = opened.read(_LARGEST)
        except OSError:
            continue
        found = _in_line(content) or _in_private(content)
        if found is not None:
            return found
    return None


def _in_line(content: bytes) -> bytes | None:
    words = content.split(None, 2)
    if len(words) < 2 or not words[0].startswith((b"ssh-", b"ecdsa-", b"sk-")):
        return None
    try:
        return base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        return None


def _in_private(content: bytes) -> bytes | None:
    """Return the public key that OpenSSH's own format keeps in the clear."""
    lines = content.split(b"\n")
    if not lines[0].startswith(b"-----BEGIN OPENSSH PRIVATE KEY"):
        return None
    try:
        data = base64.b64decode(b"".join(line for line in lines[1:] if not line.startswith(b"-----")))
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_OPENSSH):
        return None
    rest = data[len(_OPENSSH) :]
    for _ in range(3):  # cipher, key derivation, its options
        rest = rest[4 + int.from_bytes(rest[:4], "big") :]
    rest = rest[4:]  # how many keys
    return rest[4 : 4 + int.from_bytes(rest[:4], "big")] or None


def _is_public(file: Path) -> bool:
    try:
        return _in_line(file.read_bytes()[:_LARGEST]) is not None
    except OSError:
        return False


def _public(key: Any) -> bytes:
    return bytes(key.asbytes())


def _comment(key: Any) -> str:
    return str(key.comment) or str(key.get_name())
