"""`hiera-kafka init`: a repository to start from."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import get_args

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, emit, output_option
from hiera_kafka.ops.scaffold import repository, writing
from hiera_kafka.ops.scaffold.repository import EXAMPLES, Example, PuppetTree
from hiera_kafka.project import examples


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka init my-kafka",
        "hiera-kafka init my-kafka --example three",
        "hiera-kafka init kafka --puppet .",
    ],
)
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--example",
    type=click.Choice(get_args(Example)),
    help=f"Data to start from: {'; '.join(f'{name}: {what}' for name, what in EXAMPLES.items())}. Default: local.",
)
@click.option(
    "--puppet",
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Use hiera.yaml and data of a control repository where they are, in place of an example.",
)
@output_option
def init(directory: Path, example: Example | None, puppet: Path | None, output: Output) -> None:
    """Write a repository to start from: hiera.yaml, data, inventories, and what lints them in commits and CI.

    Nothing is overwritten: where one of the files exists already, none is written.
    """
    if puppet is not None and example is not None:
        raise click.UsageError("--puppet uses data that is there, --example writes data: give one of them")
    tree = None if puppet is None else PuppetTree.at(puppet)
    if tree is None:
        files = repository.of_example(example or "local", examples())
    else:
        files = repository.of_puppet(tree, directory, examples())
    writing.write_new(directory, files)
    outside = tree is not None and tree.outside(directory)
    data = {
        "directory": str(directory.absolute()),
        "files": sorted(files),
        "allow_outside": [str(tree.root)] if tree is not None and outside else [],
    }
    emit(output, data, lambda: "\n".join(_words(directory, sorted(files), tree if outside else None)))


def _words(directory: Path, files: list[str], outside: PuppetTree | None) -> list[str]:
    lines = [*(os.path.join(directory, file) for file in files), ""]  # noqa: PTH118 - as it was written, `./` included
    if outside is not None:
        lines += [repository.outside_note(outside)]
    return [*lines, "Next:", f"  cd {shlex.quote(str(directory))}", "  hiera-kafka lint .", "  hiera-kafka local up"]
