"""Passwords that everybody who reads the tree can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hiera_kafka.errors import Severity
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule

_NAME = re.compile(
    r"(?:passw(?:or)?ds?|passphrases?|secrets?|secret[._-]?keys?|private[._-]?keys?|api[._-]?keys?|tokens?|credentials?"
    r"|jaas[._]config|keystore[._]key)$",
    re.IGNORECASE,
)
_NUMERIC_NAME = re.compile(r"(?:passw(?:or)?ds?|passphrases?)$", re.IGNORECASE)
_IN_TEXT = re.compile(
    r"""://[^/\s:@]+:[^/\s@%]+@|\bpassw(?:or)?d\s*=\s*["']?(?!ENC\[|%\{|\$\{)[^\s"';,]{3,}""", re.IGNORECASE
)
_CIPHER = re.compile(r"ENC\[|DEC\(|DEC::|^\$(?:[0-9]\w?|2[abxy]|y|argon2\w*)\$|^\{\w+\}|^\$ANSIBLE_VAULT")
_NO_SECRET = re.compile(
    r"|absent|present|undef|none|null|true|false|\*+|(?:/[\w.@+-]+){2,}/?|[\w.-]+(?:/[\w.-]+)+\.(?:key|pem|crt|cer|p12|jks|txt|yaml)|\w+:///\S+|\$\{[^}]*\}|<[^>]*>"
)
_PRIVATE = {"private", "secret", "secrets"}


class PlaintextPassword(FileRule):
    """Values under names of secrets that stand there in plain text, and passwords inside URLs and options."""

    id = "plaintext-password"
    level = Severity.WARNING
    summary = "A password or another secret stands in plain text."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return every such value; the messages do not show it."""
        private = not _PRIVATE.isdisjoint(Path(file.path).parts)
        for item in file.written:
            # Options name secrets, and hold types.
            what = None if item.is_key or item.path[:1] == (OPTIONS,) else _secret(item)
            if what is None:
                continue
            yield self.finding(
                f"{what} stands in plain text",
                file.position(item),
                hint="encrypt it with eyaml, or keep it in a private tree; once committed it must be changed as well",
                note="git keeps what was committed once, also after it is removed" if not private else None,
                level=Severity.INFO if private else Severity.WARNING,
                length=max(1, item.end_column - item.column) if item.line == item.end_line else 1,
            )


def _secret(item: Written) -> str | None:
    """Return what the secret in a value is called, None when it holds none."""
    text = item.text.strip()
    names = [part for part in item.path if isinstance(part, str)]
    name = next((part for part in reversed(names) if _NAME.search(part)), None)
    if name is not None and names and _is_secret_text(item, text, name):
        return f"{name!r}"
    if MARK not in text and _IN_TEXT.search(text):
        return f"a password in the value of {names[-1]!r}" if names else "a password"
    return None


def _is_secret_text(item: Written, text: str, name: str) -> bool:
    if MARK in text or _CIPHER.search(text) or _NO_SECRET.fullmatch(text.lower()):
        return False
    value = item.value
    if isinstance(value, str):
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(_NUMERIC_NAME.search(name))
