"""Names of consumer groups and topics on the command line: what no cluster can have is a wrong command line.

Callbacks of click for an option or argument that takes one name, may be left out, or may be given several times.
"""

from __future__ import annotations

import re
from typing import TypeVar

import click

T = TypeVar("T", str, tuple[str, ...], None)

_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
_EMPTY = "it is empty; is a variable of your shell not set?"


def group_name(ctx: click.Context, parameter: click.Parameter, value: T) -> T:
    """Return names of consumer groups, which may be any text but none.

    Raises:
        click.BadParameter: One is empty: a broker would take it for a group, or for none, whatever its version does.
    """
    for name in _given(value):
        if not name.strip():
            raise click.BadParameter(f"{name!r} is no name of a group: {_EMPTY}", ctx, parameter)
    return value


def topic_name(ctx: click.Context, parameter: click.Parameter, value: T) -> T:
    """Return names of topics.

    Raises:
        click.BadParameter: No topic can have one of them.
    """
    for name in _given(value):
        if not name.strip():
            raise click.BadParameter(f"{name!r} is no name of a topic: {_EMPTY}", ctx, parameter)
        if not _TOPIC.fullmatch(name) or name in (".", ".."):
            text = f"{name!r} is no name of a topic: 1 to 249 letters, digits, '.', '_' and '-', but not '.' or '..'"
            raise click.BadParameter(text, ctx, parameter)
    return value


def _given(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value
