"""URIs as Ruby's `URI.parse` takes them: those of RFC 3986."""

from __future__ import annotations

import re

_ENCODED = r"%[0-9A-Fa-f]{2}"
_SEGMENT = rf"(?:{_ENCODED}|[!$&-.0-;=@-Z_a-z~])"
_AUTHORITY = (
    rf"//(?:(?:(?:{_ENCODED}|[!$&-.0-;=A-Z_a-z~])*+@)?(?:\[[0-9A-Fa-f:.v]+\]|(?:{_ENCODED}|[!$&-.0-9;=A-Z_a-z~])+)?"
    rf"(?::[0-9]*)?)(?:/{_SEGMENT}*)*"
)
_ABSOLUTE_PATH = rf"/(?:{_SEGMENT}+(?:/{_SEGMENT}*)*)?"
_END = rf"(?:\?[^#]*)?(?:\#(?:{_SEGMENT}|[/?])*)?"
_URI = re.compile(
    rf"(?P<scheme>[A-Za-z][+\-.0-9A-Za-z]*):(?P<rest>(?:{_AUTHORITY}|{_ABSOLUTE_PATH}"
    rf"|{_SEGMENT}+(?:/{_SEGMENT}*)*|){_END})",
    re.ASCII,
)
_REFERENCE = re.compile(
    rf"(?:{_AUTHORITY}|{_ABSOLUTE_PATH}|(?:{_ENCODED}|[!$&-.0-9;=@-Z_a-z~])+(?:/{_SEGMENT}*)*|){_END}", re.ASCII
)


def normalized(text: str) -> str:
    """Return a URI with its scheme in small letters.

    Raises:
        ValueError: The text is none.
    """
    match = _URI.fullmatch(text) if text.isascii() else None
    if match is not None:
        return f"{match['scheme'].lower()}:{match['rest']}"
    if text.isascii() and _REFERENCE.fullmatch(text):
        return text
    raise ValueError("the text is no URI")
