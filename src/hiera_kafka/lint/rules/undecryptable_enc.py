"""`ENC[...]` that nothing can decrypt."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hiera_kafka.errors import HieraError, Severity
from hiera_kafka.hiera.hierarchy.config import LevelConfig
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.reachable_files import is_built_in
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

if TYPE_CHECKING:
    from hiera_kafka.hiera.eyaml.ciphers import Keys

_START = re.compile(r"ENC\[")
_BLOCK = re.compile(r"ENC\[(?:(\w+),)?([^\]]*)\]")
_METHODS = ("PKCS7", "GPG", "KMS", "VAULT", "GKMS", "TWOFAC", "PLAINTEXT")
_EYAML = "eyaml_lookup_key"


class UndecryptableEnc(TreeRule):
    """Encrypted values that are cut off or garbled, or that stand in a level which does not decrypt."""

    id = "undecryptable-enc"
    level = Severity.ERROR
    summary = "An encrypted value is damaged, or its level does not decrypt."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such value."""
        if not any("ENC[" in file.text for file in tree.judged.values()):
            return
        decrypting = _decrypting(tree)
        for path, file in tree.judged.items():
            if "ENC[" not in file.text:
                continue
            plain = decrypting[path] is False if path in decrypting else _only_reads(tree, path)
            other = next((one for one in tree.family if one is not tree and _decrypts(one, path)), None)
            yield from self._file(file, _keys_of(tree, path), plain=plain, other=other)

    def _file(self, file: DataFile, keys: Keys | None, *, plain: bool, other: DataTree | None) -> Iterator[Finding]:
        for item in file.written:
            if not _START.search(item.text):
                continue
            problem = _problem(item.text) or (None if keys is None else _refusal(item.text, keys))
            if problem is not None:
                yield self.finding(
                    problem, file.position(item), hint="encrypt the value again: hiera-kafka eyaml encrypt"
                )
            elif plain:
                yield self.finding(
                    "the value is encrypted, and the level that reads this file does not decrypt",
                    file.position(item),
                    hint=f"give the level 'lookup_key: {_EYAML}' and its keys in hiera.yaml",
                    note=None if other is None else f"{other.name} decrypts it",
                    level=None if other is None else Severity.INFO,
                    cause=file.path,
                )


def _decrypting(tree: DataTree) -> dict[str, bool]:
    """Return of each file that is read whether one of the levels that read it decrypts."""
    found: dict[str, bool] = {}
    for levels in [*(node.levels for node in tree.nodes), *(site.discovery_levels for site in tree.sites)]:
        for level in levels:
            for path in level.paths:
                if path is not None:
                    found[path] = found.get(path, False) or _may_decrypt(level.entry)
    return found


def _only_reads(tree: DataTree, path: str) -> bool:
    """Return whether, of the levels that could read a file, none decrypts."""
    levels = () if tree.reach is None else tree.reach.levels_of(path)
    return bool(levels) and not any(_may_decrypt(entry) for entry in levels)


def _decrypts(tree: DataTree, path: str) -> bool:
    return tree.reach is not None and any(_may_decrypt(entry) for entry in tree.reach.levels_of(path))


def _may_decrypt(entry: LevelConfig) -> bool:
    """Return whether a level decrypts, as functions that are not built in may."""
    return entry.function_kind != "data_hash" or not is_built_in(entry)


def _keys_of(tree: DataTree, path: str) -> Keys | None:
    """Return the keys of the level that reads a file, None where they are not at hand, as in most CI."""
    from hiera_kafka.hiera.eyaml import ciphers  # noqa: PLC0415 - loads cryptography, which most trees do not need

    for levels in [*(node.levels for node in tree.nodes), *(site.discovery_levels for site in tree.sites)]:
        for level in levels:
            if path in level.paths and level.entry.function == _EYAML:
                try:
                    options, where = level.extras.options, level.entry.position
                    return ciphers.read_keys(options, level.extras.base, where, border=tree.border)
                except HieraError:
                    return None
    return None


def _refusal(text: str, keys: Keys) -> str | None:
    """Return why a value cannot be decrypted with the keys that are at hand."""
    from hiera_kafka.hiera.eyaml import ciphers  # noqa: PLC0415 - as above

    try:
        ciphers.decrypt_text(text, keys, None)
    except HieraError as error:
        return error.diagnostics[0].message
    return None


def _problem(text: str) -> str | None:
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) != len(_START.findall(text)):
        return "the encrypted value is cut off: ENC[ has no ]"
    for block in blocks:
        method, body = block.group(1) or "PKCS7", "".join(block.group(2).split())
        if method.upper() not in _METHODS:
            return f"the encrypted value is of the kind {method!r}, which eyaml does not have"
        if method.upper() != "PKCS7":
            continue
        try:
            data = base64.b64decode(body, validate=True)
        except binascii.Error:
            return "the encrypted value is damaged: it is no base64"
        if not _is_der(data):
            return "the encrypted value is damaged: it is no PKCS7 message, or not all of one"
    return None


def _is_der(data: bytes) -> bool:
    """Return whether bytes are one whole DER sequence, as every PKCS7 message is."""
    if len(data) < 2 or data[0] != 0x30:
        return False
    length, size = data[1], 0
    if length == 0x80:  # indefinite: ends with two zero bytes
        return data.endswith(b"\0\0")
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[2 : 2 + size], "big")
    return len(data) == 2 + size + length
