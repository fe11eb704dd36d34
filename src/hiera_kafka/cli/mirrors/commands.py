"""`hiera-kafka mirrors`: how mirrors between clusters are doing, and what they carry over."""

from __future__ import annotations

import time
from collections.abc import Sequence

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.lazy import StrictGroup
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, say
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.cli.mirrors import text
from hiera_kafka.cli.mirrors.settings import settings
from hiera_kafka.errors import ExitCode
from hiera_kafka.ops.mirrors import health, hosts
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.inventory import mirrors as mirrors_of

_SHOW = "show"


class _Group(StrictGroup):
    """A group that shows when no subcommand is named: `mirrors` and `mirrors NAME` are what people type."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the subcommand there that was left out."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        # A shell that completes `mirrors` is to be offered the subcommands.
        if not named and not (ctx.resilient_parsing and not args):
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def mirrors() -> None:
    """Show the state of mirrors between clusters, and copy settings of topics.

    Without a subcommand, `show` is meant: `hiera-kafka mirrors`, `hiera-kafka mirrors NAME`.
    """


@mirrors.command(
    _SHOW,
    cls=Command,
    examples=[
        "hiera-kafka mirrors",
        "hiera-kafka mirrors main-eqiad_to_main-codfw -i multi-dc",
        "hiera-kafka mirrors --no-hosts --max-seconds 60 --output json",
    ],
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--no-hosts", is_flag=True, help="Ask the clusters only: no processes and their errors.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(0),
    default=300.0,
    show_default=True,
    help="Maximum age of the first message that is not mirrored yet.",
)
@click.option(
    "--max-messages", type=click.IntRange(0), help="Maximum number of messages that are not mirrored yet. Default: any."
)
@way_option
@inventory_option
@output_option
def show(
    names: tuple[str, ...],
    no_hosts: bool,
    max_seconds: float,
    max_messages: int | None,
    way: WayOptions,
    site: Workspace,
    output: Output,
) -> None:
    """Show the lag of mirrors, what they take and leave, and their errors.

    A line for each; with NAME all details: each topic and the rule by which it is taken or left, each
    process and its last errors. Exit code 1 means that one is not ok, 4 that a cluster or host does not answer.
    """
    found = mirrors_of(site.checked(), names)
    limits = health.Limits(max_seconds, max_messages)
    processes = (
        () if no_hosts else [process for mirror in found if not mirror.wikimedia for process in mirror.processes]
    )
    with way.ways(site, ahead=bool(processes)) as ways, health.Clusters(ways) as clusters:
        seen = hosts.ask(site.compiler, processes, ways.sessions()) if processes else {}
        views = [
            health.look(clusters, mirror, [seen[one] for one in mirror.processes if one in seen], limits, _now_ms())
            for mirror in found
        ]
    if output is Output.JSON:
        print_json([view.to_dict() for view in views])
    elif names:
        for view in views:
            _print_one(view)
    else:
        _print_all(views, found)
    if code := _code(views):
        click.get_current_context().exit(code)


def _print_all(views: Sequence[health.MirrorView], found: Sequence[Mirror]) -> None:
    if not found:
        say("The data has no mirrors.")
        return
    print_table(text.MIRRORS, text.mirror_rows(views))
    for line in text.finding_lines(views):
        say(line)


def _print_one(view: health.MirrorView) -> None:
    say(text.head(view))
    for line in text.finding_lines([view]):
        say(line)
    if view.processes:
        print_table(text.PROCESSES, text.process_rows(view, _now_ms()))
    if view.source is not None:
        print_table(text.TOPICS, text.topic_rows(view.source))
    for line in text.switch_lines(view.switch):
        say(line)
    for line in text.error_lines(view):
        say(line)


def _code(views: Sequence[health.MirrorView]) -> ExitCode:
    if any(view.unreachable for view in views):
        return ExitCode.UNREACHABLE
    return ExitCode.FINDINGS if any(view.findings for view in views) else ExitCode.OK


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


mirrors.add_command(settings)
