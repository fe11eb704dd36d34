"""Colours of statuses, on terminals."""

from __future__ import annotations

import re

import click

from hiera_kafka.ops.verify.result import Status

_COLOURS = {Status.OK: "green", Status.WARNING: "yellow", Status.CRITICAL: "red", Status.UNKNOWN: "magenta"}
_WORD = re.compile(rf"^(  )?({'|'.join(Status)})(?=  |:)", re.MULTILINE)


def with_colours(text: str) -> str:
    """Return a report in which the first word of lines has the colour of its status."""
    return _WORD.sub(lambda found: f"{found[1] or ''}{click.style(found[2], fg=_COLOURS[Status(found[2])])}", text)
