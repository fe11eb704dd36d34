"""`hiera-kafka explain`: where each line of a rendered file comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from hiera_kafka.catalog.export import masked
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.cli.explain.lines import Below, ExplainedLine, Known, lines_of, text
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, find_host, host_argument, inventory_option
from hiera_kafka.cli.kit.output import Output, emit, output_option
from hiera_kafka.errors import CatalogError, Diagnostic, nearest
from hiera_kafka.kafka_options import Option, OptionKind, table
from hiera_kafka.kafka_options.names import resolve
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.text import one_line


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka explain kafka1",
        "hiera-kafka explain kafka1 /etc/kafka/server.properties",
        "hiera-kafka explain kafka1 server.properties broker.id",
    ],
)
@host_argument
@click.argument("file", required=False)
@click.argument("option", required=False)
@inventory_option
@output_option
def explain(host: str, file: str | None, option: str | None, site: Workspace, output: Output) -> None:
    """Show where each line of a file on a host comes from.

    FILE is a path on the host, or the end of one, such as server.properties; without it, the files are listed. OPTION
    is the name of a setting in it; without it, every line is explained. For each line: where its value came from, what
    lower levels of the hierarchy say in its place, and what the version of Kafka knows of the option. Comments and
    blank lines belong to the template. Secrets are masked.
    """
    compiler = site.checked()
    catalog = compiler.catalog(find_host(compiler, host))
    if file is None:
        root = catalog.machine.root
        paths = [path.removeprefix(root) for path in _paths(catalog)]
        emit(output, {"host": catalog.host, "files": paths}, lambda: "\n".join(map(one_line, paths)))
        return
    found = rendered(catalog, Renderer(site.project.templates), find_file(catalog, file))
    path = found.path.removeprefix(catalog.machine.root)
    lines = lines_of(found, _known(catalog, found.path), Below(compiler.hiera, compiler.scope(catalog.host)))
    if option is not None:
        lines = find_option(lines, option, path, catalog.host)
    whole = option is not None
    emit(output, _data(catalog.host, path, lines), lambda: text(lines, str(Path.cwd()), meanings=whole))


def find_file(catalog: Catalog, wanted: str) -> str:
    """Return the path on a host, its root included, of the one file that a path or the end of one names.

    Raises:
        CatalogError: No file is named so, or several are.
    """
    root = catalog.machine.root
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
        yield from (catalog.machine.definition_path(service.name) for service in section.services)


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
            if catalog.machine.definition_path(service.name) == path:
                return renderer.definition(service, catalog.machine)
    raise KeyError(path)


def _known(catalog: Catalog, path: str) -> Known | None:
    """Return a lookup for the known options of the file at a path, None when there is no table of them."""
    options = next((file.options for file in catalog.files() if file.path == path), None)
    if options is None:
        return None

    def known(name: str) -> Option | None:
        of = options.of(name)
        options_of = None if of is None else table(OptionKind(of[0]), options.version)
        return None if of is None or options_of is None else resolve(options_of, of[1])

    return known


def find_option(lines: Sequence[ExplainedLine], option: str, path: str, host: str) -> list[ExplainedLine]:
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


def _data(host: str, path: str, lines: Sequence[ExplainedLine]) -> dict[str, Any]:
    return {"host": host, "file": path, "lines": [line.to_dict() for line in lines]}
