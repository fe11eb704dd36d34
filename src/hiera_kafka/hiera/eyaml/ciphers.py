"""Values encrypted as hiera-eyaml encrypts them: `ENC[PKCS7,...]`, for the holder of one private key."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
)

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.text_files import read_bytes

SCHEME = "PKCS7"
BLOCK = re.compile(r"ENC\[(\w+,)?([a-zA-Z0-9+/ =\n]+?)\]", re.ASCII)
"""An encrypted part of a value."""

_MARKED = re.compile(r"ENC\[.*?\]")
_LINE = 60
"""Letters in a line of the block form."""

_YEARS = 50
"""How long new keys are valid; nobody checks, as with those of hiera-eyaml."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """A key pair, or only its public half; its repr shows nothing of it."""

    certificate: x509.Certificate
    private: rsa.RSAPrivateKey | None = None


def is_encrypted(text: str) -> bool:
    """Return whether a value holds something encrypted."""
    return "ENC[" in text and _MARKED.search(text) is not None


def read_keys(
    options: Mapping[str, object],
    base: str,
    where: Position | None,
    *,
    private: bool = True,
    border: Border | None = None,
) -> Keys:
    """Return the keys that options of a level name.

    Args:
        options: `pkcs7_private_key` and `pkcs7_public_key`, paths of PEM files, or `pkcs7_private_key_env_var` and
            `pkcs7_public_key_env_var`, names of variables that hold PEM text and that win when they are set.
        base: Directory that relative paths begin at.
        where: Where the options stand, for messages.
        private: Whether the private key is needed, too.
        border: What the files must lie in; None is for keys that the caller named.

    Raises:
        HieraError: `eyaml-key` or `outside-repository`.
    """
    pem, name = _pem("pkcs7_public_key", options, base, where, border)
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _bad_key(f"{name} holds no certificate in PEM form", where) from error
    if not private:
        return Keys(certificate)
    pem, name = _pem("pkcs7_private_key", options, base, where, border)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _bad_key(f"{name} holds no private key in PEM form without a password", where) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise _bad_key(f"{name} holds no RSA key", where)
    return Keys(certificate, key)


def _pem(
    option: str, options: Mapping[str, object], base: str, where: Position | None, border: Border | None
) -> tuple[bytes, str]:
    """Return PEM text and what messages call it."""
    variable = options.get(f"{option}_env_var")
    if isinstance(variable, str) and os.environ.get(variable):
        return os.environ[variable].encode(), f"the variable {variable}"
    path = options.get(option)
    if not isinstance(path, str):
        unset = f"; the variable {variable!r} that {option}_env_var names is not set" if variable else ""
        raise _bad_key(f"the option '{option}' is missing{unset}", where)
    if border is not None:
        border.check(Path(base, path), where)
    try:
        return read_bytes(Path(base, path), border), f"the file {path!r}"
    except HieraError as error:
        reason = error.diagnostics[0].message.rpartition(": ")[2]
        raise _bad_key(f"the file {path!r} of the option '{option}' cannot be read: {reason}", where) from error


def _bad_key(message: str, where: Position | None) -> HieraError:
    return failure(
        "eyaml-key",
        message,
        where,
        hint="give both 'pkcs7_private_key' and 'pkcs7_public_key'; `hiera-kafka eyaml createkeys` makes them",
    )


def encrypt(plain: bytes, keys: Keys) -> str:
    """Return the string form of an encrypted value."""
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(plain).add_recipient(keys.certificate)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    return f"ENC[{SCHEME},{base64.b64encode(builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])).decode()}]"


def as_block(encrypted: str, indentation: str = "  ") -> str:
    """Return the block form, which YAML folds into one line: `>`, and below it lines of 60 letters."""
    lines = [encrypted[at : at + _LINE] for at in range(0, len(encrypted), _LINE)]
    return ">\n" + "\n".join(indentation + line for line in lines)


def decrypt(cipher: str, scheme: str, keys: Keys, where: Position | None) -> bytes:
    """Return what one `ENC[scheme,cipher]` holds.

    Raises:
        HieraError: `eyaml-scheme`, or `eyaml-decrypt` when it is damaged or made for another key.
    """
    if scheme.upper() != SCHEME:
        raise failure(
            "eyaml-scheme",
            f"the value is encrypted by {scheme}; known is {SCHEME} alone",
            where,
            hint="encrypt it again with `hiera-kafka eyaml encrypt`",
        )
    assert keys.private is not None  # noqa: S101 - who decrypts has read the private key
    letters = re.sub(r"[^A-Za-z0-9+/]", "", cipher.partition("=")[0])
    try:
        sealed = base64.b64decode(letters + "=" * (-len(letters) % 4))
        return pkcs7.pkcs7_decrypt_der(sealed, keys.certificate, keys.private, [])
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm) as error:
        raise failure(
            "eyaml-decrypt",
            "the value cannot be decrypted: it is damaged, or was encrypted for another key",
            where,
            hint="look whether 'pkcs7_private_key' and 'pkcs7_public_key' are the pair it was encrypted with",
        ) from error


def decrypt_text(text: str, keys: Keys, where: Position | None) -> str:
    """Return a value with every encrypted part replaced by what it holds, without a line end at its end.

    Raises:
        HieraError: As `decrypt`.
    """
    found = substituted(text, keys, where)
    for end in ("\r\n", "\n", "\r"):
        if found.endswith(end):
            return found.removesuffix(end)
    return found


def substituted(text: str, keys: Keys, where: Position | None) -> str:
    """Return a text with every encrypted part replaced by what it holds; bytes that are no UTF-8 become surrogates.

    Raises:
        HieraError: As `decrypt`.
    """

    def plain(match: re.Match[str]) -> str:
        scheme = (match[1] or f"{SCHEME},").rstrip(",")
        return decrypt(match[2], scheme, keys, where).decode("utf-8", "surrogateescape")

    return BLOCK.sub(plain, text)


def create_keys(bits: int = 2048) -> tuple[bytes, bytes]:
    """Return a new private key and its certificate, both as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    nobody = x509.Name([])
    now = datetime.now(UTC)
    public = key.public_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(nobody)
        .issuer_name(nobody)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    private_pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return private_pem, certificate.public_bytes(Encoding.PEM)
