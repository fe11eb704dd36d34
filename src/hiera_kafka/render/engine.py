"""Renders files and service definitions, and knows what each line rests on."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import ServiceManager
from hiera_kafka.catalog.resources import File, Section, Service, Value
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position, RenderError
from hiera_kafka.render import formats
from hiera_kafka.render.environment import MARK, Marks, environment
from hiera_kafka.source import Origin, OriginKind

UMASK_MODE = "0644"
"""Mode of a new file whose mode nobody sets, under Debian's umask of 022."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file's text.

    Attributes:
        path: Absolute path on the host.
        text: The whole content, secrets included, and so not part of the text form.
        origins: For each line of the text, what it rests on; a line of the template alone has the template.
    """

    path: str
    text: str = field(repr=False)
    owner: str
    group: str
    mode: str
    secret: bool
    hold: bool
    origins: tuple[tuple[Origin, ...], ...] = field(repr=False)


class _Traced:
    """A service whose attributes are Values, so that lines of its definition tell where they came from."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Value | tuple[Value, ...]:
        found = getattr(self._service, name)
        origin = self._service.origin(name)
        return tuple(Value(item, origin) for item in found) if isinstance(found, tuple) else Value(found, origin)


class Renderer:
    """Renders resources with the templates of one directory."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._environment = environment(templates)

    def file(self, file: File) -> RenderedFile:
        """Return the text of a file.

        Raises:
            RenderError: The template is missing or wrong, or a value does not fit the file's format.
        """
        text, origins = self._render(file.template, file.context)
        if not file.verbatim:
            self._read_back(file, text)
        mode = file.mode or UMASK_MODE
        return RenderedFile(file.path, text, file.owner, file.group, mode, file.secret, file.hold, origins)

    def definition(self, service: Service, machine: Machine) -> RenderedFile:
        """Return the systemd unit or supervisor program of a service."""
        template = _DEFINITIONS[machine.service_manager]
        owner, group = machine.owner("root")
        text, origins = self._render(template, {"service": _Traced(service)})
        target = machine.definition_path(service.name)
        return RenderedFile(target, text, owner, group, "0644", secret=False, hold=False, origins=origins)

    def section(self, section: Section, machine: Machine) -> tuple[RenderedFile, ...]:
        """Return every file and service definition of a section."""
        files = [self.file(file) for file in section.files]
        return (*files, *(self.definition(service, machine) for service in section.services))

    def prepare(self, section: Section, machine: Machine) -> None:
        """Have the templates of a section compiled; one that cannot be is left for rendering to say so."""
        definitions = {_DEFINITIONS[machine.service_manager]} if section.services else set()
        for template in {file.template for file in section.files} | definitions:
            with contextlib.suppress(jinja2.TemplateError, HieraKafkaError):
                self._environment.get_template(template)

    def _render(self, template: str, context: Mapping[str, object]) -> tuple[str, tuple[tuple[Origin, ...], ...]]:
        marks = Marks()
        try:
            marked = self._environment.get_template(template).render({**context, "__marks__": marks})
        except jinja2.TemplateSyntaxError as error:
            raise self._error(template, error.lineno, str(error.message)) from error
        except jinja2.TemplateError as error:
            raise self._error(template, 0, error.message or type(error).__name__) from error
        literal = Origin(OriginKind.TEMPLATE, Position(str(self._templates / template)))
        lines = marked.split("\n")
        origins = [
            tuple(dict.fromkeys(marks.origins[int(match[1])] for match in MARK.finditer(line))) or (literal,)
            for line in lines
        ]
        if not lines[-1]:
            origins.pop()
        return MARK.sub("", marked), tuple(origins)

    def _error(self, template: str, line: int, message: str) -> RenderError:
        where = Position(str(self._templates / template), line, 1 if line else 0)
        return RenderError(Diagnostic("template-error", f"template {template}: {message}", where=(where,)))

    def _read_back(self, file: File, text: str) -> None:
        """Prove that the text says what the settings say: a template may not lose or change one."""
        expected = {setting.name: formats.plain_text(setting.value.data) for setting in file.settings()}
        if not expected or not file.path.endswith((".properties", ".cfg")):
            return
        found = formats.parse_properties(text)
        wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
        if wrong:
            raise self._error(file.template, 0, f"reading the text back gives other values of: {', '.join(wrong)}")


@functools.cache
def renderer_of(templates: Path) -> Renderer:
    """Return the renderer of a directory, made once a process: what it has compiled serves every host."""
    return Renderer(templates)


_DEFINITIONS = {
    ServiceManager.SYSTEMD: "etc/systemd/system/service.j2",
    ServiceManager.SUPERVISOR: "etc/supervisor/conf.d/program.conf.j2",
}
