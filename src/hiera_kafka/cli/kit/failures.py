"""From any exception to a message and an exit code; the last stop of every error."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from hiera_kafka.cli.kit import output
from hiera_kafka.cli.kit.lazy import UnknownCommand
from hiera_kafka.errors import ClientError, Diagnostic, ExitCode, HieraKafkaError


class FindingsError(HieraKafkaError):
    """A step that was asked for ran and did not succeed; nothing is wrong with what was asked."""


class ClosedPipeError(Exception):
    """The reader of our output has gone; nobody is left to report to."""


def exit_code_of(error: HieraKafkaError) -> ExitCode:
    """Return what a script should hear."""
    if isinstance(error, ClientError):
        return ExitCode.UNREACHABLE
    return ExitCode.FINDINGS if isinstance(error, FindingsError) else ExitCode.USAGE


def report(error: BaseException, *, json: bool) -> ExitCode:
    """Report what went wrong to the user, and return the exit code.

    Args:
        error: What arrived at the top.
        json: Whether to print `{"diagnostics": [...]}` on standard output instead of text on standard error.
    """
    if isinstance(error, HieraKafkaError):
        _tell(error.diagnostics, json=json)
        return exit_code_of(error)
    if isinstance(error, NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else error.format_message(), err=True)
        return ExitCode.USAGE
    if isinstance(error, click.ClickException):
        _tell([usage_diagnostic(error)], json=json)
        return ExitCode.USAGE
    if isinstance(error, click.Abort | KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    output.show("".join(traceback.format_exception(error)), err=True, end="")
    _tell([_bug(error)], json=json)
    return ExitCode.BUG


def usage_diagnostic(error: click.ClickException) -> Diagnostic:
    """Return a wrong command line as a Diagnostic, with where its help is."""
    context = getattr(error, "ctx", None)
    help_ = f"`{context.command_path if context else 'hiera-kafka'} --help` shows what there is"
    if isinstance(error, UnknownCommand):
        return Diagnostic(
            "unknown-command",
            f"no command {error.name!r}, known are: {', '.join(error.known)}",
            hint=f"did you mean {error.near!r}?" if error.near else help_,
        )
    message = error.format_message().rstrip(".")
    return Diagnostic("usage", message[:1].lower() + message[1:], hint=help_)


def _bug(error: BaseException) -> Diagnostic:
    return Diagnostic(
        "internal-error",
        f"this is a bug in hiera-kafka: {type(error).__name__}",
        note="the data may be fine; whatever it holds, this should not happen",
        hint="report it with the traceback above and what you ran",
    )


def _tell(diagnostics: Sequence[Diagnostic], *, json: bool) -> None:
    if json:
        output.print_json({"diagnostics": [diagnostic.to_dict() for diagnostic in diagnostics]})
    else:
        output.print_diagnostics(diagnostics, str(Path.cwd()))


def die_of_closed_pipe() -> NoReturn:
    """End as other Unix programs do when the reader of their output has gone: by SIGPIPE, without a word."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    sys.exit(ExitCode.FINDINGS)  # only where the signal is blocked
