"""Puts other texts in place of values of a YAML file, and leaves every other character of it as it is."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

from hiera_kafka.hiera.values import psych_scalars

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"", "!", "!str", f"{_CORE}str"})
_WORDS = re.compile(r"[A-Za-z/][\w./@+-]*(?: [\w./@+-]+)*", re.ASCII)
"""What stands without quotes, unless it means something else; more could, but this is safe in all places."""
_ON_ONE_LINE = re.compile("[\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?[ \t]*")
_AFTER = re.compile(r"[ \t]*(?:[ \t]#[^\r\n]*)?(?=[\r\n]|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n")
_NEXT_LINES = re.compile(r"(?P<blank>(?:[ \t]*(?:\r\n|\r|\n))*)(?P<indentation> *)(?P<comment>#?)")
_FIRST_LINE = re.compile(r"(?:[ ]*(?:\r\n|\r|\n))*(?P<indentation> *)")


class Value(NamedTuple):
    """A value of a YAML file that is a text, as it is written.

    Attributes:
        text: What it says, without quotes.
        style: None without quotes, a quotation mark, or `|` or `>` for a block.
        start: Offset of its first character, after tag and anchor.
        end: Offset after its last; of a block, after the blank lines that follow it.
        tag: Offsets of its tag, both those of `start` when it has none.
        indentation: Column of the list or hash around it, -1 of a whole document.
        flow: Whether it stands between brackets or braces.
        line: Its line, from 1.
        column: Its column, from 1.
    """

    text: str
    style: str | None
    start: int
    end: int
    tag: tuple[int, int]
    indentation: int
    flow: bool
    line: int
    column: int

    @property
    def is_block(self) -> bool:
        """Whether it is written as a block."""
        return self.style in {"|", ">"}


def replaced(text: str, new: Callable[[Value], str | None]) -> str | None:
    """Return a YAML text, of one document or several, with other texts as its values.

    Keys and comments stay, and so do values that a tag such as `!!binary` makes something else of.

    Args:
        text: The whole file.
        new: Takes a value and returns what is to be read in its place, None for the same. Bytes that are no UTF-8 are
            in it as surrogates, as `surrogateescape` makes them.

    Returns:
        None when the text is not YAML, or has neither a list nor a hash.
    """
    try:
        for _ in iter(CParser(text).get_event, None):
            pass  # what the scanner alone takes may still not be YAML
        scan = _Scan()
        for token in iter(CParser(text).get_token, None):
            scan.take(token, 1 if text.startswith("\ufeff") else 0)  # marks do not count a byte order mark
    except yaml.YAMLError:
        return None
    if not scan.has_collections:
        return None
    edits: list[_Edit] = []
    for value in scan.values:
        found = new(value)
        if found is not None:
            edits.extend(_edits(text, value, found))
    return "".join(_applied(text, edits))


class _Edit(NamedTuple):
    start: int
    end: int
    new: str


@dataclass(slots=True)
class _Scan:
    """Follows tokens and keeps the values among them."""

    values: list[Value] = field(default_factory=list)
    has_collections: bool = False
    _blocks: list[int] = field(default_factory=list)
    _flow: int = 0
    _key: bool = False
    _tag: tuple[int, int, str] | None = None

    def take(self, token: yaml.Token, shift: int) -> None:
        if isinstance(token, yaml.AnchorToken):
            return
        if isinstance(token, yaml.TagToken):
            handle, suffix = token.value
            name = f"{_CORE}{suffix}" if handle == "!!" else f"{handle or ''}{suffix}"
            self._tag = (token.start_mark.index + shift, token.end_mark.index + shift, name)
            return
        if isinstance(token, yaml.ScalarToken) and not self._key and (self._tag is None or self._tag[2] in _TEXT_TAGS):
            self.values.append(self._value(token, shift))
        self._tag, self._key = None, isinstance(token, yaml.KeyToken)
        if isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken):
            self._blocks.append(token.start_mark.column)
            self.has_collections = True
        elif isinstance(token, yaml.BlockEndToken):
            self._blocks.pop()
        elif isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
            self._flow += 1
            self.has_collections = True
        elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
            self._flow -= 1

    def _value(self, token: yaml.ScalarToken, shift: int) -> Value:
        start, end = token.start_mark, token.end_mark
        at = start.index + shift
        return Value(
            token.value,
            None if token.plain else token.style,
            at,
            end.index + shift,
            (at, at) if self._tag is None else self._tag[:2],
            self._blocks[-1] if self._blocks else -1,
            self._flow > 0,
            start.line + 1,
            start.column + 1,
        )


def _applied(text: str, edits: list[_Edit]) -> Iterator[str]:
    at = 0
    for edit in sorted(edits):
        yield text[at : edit.start]
        yield edit.new
        at = edit.end
    yield text[at:]


def _edits(text: str, value: Value, new: str) -> list[_Edit]:
    untagged = [_Edit(*value.tag, "")] if value.tag[0] != value.tag[1] else []
    if not _is_unicode(new):
        packed = base64.b64encode(new.encode("utf-8", "surrogateescape")).decode()
        return [*untagged, *_on_one_line(text, value, f'!!binary "{packed}"')]
    if _fits_block(new) and not value.flow:
        as_block = _as_block(text, value, new)
        if as_block is not None:
            return as_block
    return _on_one_line(text, value, _scalar(new, value.style))


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _scalar(text: str, style: str | None) -> str:
    """Return a text on one line, in quotes where it needs them; with those that it had, if they will do."""
    if style not in {"'", '"'} and _WORDS.fullmatch(text) and isinstance(psych_scalars.resolve(text), str):
        return text
    if style != '"' and _ON_ONE_LINE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    events = (
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        yaml.ScalarEvent(None, None, (True, True), text, style='"'),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    )
    made: str = yaml.emit(events, Dumper=yaml.CDumper, allow_unicode=True, width=-1)
    return made.rstrip("\n")


def _on_one_line(text: str, value: Value, new: str) -> list[_Edit]:
    if not value.is_block:
        return [_Edit(value.start, value.end, new)]
    comment, end, blank = _frame(text, value)
    return [_Edit(value.start, value.end, new + comment + end + blank)]


def _frame(text: str, value: Value) -> tuple[str, str, str]:
    """Return the comment beside the mark of a block, the end of its last line, and the blank lines after it."""
    header = _HEADER.match(text, value.start)
    assert header is not None  # noqa: S101 - the scanner took it for one
    breaks = _BREAK.findall(text[value.start : value.end])
    content = re.sub(r"[ \t\r\n]+\Z", "", text[value.start : value.end])
    blank = breaks[len(_BREAK.findall(content)) + 1 :]
    end = breaks[0] if text[: value.end].endswith(("\r", "\n")) else ""
    return header["comment"] or "", end, "".join(blank)


def _fits_block(text: str) -> bool:
    """Return whether a text of several lines can be read back from a block that begins with `|` or `|-`."""
    lines = text.removesuffix("\n").split("\n")
    return (
        ("\n" in text)
        and not text.startswith((" ", "\t", "\n"))
        and bool(lines[-1].strip(" \t"))
        and all(map(_ON_ONE_LINE.fullmatch, lines))
    )


def _as_block(text: str, value: Value, new: str) -> list[_Edit] | None:
    """Return the edits that make a block, None when what follows would become part of it."""
    mark = "|" if new.endswith("\n") else "|-"
    lines = new.removesuffix("\n").split("\n")
    if value.is_block:
        comment, _, blank = _frame(text, value)
        newline = _newline(text, value.start)
        header = _HEADER.match(text, value.start)
        assert header is not None  # noqa: S101 - as above
        first = _FIRST_LINE.match(text, header.end() + len(newline))
        width = len(first["indentation"]) if first is not None else 0
        body = "".join(f"{newline}{' ' * width}{line}" if line else newline for line in lines)
        return [_Edit(value.start, value.end, f"{mark}{comment}{body}{newline}{blank}")]
    after = _AFTER.match(text, value.end)
    if after is None:
        return None
    width = max(value.indentation, 0) + 2
    newline = _newline(text, value.end)
    at_end = after.end() == len(text)
    following = _NEXT_LINES.match(text, after.end() + len(newline))
    if not at_end and following is not None:
        blank_lines = _BREAK.split(following["blank"])
        in_reach = following["comment"] and len(following["indentation"]) >= width
        if in_reach or any(len(line) > width for line in [*blank_lines, following["indentation"]]):
            return None
    body = "".join(f"{newline}{' ' * width}{line}" if line else newline for line in lines)
    return [
        _Edit(value.start, value.end, mark),
        _Edit(after.end(), after.end(), body + (newline if at_end else "")),
    ]


def _newline(text: str, at: int) -> str:
    found = _BREAK.search(text, at)
    return "\n" if found is None else found[0]
