"""`hiera-kafka schema`: JSON Schema of data files, for editors."""

from __future__ import annotations

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, output_option, print_json
from hiera_kafka.dialects.native.registry import SETTINGS
from hiera_kafka.model.schema import data_schema


@click.command(cls=Command, examples=["hiera-kafka schema > hiera-data.schema.json"])
@output_option
def schema(output: Output) -> None:
    """Print the JSON Schema of data files, for editors.

    Made from the models, with what each key means. It is JSON whatever --output says; a line such as
    `# yaml-language-server: $schema=hiera-data.schema.json` at the top of a data file names it.
    """
    del output
    print_json(data_schema(SETTINGS))
