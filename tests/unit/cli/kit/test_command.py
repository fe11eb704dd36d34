"""Commands with examples."""

from __future__ import annotations

import click

from hiera_kafka.cli.kit.command import Command


def test_examples_stand_at_the_end_unwrapped() -> None:
    long = f"program {'word ' * 40}end"
    command = Command("program", examples=["program", long])

    assert command.get_help(click.Context(command)).endswith(f"\n\nExamples:\n  program\n  {long}")
