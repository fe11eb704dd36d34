"""Data as YAML text, in the very form that Ruby's Psych writes, so that it can be compared with Puppet's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from hiera_kafka.hiera.values import psych_scalars
from hiera_kafka.hiera.values.ruby import float_text
from hiera_kafka.text import MARK, printable

# Psych's \n(?!\Z): in Ruby \Z also matches before a break that ends the text.
_INNER_BREAK = re.compile(r"\n(?!\n?\Z)")
_BAD_OCTAL = re.compile(r"0[0-7]*[89]")
_NULL_TAG = "tag:yaml.org,2002:null"
_TEXT_TAG = "tag:yaml.org,2002:str"


def dump(value: Any) -> str:
    """Return JSON-able data as one YAML document, `---` included.

    Where it holds what a terminal or a CI runner would obey, all of its texts stand in quotes, with that escaped.

    Raises:
        ValueError: It holds characters that YAML cannot hold (bytes that are no UTF-8).
    """
    text: str = yaml.emit(_document(value, _text), Dumper=yaml.CDumper, allow_unicode=True)
    if printable(text) == text:
        return text
    whole: str = yaml.emit(_document(value, _quoted), Dumper=yaml.CDumper, width=-1)  # no line is folded
    return MARK.sub(r"\\x23", whole)


def _document(value: Any, text: Callable[[str], yaml.Event]) -> Iterator[yaml.Event]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=True)
    yield from _events(value, text)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _events(value: Any, text: Callable[[str], yaml.Event]) -> Iterator[yaml.Event]:
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
        for key, item in value.items():
            yield from _events(key, text)
            yield from _events(item, text)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
        for item in value:
            yield from _events(item, text)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, str):
        yield text(value)
    elif value is None:
        yield yaml.ScalarEvent(None, _NULL_TAG, (True, False), "")
    else:
        yield yaml.ScalarEvent(None, None, (True, False), _number(value))


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _NOT_FINITE.get(float_text(value), float_text(value))
    return str(value)


_NOT_FINITE = {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}


def _text(value: str) -> yaml.Event:
    """Return a text in the style that Psych chooses for it."""
    value.encode()  # a byte that is no UTF-8 would end in a text of its own
    if _INNER_BREAK.search(value):
        return yaml.ScalarEvent(None, None, (True, True), value, style="|")
    if value == "<<":
        return yaml.ScalarEvent(None, _TEXT_TAG, (False, False), value, style="'")
    if value in {"y", "n"} or _begins_oddly(value):
        return yaml.ScalarEvent(None, None, (True, True), value, style='"')
    if _means_something_else(value) or _BAD_OCTAL.match(value):
        return yaml.ScalarEvent(None, None, (True, True), value, style="'")
    return yaml.ScalarEvent(None, None, (True, True), value)


def _quoted(value: str) -> yaml.Event:
    value.encode()  # as above
    return yaml.ScalarEvent(None, None, (True, True), value, style='"')


def _begins_oddly(value: str) -> bool:
    """Return whether a line begins with what Ruby takes for no part of a word, and has no quotes further on.

    Where only breaks at the end follow a line, the second of them is such a line.
    """
    if value.endswith("\n\n"):
        return True
    if not value or '"' in value[1:]:
        return False
    category = unicodedata.category(value[0])
    return category[0] not in "LM" and category not in {"Nd", "Pc"}


def _means_something_else(value: str) -> bool:
    """Return whether a text without quotes would be read as another type."""
    try:
        return not isinstance(psych_scalars.resolve(value), str)
    except (psych_scalars.UnquotedDate, ValueError):
        return True
