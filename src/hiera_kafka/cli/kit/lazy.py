"""A group that imports a subcommand's file only when that command runs: start-up time is what people wait for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from hiera_kafka import collector
from hiera_kafka.errors import nearest


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a subcommand is.

    Attributes:
        target: `module:attribute`.
        summary: First sentence of its help; kept here so that listing commands imports none of them.
    """

    target: str
    summary: str


class UnknownCommand(click.UsageError):
    """A word that names no subcommand.

    Attributes:
        name: The word.
        known: Every name that the group knows.
        near: The known name it was probably meant to be.
    """

    def __init__(self, name: str, known: list[str], ctx: click.Context) -> None:
        self.name = name
        self.known = known
        self.near = nearest(name, known)
        super().__init__(f"no command {name!r}", ctx)


class StrictGroup(click.Group):
    """A group that names the nearest command when it does not know one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand that the first argument names.

        Raises:
            UnknownCommand: There is none.
        """
        name = args[0]
        if name.startswith("-") or ctx.resilient_parsing or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        raise UnknownCommand(name, self.list_commands(ctx), ctx)


class LazyGroup(StrictGroup):
    """A group whose commands are named in a table."""

    def __init__(self, *args: object, lazy: Mapping[str, Lazy], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order in which people need them."""
        del ctx
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand; None when the table does not have it."""
        del ctx
        if cmd_name not in self.lazy:
            return None
        module, _, attribute = self.lazy[cmd_name].target.partition(":")
        with collector.paused():
            command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            _refuse(cmd_name, command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.lazy.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands, and the options, that begin with `incomplete`."""
        names = [
            CompletionItem(name, help=entry.summary) for name, entry in self.lazy.items() if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def _refuse(name: str, found: object) -> NoReturn:
    raise TypeError(f"command {name} is a {type(found).__name__}, not a click command")
