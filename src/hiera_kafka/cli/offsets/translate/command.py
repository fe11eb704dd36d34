"""`hiera-kafka offsets translate`: a group goes on in the other datacenter, never ahead of what it has processed."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.failures import FindingsError
from hiera_kafka.cli.kit.names import group_name, topic_name
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, say
from hiera_kafka.cli.offsets.translate import text
from hiera_kafka.cli.offsets.two_clusters import Between, between_option
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError, nearest
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.offsets import execution
from hiera_kafka.ops.offsets.journal import Journal
from hiera_kafka.ops.offsets.plan import RefusedError
from hiera_kafka.ops.offsets.target import ToGiven, parse_datetime, parse_length
from hiera_kafka.ops.offsets.translate.bounds import Proof
from hiera_kafka.ops.offsets.translate.request import Ask
from hiera_kafka.ops.offsets.translate.saved import Picture, read_picture, standard_path
from hiera_kafka.ops.offsets.translate.translation import Translation, translate
from hiera_kafka.ops.reach.ways import Ways

_READ_AT_MOST = 1_000_000
_BY = [str(way) for way in Proof if way is not Proof.TIME]


def _time(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else parse_datetime(value).timestamp_ms
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


def _milliseconds(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    try:
        return parse_length(value) // timedelta(milliseconds=1)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka offsets translate my-group --from main-eqiad --to main-codfw",
        "hiera-kafka offsets translate my-group --from main-eqiad --to main-codfw --execute --yes",
        "hiera-kafka offsets translate my-group --from main-eqiad --to main-codfw --at 2026-01-31T02:55:00Z",
    ],
)
@click.argument("group", callback=group_name)
@click.option(
    "--topic",
    "topics",
    callback=topic_name,
    multiple=True,
    metavar="TOPIC",
    help="Topic. May be given several times. Default: all that the group has offsets of.",
)
@click.option(
    "--by",
    type=click.Choice(_BY),
    help="What must prove the position. Default: of those that can, the one that reads least again.",
)
@click.option(
    "--at",
    "at_ms",
    metavar="TIME",
    callback=_time,
    help="Declare that everything before this time was processed, where nothing proves it. ISO 8601, UTC without zone.",
)
@click.option(
    "--margin",
    "margin_ms",
    metavar="DURATION",
    default="PT0S",
    show_default=True,
    callback=_milliseconds,
    help="Safety margin: go back this much further; ISO 8601, such as PT2M.",
)
@click.option(
    "--saved",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What `save` wrote. Default: its own default, when the source does not answer.",
)
@click.option("--execute", is_flag=True, help="Write the changes. Default: show what would be written.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@between_option
@output_option
def translate_(
    *,
    group: str,
    topics: tuple[str, ...],
    by: str | None,
    at_ms: int | None,
    margin_ms: int,
    file: Path | None,
    execute: bool,
    yes: bool,
    between: Between,
    output: Output,
) -> None:
    """Set where a group continues in the other datacenter, never ahead of what it has processed.

    Shows each topic with what proves its position, then each partition. `undo` restores the old offsets. The source may
    be gone: then MirrorMaker 2's checkpoints prove it, or what `save` wrote, or you give a time with --at.
    """
    if by is not None and at_ms is not None:
        raise click.UsageError("--by and --at exclude each other")
    way = Proof.TIME if at_ms is not None else Proof(by) if by else None
    source, destination, flows = between.found()
    ends = (between.source, between.destination)
    with ExitStack() as stack:
        ways = stack.enter_context(between.way.ways(between.site))
        stack.enter_context(ways.explained())
        there = stack.enter_context(ReadableCluster(destination, ways.via(destination)))
        here = _reached(stack, ways, source, needed=way is Proof.TIMESTAMPS)
        saved = _saved(file, *ends, way, silent=here is None)
        ask = Ask(group, *ends, flows, topics, way, at_ms, margin_ms, between.limit, saved)
        try:
            found = translate(here, there, ask)
            if output is Output.TEXT:
                _print(found)
            _check(found, here)
            plan = execution.plan(there, _request(found))
            if output is Output.TEXT:
                print_table(text.CHANGES, text.change_rows(plan))
                say(text.end(found, plan))
            entry = None
            if execute and plan.needed:
                if not yes:
                    confirm(
                        "Write these offsets?", f"offsets of group {group!r} in {between.destination} may be written"
                    )
                entry = execution.execute(there, _request(found), plan, Journal.of_user(os.environ))
        except RefusedError as error:
            raise FindingsError(error.diagnostics) from error
    number = None if entry is None else entry.number
    if output is Output.JSON:
        print_json(text.to_dict(found, plan, number))
    elif entry is not None:
        undo = f"hiera-kafka offsets undo {number} --cluster {between.destination}"
        say(f"Written and read back. `{undo}` restores the old offsets.")
    elif plan.needed:
        say("Nothing was written: --execute writes it.")


def _reached(stack: ExitStack, ways: Ways, servers: Endpoints, *, needed: bool) -> ReadableCluster | None:
    """Return the source, None when it does not answer and need not."""
    try:
        return stack.enter_context(ReadableCluster(servers, ways.via(servers)))
    except ClientError:
        if needed:
            raise
        return None


def _saved(file: Path | None, source: str, destination: str, by: Proof | None, *, silent: bool) -> Picture | None:
    """Return the saved translations to use, None for none."""
    path = file or standard_path(os.environ, source, destination)
    if file is not None or by is Proof.SAVED or (silent and by is None and path.exists()):
        return read_picture(path)
    return None


def _print(found: Translation) -> None:
    say(text.head(found))
    if found.topics:
        print_table(text.TOPICS, text.topic_rows(found))
    for line in text.notes(found):
        say(line)


def _check(found: Translation, here: ReadableCluster | None) -> None:
    """Refuse a translation that has nothing, or not all that it should.

    Raises:
        RefusedError: A topic has no position that anything proves.
        HieraKafkaError: There is nothing to translate.
    """
    ask = found.ask
    named = {topic: found.left[topic] for topic in ask.topics if topic in found.left}
    wrong = named | {one.topic: text.unproven(one) for one in found.unproven}
    if wrong:
        raise RefusedError(
            [
                Diagnostic(
                    "translate-not-proven",
                    f"nothing proves a position of group {ask.group!r} in topic {topic!r} of {ask.destination}: {why}",
                    note="nothing was written, also not of the other topics",
                    hint="--topic names the topics that are to be translated; --at declares a time",
                )
                for topic, why in sorted(wrong.items())
            ]
        )
    if not found.topics:
        near = None if here is None else nearest(ask.group, here.group_names())
        raise HieraKafkaError(
            Diagnostic(
                "translate-nothing",
                f"nothing is known of group {ask.group!r} in {ask.source} that could be translated",
                note="offsets of a group without members expire after offsets.retention.minutes, by default a week",
                hint=f"did you mean {near!r}?" if near else "when the cluster is gone, name topics and --at",
            )
        )


def _request(found: Translation) -> execution.OffsetRequest:
    ask = found.ask
    words = [f"translate --from {ask.source} --to {ask.destination}", *(f"--topic {topic}" for topic in ask.topics)]
    return execution.OffsetRequest(ask.group, ToGiven(found.offsets), (), " ".join(words))
