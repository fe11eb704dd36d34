"""Asks before something is done that matters: once, and only where somebody can answer."""

from __future__ import annotations

import sys

import click

from hiera_kafka.errors import Diagnostic, ProjectError
from hiera_kafka.text import one_line


def confirm(question: str, what: str) -> None:
    """Ask, and return when the answer is yes.

    Args:
        question: Asked on the terminal.
        what: Completes "cannot ask whether ...".

    Raises:
        ProjectError: Standard input is no terminal.
        click.Abort: The answer is no.
    """
    if not sys.stdin.isatty():
        raise ProjectError(
            Diagnostic(
                "confirmation-needed",
                f"cannot ask whether {what}: standard input is not a terminal",
                hint="give --yes to do it without confirmation",
            )
        )
    if not click.confirm(one_line(question), default=False, err=True):
        raise click.Abort
