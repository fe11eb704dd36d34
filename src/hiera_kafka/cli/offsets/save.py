"""`hiera-kafka offsets save`: keeps where groups would go on in the other datacenter, for when theirs is gone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.names import group_name
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, say
from hiera_kafka.cli.offsets.translate import text
from hiera_kafka.cli.offsets.two_clusters import Between, between_option
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import ExitCode
from hiera_kafka.ops.offsets.translate.request import Ask
from hiera_kafka.ops.offsets.translate.saved import standard_path, write_picture
from hiera_kafka.ops.offsets.translate.translation import picture, translate


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka offsets save --from main-eqiad --to main-codfw",
        "hiera-kafka offsets save --from main-eqiad --to main-codfw --group my-group --file my-group.json",
    ],
)
@click.option(
    "--group",
    "groups",
    callback=group_name,
    multiple=True,
    metavar="GROUP",
    help="Group. May be given several times. Default: all of the source but those of mirrors.",
)
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to. Default: below the user's state directory, where `translate` looks.",
)
@between_option
@output_option
def save(
    *,
    groups: tuple[str, ...],
    file: Path | None,
    between: Between,
    output: Output,
) -> None:
    """Save where groups would continue in the other datacenter, for when this one is gone.

    Let a timer run it: what it saves stays true, and the more recent it is, the less is read again. Groups may run
    meanwhile. Nothing is written to either cluster. Exit code 1 means that nothing proves a position in some topic.
    """
    ends = (between.source, between.destination)
    path = file or standard_path(os.environ, *ends)
    source, destination, flows = between.found()
    taken_ms = time.time_ns() // 1_000_000
    with (
        between.way.ways(between.site) as ways,
        ways.explained(),
        ReadableCluster(source, ways.via(source)) as here,
        ReadableCluster(destination, ways.via(destination)) as there,
    ):
        topic_ids = there.topic_ids()
        mirrors = {flow.group for flow in flows}
        names = groups or tuple(name for name in here.group_names() if name not in mirrors)
        found = [translate(here, there, Ask(name, *ends, flows, limit=between.limit)) for name in names]
        write_picture(picture(path, found, taken_ms, ends, (here.id, there.id), topic_ids))
    if output is Output.JSON:
        print_json({"file": str(path), "groups": [text.saved_dict(one) for one in found]})
    else:
        print_table(text.SAVED, [row for one in found for row in text.saved_rows(one)])
        say(f"Saved in {path}.")
    if any(one.unproven for one in found):
        click.get_current_context().exit(ExitCode.FINDINGS)
