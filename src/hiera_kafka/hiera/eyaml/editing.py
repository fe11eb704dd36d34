"""Files with encrypted values as people edit them: `DEC(1)::PKCS7[plain]!` in place of each `ENC[PKCS7,...]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.hiera.values.failures import failure

_ENCRYPTED = re.compile(
    r"(?P<block>>\n(?P<indentation>[ \t]*))?ENC\[(?:(?P<scheme>\w+),)?(?P<cipher>[a-zA-Z0-9+/=\s]+?)\]", re.ASCII
)
_PLAIN = re.compile(
    r"(?P<block>>\n(?P<indentation>[ \t]*))?DEC(?:\((?P<number>\d+)\))?::(?P<scheme>\w+)\[(?P<plain>.*?)\]!",
    re.DOTALL | re.ASCII,
)


class Draft:
    """One file open for editing.

    Attributes:
        text: The file with its values in plain text, numbered.
    """

    def __init__(self, encrypted: str, keys: ciphers.Keys, file: str) -> None:
        """Decrypt a whole file.

        Raises:
            HieraError: When a value cannot be decrypted.
        """
        self._keys = keys
        self._file = file
        self._values: dict[int, tuple[str, str]] = {}
        self.text = _ENCRYPTED.sub(lambda match: self._opened(match, encrypted), encrypted)

    def _opened(self, match: re.Match[str], encrypted: str) -> str:
        where = _position(self._file, encrypted, match.start())
        scheme = match["scheme"] or ciphers.SCHEME
        plain = ciphers.decrypt(match["cipher"], scheme, self._keys, where).decode("utf-8", "surrogateescape")
        if "]!" in plain:
            return match[0]  # the plain form would end too early; the value stays as it is
        number = len(self._values) + 1
        self._values[number] = (plain, match[0])
        return f"{match['block'] or ''}DEC({number})::{scheme.upper()}[{plain}]!"

    def sealed(self, edited: str) -> str:
        """Return an edited text with its values encrypted; those that did not change are as they were.

        Raises:
            HieraError: `eyaml-edit`, when a number occurs twice or was never given, or `eyaml-scheme`.
        """
        problems: list[HieraError] = []
        seen: set[int] = set()
        for match in _numbered(edited):
            number = int(match["number"])
            if number in seen or number not in self._values:
                why = "occurs twice" if number in seen else "was not given to any value"
                problems.append(
                    failure(
                        "eyaml-edit",
                        f"the number in DEC({number})::{match['scheme']}[...]! {why}",
                        _position(self._file, edited, match.start()),
                        hint="write new values without a number: DEC::PKCS7[...]!",
                    )
                )
            seen.add(number)
        if problems:
            raise HieraError(diagnostic for problem in problems for diagnostic in problem.diagnostics)
        return _PLAIN.sub(lambda match: self._closed(match, edited), edited)

    def _closed(self, match: re.Match[str], edited: str) -> str:
        if match["number"] is not None:
            plain, before = self._values[int(match["number"])]
            if plain == match["plain"]:
                return before
        return _encrypted(match, self._keys, _position(self._file, edited, match.start()))


def encrypt_file(text: str, keys: ciphers.Keys, file: str) -> str:
    """Return a text with each `DEC::PKCS7[...]!` encrypted.

    Raises:
        HieraError: `eyaml-scheme`.
    """
    return _PLAIN.sub(lambda match: _encrypted(match, keys, _position(file, text, match.start())), text)


def decrypt_file(text: str, keys: ciphers.Keys, file: str) -> str:
    """Return a text with each `ENC[...]` as `DEC::PKCS7[...]!`.

    Raises:
        HieraError: When a value cannot be decrypted.
    """

    def opened(match: re.Match[str]) -> str:
        scheme = match["scheme"] or ciphers.SCHEME
        plain = ciphers.decrypt(match["cipher"], scheme, keys, _position(file, text, match.start()))
        return f"{match['block'] or ''}DEC::{scheme.upper()}[{plain.decode('utf-8', 'surrogateescape')}]!"

    return _ENCRYPTED.sub(opened, text)


def _encrypted(match: re.Match[str], keys: ciphers.Keys, where: Position) -> str:
    if match["scheme"].upper() != ciphers.SCHEME:
        raise failure(
            "eyaml-scheme",
            f"values cannot be encrypted by {match['scheme']}; known is {ciphers.SCHEME} alone",
            where,
            hint="write DEC::PKCS7[...]!",
        )
    made = ciphers.encrypt(match["plain"].encode("utf-8", "surrogateescape"), keys)
    return ciphers.as_block(made, match["indentation"]) if match["block"] else made


def _numbered(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _PLAIN.finditer(text) if match["number"] is not None)


def _position(file: str, text: str, at: int) -> Position:
    return Position(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
