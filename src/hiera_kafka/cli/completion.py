"""`hiera-kafka completion`: what a shell needs to complete our command lines."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, emit, output_option

_SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    examples=[
        'eval "$(hiera-kafka completion bash)"',
        "hiera-kafka completion fish > ~/.config/fish/completions/hiera-kafka.fish",
    ],
)
@click.argument("shell", type=click.Choice(_SHELLS))
@output_option
@click.pass_context
def completion(ctx: click.Context, shell: str, output: Output) -> None:
    """Print the completion script of a shell.

    It completes commands, options, inventories and hosts. Bash must be 4.4 or later.
    """
    root = ctx.find_root()
    name = root.info_name or "hiera-kafka"
    found = get_completion_class(shell)
    if found is None:
        raise AssertionError(shell)  # click has all of _SHELLS
    script = found(root.command, {}, name, f"_{name.replace('-', '_')}_COMPLETE".upper()).source()
    emit(output, {"shell": shell, "script": script}, lambda: script)
