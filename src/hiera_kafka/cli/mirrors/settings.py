"""`hiera-kafka mirrors settings`: topics at both ends of a mirror compared, and the destination brought up to it."""

from __future__ import annotations

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.names import topic_name
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, say
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.cli.mirrors import text
from hiera_kafka.clients.topics import TopicAdmin
from hiera_kafka.errors import ExitCode
from hiera_kafka.ops.mirrors import carry
from hiera_kafka.ops.mirrors.inventory import mirrors


@click.command(
    "settings",
    cls=Command,
    examples=[
        "hiera-kafka mirrors settings main-eqiad_to_main-codfw",
        "hiera-kafka mirrors settings main-eqiad_to_main-codfw --topic eqiad.events --execute",
    ],
)
@click.argument("name")
@click.option(
    "--topic",
    "topics",
    callback=topic_name,
    multiple=True,
    metavar="TOPIC",
    help="Only this topic. May be given several times.",
)
@click.option("--execute", is_flag=True, help="Write the changes. Default: show what would be written.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@way_option
@inventory_option
@output_option
def settings(
    name: str,
    topics: tuple[str, ...],
    execute: bool,
    yes: bool,
    way: WayOptions,
    site: Workspace,
    output: Output,
) -> None:
    """Compare partitions and options of the topics that a mirror takes, and bring the destination up to the source.

    Topics that are missing are created; partitions and limits are raised. Nothing is lowered, and nothing is set that
    lets the destination drop messages that it keeps now: that is shown, and left to you. Exit code 1 means that the
    brokers refuse something.
    """
    (mirror,) = mirrors(site.checked(), [name])
    ends = (mirror.source_servers, mirror.destination_servers)
    with (
        way.ways(site) as ways,
        ways.explained(),
        TopicAdmin(ends[0], ways.via(ends[0])) as source,
        TopicAdmin(ends[1], ways.via(ends[1])) as destination,
    ):
        found = left = carry.plan(source, destination, mirror, topics)
        if output is Output.TEXT:
            if rows := text.setting_rows(found):
                print_table(text.SETTINGS, rows)
            say(text.settings_end(found))
            for line in text.switch_lines(found.switch):
                say(line)
        written = execute and bool(found.needed)
        if written:
            if not yes:
                confirm(
                    f"Write these settings to {mirror.destination}?", f"topics of {mirror.destination} may be written"
                )
            left = carry.execute(source, destination, found)
    if output is Output.JSON:
        print_json({**found.to_dict(), "executed": written, "left": left.to_dict()["topics"] if written else None})
    else:
        for line in text.refusal_lines(left):
            say(line)
        if written and not left.needed:
            say("Written and read back.")
        elif found.needed and not execute:
            say("Nothing was written: --execute writes it.")
    if left.refused or (written and left.needed):
        click.get_current_context().exit(ExitCode.FINDINGS)
