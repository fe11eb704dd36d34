"""The Jinja environment: strict, without access to files or the world but the templates.

A value is printed behind an invisible mark with its number, so that the finished text tells which origins each line
rests on. Templates must print values through a filter that writes their format.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jinja2

from hiera_kafka.catalog.resources import Value
from hiera_kafka.errors import RenderError
from hiera_kafka.render import formats
from hiera_kafka.source import Origin

MARK = re.compile("\ue000([0-9]+)\ue001")

Write = Callable[[str], str]


class Marks:
    """The origins that one rendering has printed so far, by number."""

    def __init__(self) -> None:
        self.origins: list[Origin] = []

    def mark(self, origin: Origin) -> str:
        """Return the mark of an origin."""
        self.origins.append(origin)
        return f"\ue000{len(self.origins) - 1}\ue001"


def _filter(write: Write) -> Callable[[jinja2.runtime.Context, object], str]:
    @jinja2.pass_context
    def apply(context: jinja2.runtime.Context, item: object) -> str:
        if isinstance(item, Value):
            marks = context["__marks__"]
            try:
                return f"{marks.mark(item.origin)}{write(formats.plain_text(item.data))}"
            except RenderError as error:
                where = item.origin.positions()[:1]
                raise RenderError([replace(found, where=where) for found in error.diagnostics]) from error
        if isinstance(item, str):
            return write(item)
        if isinstance(item, jinja2.Undefined):
            return str(item)  # raises, with the name
        raise jinja2.TemplateRuntimeError(f"a template may print values and text, not {type(item).__name__}")

    return apply


def _finalize(item: object) -> object:
    if isinstance(item, Value):
        raise jinja2.TemplateRuntimeError("a value is printed without a filter that writes its format")
    return item


@functools.cache
def environment(templates: Path) -> jinja2.Environment:
    """Return the environment over a directory of templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - configuration files, each format has its own filter
    )
    made.filters |= {
        "property": _filter(formats.properties_value),
        "property_key": _filter(formats.properties_key),
        "shell": _filter(formats.shell_word),
        "env": _filter(formats.environment_value),
        "zoo": _filter(formats.zoo_cfg_value),
        "supervisor": _filter(formats.supervisor_value),
        "supervisor_word": _filter(lambda text: formats.supervisor_value(formats.shell_word(text))),
        "systemd": _filter(formats.systemd_word),
        "text": _filter(lambda text: text),
    }
    return made
