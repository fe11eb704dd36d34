"""The Jinja environment: strict, sandboxed, without access to files or the world but the templates.

Templates are run from a checkout only that is trusted, see `trust`; the sandbox is for what slips in all the same, say
with a merge. They read plain attributes, call their own macros, and use the filters that are named here.

A value is printed behind an invisible mark with its number, so that the finished text tells which origins each line
rests on. Templates must print values through a filter that writes their format.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
from jinja2.filters import FILTERS
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hiera_kafka import project
from hiera_kafka.catalog.resources import Setting, SettingGroup, Value
from hiera_kafka.errors import RenderError
from hiera_kafka.render import formats
from hiera_kafka.source import Origin

MARK = re.compile("\ue000([0-9]+)\ue001")

_FILTERS = ("default", "first", "join", "last", "length", "list", "lower", "map", "replace", "sort", "trim", "upper")
"""Those of Jinja's own filters that templates may use: each gives text, a number or a list, and none calls anything."""

_RECORDS = (Setting, SettingGroup, Value)

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


class _Loader(jinja2.FileSystemLoader):
    """Loads what lies below one directory, and belongs to somebody who is trusted."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates)
        self._templates = templates

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and what tells whether it is still the same.

        Raises:
            ProjectError: `untrusted-code`.
            jinja2.TemplateNotFound: There is none of that name, or it leads out of the directory.
        """
        path = self._templates / template
        if not path.resolve().is_relative_to(self._templates.resolve()):
            raise jinja2.TemplateNotFound(template, f"{path} is outside of {self._templates}")
        project.require_template(path, self._templates)
        return super().get_source(environment, template)


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing can be called but macros, so that values are only ever read."""

    def is_safe_callable(self, obj: object) -> bool:
        """Tell whether a template may call something."""
        return isinstance(obj, Macro)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of an object, if it is a safe one."""
        # Most are of these, which hold nothing but data; it spares a tenth of the time of rendering.
        if type(obj) in _RECORDS and attribute in obj.__slots__:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@functools.cache
def environment(templates: Path) -> jinja2.Environment:
    """Return the environment over a directory of templates."""
    made = _Environment(
        loader=_Loader(templates),
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # configuration files: each format has its own filter
    )
    made.globals.clear()
    made.filters = {name: FILTERS[name] for name in _FILTERS} | {
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
