"""Scalars as they are written: where each begins and ends, whether it is in quotes, and what Psych takes it for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.formats.yaml_reader import Document
from hiera_kafka.hiera.values import psych_scalars
from hiera_kafka.hiera.values.ruby import Symbol
from hiera_kafka.source import Key


class Written(NamedTuple):
    """One scalar of a YAML file.

    Attributes:
        path: Keys and indexes that lead to it; of a key, itself is the last. A part that is no scalar is None.
        text: Its text, without quotes.
        plain: Whether it stands without quotes, so that its text decides what it is.
        is_key: Whether it is a key of a hash.
        tagged: Whether a tag such as `!!str` says what it is.
        line: First line, from 1.
        column: First column, from 1.
        end_line: Last line.
        end_column: Column after the last character.
    """

    path: tuple[Key | None, ...]
    text: str
    plain: bool
    is_key: bool
    tagged: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def value(self) -> Any:
        """What Psych takes it for; a Symbol becomes its text with the colon.

        Raises:
            ValueError: It looks like a number and is none; such a file is refused before.
        """
        if not self.plain or self.tagged:
            return self.text
        value = psych_scalars.resolve(self.text)
        return f":{value.name}" if isinstance(value, Symbol) else value


@dataclass(slots=True)
class _Frame:
    mapping: bool
    part: Key | None = None
    count: int = 0
    expects_key: bool = True


@dataclass(slots=True)
class _Recorder:
    """Follows events and keeps every scalar with its path."""

    written: list[Written] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=list)

    def __call__(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._step(None)
            self._stack.append(_Frame(isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._step(None)

    def _step(self, key: Key | None) -> bool:
        """Take one child of the open list or hash; return whether it is a key."""
        if not self._stack:
            return False
        frame = self._stack[-1]
        if not frame.mapping:
            frame.part = frame.count
            frame.count += 1
            return False
        is_key = frame.expects_key
        frame.expects_key = not is_key
        if is_key:
            frame.part = key
        return is_key

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        is_key = self._step(event.value)
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None  # noqa: S101, PT018 - the C parser marks every event
        self.written.append(
            Written(
                tuple(frame.part for frame in self._stack),
                event.value,
                not event.implicit[1],
                is_key,
                event.tag is not None,
                start.line + 1,
                start.column + 1,
                end.line + 1,
                end.column + 1,
            )
        )


def parse(text: str, file: str, level: str | None = None) -> tuple[Document, tuple[Written, ...]]:
    """Return the first document of a YAML text, and its scalars in the order of the text.

    Raises:
        HieraError: When it is not YAML, with the place.
    """
    recorder = _Recorder()
    document = yaml_reader.parse(text, file, level, recorder)
    return document, tuple(recorder.written)
