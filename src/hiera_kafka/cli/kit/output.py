"""Everything that is printed: text or JSON, tables, diagnostics; colours on terminals only, and no escapes of data."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import click

from hiera_kafka.errors import Diagnostic, Severity
from hiera_kafka.text import json_text, one_line, printable

F = TypeVar("F", bound=Callable[..., Any])


class Output(StrEnum):
    """Form of a result."""

    TEXT = "text"
    JSON = "json"


def output_option(command: F) -> F:
    """Give a command the option that every command has; it arrives as `output`."""
    return click.option(
        "--output",
        type=click.Choice([str(form) for form in Output]),
        default=str(Output.TEXT),
        callback=lambda ctx, parameter, value: Output(value),  # noqa: ARG005 - click's signature
        show_default=True,
        help="Form of the result on standard output: text for people, json for programs.",
    )(command)


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON, also one that is wrong in other places."""
    ours = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    return "--output=json" in ours or ("--output", "json") in itertools.pairwise(ours)


def print_json(data: object) -> None:
    """Print one JSON value on standard output."""
    click.echo(json_text(data))


def say(line: str, *, err: bool = False) -> None:
    """Print one line; what data in it would break off is escaped."""
    click.echo(one_line(line), err=err)


def show(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print lines of text; what a terminal or a CI runner would obey is escaped."""
    click.echo(f"{printable(text)}{end}", err=err, nl=False)


def show_markdown(text: str) -> None:
    """Print a page in Markdown: drawn on a terminal, as it is elsewhere."""
    if not sys.stdout.isatty():
        show(text)
        return
    from rich.console import Console  # noqa: PLC0415 - takes longer than most commands, and only terminals need it
    from rich.markdown import Markdown  # noqa: PLC0415 - as above

    Console().print(Markdown(printable(text), hyperlinks=False))


def show_exactly(text: str, *, end: str = "\n") -> None:
    """Print text as it is, for whom asked for a value and nothing else; a terminal gets it as `show` prints it."""
    click.echo(f"{printable(text) if sys.stdout.isatty() else text}{end}", nl=False, color=True)


def emit(output: Output, data: object, text: Callable[[], str]) -> None:
    """Print a result on standard output.

    Args:
        output: Which form was asked for.
        data: The JSON-able form.
        text: Makes the text form; called only when that is wanted.
    """
    if output is Output.JSON:
        print_json(data)
    else:
        show(text())


def print_diagnostics(diagnostics: Iterable[Diagnostic], base: str | None) -> None:
    """Print diagnostics on standard error, file names relative to `base`."""
    for diagnostic in diagnostics:
        head, _, rest = diagnostic.render(base).partition("\n")
        mark = f"{diagnostic.level}[{diagnostic.id}]:"
        styled = head.replace(mark, click.style(mark, fg=_COLOURS[diagnostic.level], bold=True), 1)
        click.echo(f"{styled}\n{rest}", err=True, color=None if coloured(sys.stderr.isatty()) else False)


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def coloured(terminal: bool) -> bool:
    """Return whether to use colours: on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return terminal and not os.environ.get("NO_COLOR")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on standard output: drawn on a terminal, aligned text elsewhere."""
    if not sys.stdout.isatty():
        show(aligned([headers, *rows]))
        return
    from rich.console import Console  # noqa: PLC0415 - takes longer than most commands, and only terminals need it
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(*headers, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    Console().print(table)


def plain(value: object) -> str:
    """Return a value as text: scalars bare, hashes and lists as JSON, which is YAML as well."""
    if isinstance(value, str):
        return value
    return json_text(value)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns two blanks apart, each as wide as its widest cell, and each row a line."""
    if not rows:
        return ""
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
