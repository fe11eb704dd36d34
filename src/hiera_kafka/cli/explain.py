"""`hiera-kafka explain`: where each line of a rendered file comes from."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from hiera_kafka.catalog.export import masked
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.cli.command import Command
from hiera_kafka.cli.options import Site, find_host, host_argument, inventory_option
from hiera_kafka.cli.output import Output, emit, output_option
from hiera_kafka.errors import CatalogError, Diagnostic, nearest
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.render.formats import parse_properties
from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes:
        number: Counts from 1.
        option: What it sets, None for comments and program text.
    """

    number: int
    text: str
    option: str | None
    origins: tuple[Origin, ...]


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka explain kafka1 /etc/kafka/server.properties",
        "hiera-kafka explain kafka1 server.properties broker.id",
    ],
)
@host_argument
@click.argument("file")
@click.argument("option", required=False)
@inventory_option
@output_option
def explain(host: str, file: str, option: str | None, site: Site, output: Output) -> None:
    """Show where each line of a file on a host comes from.

    FILE is a path on the host, or the end of one, such as server.properties. OPTION is the name of a setting in it;
    without it, every line is explained. Secrets are masked.
    """
    compiler = site.checked()
    catalog = compiler.catalog(find_host(compiler, host))
    found = rendered(catalog, Renderer(site.project.templates), find_file(catalog, file))
    path = found.path.removeprefix(catalog.platform.roots.get(catalog.host, ""))
    lines = lines_of(found)
    if option is not None:
        lines = find_option(lines, option, path, catalog.host)
    emit(output, _data(catalog.host, path, lines), lambda: text(lines, str(Path.cwd())))


def find_file(catalog: Catalog, wanted: str) -> str:
    """Return the path on a host, its root included, of the one file that a path or the end of one names.

    Raises:
        CatalogError: No file is named so, or several are.
    """
    root = catalog.platform.roots.get(catalog.host, "")
    paths = {path.removeprefix(root): path for path in _paths(catalog)}
    absolute = wanted.removeprefix(root) if root else wanted
    if absolute in paths:
        return paths[absolute]
    matches = [path for path in paths if path.endswith(f"/{wanted}")]
    if len(matches) == 1:
        return paths[matches[0]]
    if matches:
        raise CatalogError(
            Diagnostic(
                "ambiguous-file",
                f"{wanted!r} is the end of {len(matches)} files of {catalog.host}: {', '.join(matches)}",
                hint="give more of the path",
            )
        )
    names = {path if "/" in wanted else path.rpartition("/")[2]: path for path in paths}
    near = nearest(wanted, list(names))
    raise CatalogError(
        Diagnostic(
            "unknown-file",
            f"{catalog.host} has no file {wanted!r}, known are: {', '.join(paths) or 'none'}",
            hint=f"did you mean {names[near]!r}?" if near else "give a path of the list, or the end of one",
        )
    )


def _paths(catalog: Catalog) -> Iterator[str]:
    for section in catalog.sections:
        yield from (file.path for file in section.files)
        yield from (catalog.platform.definition_path(catalog.host, service.name) for service in section.services)


def rendered(catalog: Catalog, renderer: Renderer, path: str) -> RenderedFile:
    """Return the file or service definition at a path of the catalog, with secrets masked.

    Raises:
        RenderError: Its template is wrong.
    """
    for section in catalog.sections:
        for file in section.files:
            if file.path == path:
                return renderer.file(masked(file))
        for service in section.services:
            if catalog.platform.definition_path(catalog.host, service.name) == path:
                return renderer.definition(service, catalog.platform, catalog.host)
    raise KeyError(path)


def lines_of(file: RenderedFile) -> list[Line]:
    """Return the lines of a file with what they rest on."""
    return [
        Line(number, line, _option(line), origins)
        for number, (line, origins) in enumerate(zip(file.text.split("\n"), file.origins, strict=False), 1)
    ]


def _option(line: str) -> str | None:
    """Return what a line sets: `name=value`, as in properties, environment, unit and supervisor files."""
    line = line.strip().removeprefix("export ")
    if line[:1] in ("", "#", ";", "[") or "=" not in line:
        return None
    name = next(iter(parse_properties(line)), "")
    return None if " " in name else name or None


def find_option(lines: Sequence[Line], option: str, path: str, host: str) -> list[Line]:
    """Return the lines that set an option.

    Raises:
        CatalogError: No line does.
    """
    found = [line for line in lines if line.option == option]
    if found:
        return found
    known = list(dict.fromkeys(line.option for line in lines if line.option is not None))
    near = nearest(option, known)
    raise CatalogError(
        Diagnostic(
            "unknown-option",
            f"{path} of {host} does not set {option!r}, it sets: {', '.join(known) or 'nothing'}",
            note="what a file does not set has the default of the program that reads it",
            hint=f"did you mean {near!r}?" if near else None,
        )
    )


def _data(host: str, path: str, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "host": host,
        "file": path,
        "lines": [
            {
                "number": line.number,
                "text": line.text,
                "option": line.option,
                "origins": [origin.to_dict() for origin in line.origins],
            }
            for line in lines
        ],
    }


def text(lines: Sequence[Line], base: str) -> str:
    """Return lines, each run of them that rests on the same followed by what that is."""
    width = len(str(lines[-1].number)) if lines else 0
    parts: list[str] = []
    for origins, run in itertools.groupby(lines, key=lambda line: line.origins):
        parts += [f"{line.number:>{width}}  {line.text}".rstrip() for line in run]
        parts += [f"{' ' * (width + 6)}{row}" for origin in origins for row in chain(origin, base)]
    return "\n".join(parts)


def chain(origin: Origin, base: str, depth: int = 0) -> Iterator[str]:
    """Yield an origin and, indented below it, all that it was derived from."""
    yield f"{'  ' * depth}{replace(origin, inputs=()).text(base)}"
    for source in origin.inputs:
        yield from chain(source, base, depth + 1)
