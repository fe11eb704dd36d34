"""Writes docs/reference/cli.md from the help of the commands: `python -m hiera_kafka.cli.reference > FILE`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hiera_kafka.cli.kit.output import show
from hiera_kafka.cli.main import NAME, cli

_WIDTH = 88
_HEAD = f"""# Command line

Made from `{NAME} --help` by `python -m hiera_kafka.cli.reference`; change the help, not this page.
"""


def reference() -> str:
    """Return the page: a section for the program and for each command."""
    sections = [f"## `{path}`\n\n```text\n{help_}\n```\n" for path, help_ in _commands(cli, NAME, None)]
    return "\n".join([_HEAD, *sections])


def _commands(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = command.context_class(
        command, info_name=name, parent=parent, terminal_width=_WIDTH, **({} if parent else command.context_settings)
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _commands(found, child, context)


if __name__ == "__main__":
    show(reference(), end="")
