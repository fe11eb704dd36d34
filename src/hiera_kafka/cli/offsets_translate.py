"""`hiera-kafka offsets translate` and `save`: a group goes on in the other datacenter, never ahead of what it did."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click

from hiera_kafka.cli import offsets_translate_text as text
from hiera_kafka.cli.command import Command
from hiera_kafka.cli.confirm import confirm
from hiera_kafka.cli.failures import FindingsError
from hiera_kafka.cli.options import Site, inventory_option
from hiera_kafka.cli.output import Output, output_option, print_json, print_table
from hiera_kafka.clients.records import ReadableCluster
from hiera_kafka.errors import ClientError, Diagnostic, HieraKafkaError, Position, ProjectError, nearest
from hiera_kafka.ops import offsets as ops
from hiera_kafka.ops.offsets_journal import Journal
from hiera_kafka.ops.offsets_plan import RefusedError
from hiera_kafka.ops.offsets_target import ToGiven, parse_datetime, parse_length
from hiera_kafka.ops.offsets_translate import Translation, picture, translate
from hiera_kafka.ops.offsets_translate_ask import Ask
from hiera_kafka.ops.offsets_translate_bounds import Way
from hiera_kafka.ops.offsets_translate_saved import Picture, read_picture, standard_path, write_picture

_READ_AT_MOST = 1_000_000
_BY = [str(way) for way in Way if way is not Way.TIME]


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
@click.argument("group")
@click.option("--from", "source", required=True, metavar="CLUSTER", help="Where the group reads now.")
@click.option("--to", "destination", required=True, metavar="CLUSTER", help="Where it is to go on.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Topic. May be given several times. Default: all that the group has offsets of.",
)
@click.option(
    "--by",
    type=click.Choice(_BY),
    help="What is to prove the position. Default: of those that can, the one that reads least again.",
)
@click.option(
    "--at",
    "at_ms",
    metavar="TIME",
    callback=_time,
    help="Your word that everything before was processed; for when nothing proves it. ISO 8601, UTC without a zone.",
)
@click.option(
    "--margin",
    "margin_ms",
    metavar="DURATION",
    default="PT0S",
    show_default=True,
    callback=_milliseconds,
    help="Read so much more again; ISO 8601, such as PT2M.",
)
@click.option(
    "--saved",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What `save` wrote. Default: its own default, when the source does not answer.",
)
@click.option(
    "--read-at-most",
    "limit",
    type=click.IntRange(1),
    default=_READ_AT_MOST,
    show_default=True,
    metavar="N",
    help="Unprocessed messages of a topic that are read to find the oldest.",
)
@click.option("--execute", is_flag=True, help="Write. Default: show what would be written.")
@click.option("--yes", is_flag=True, help="Do not ask. Default: ask once, and refuse where nobody can be asked.")
@inventory_option
@output_option
def translate_(
    *,
    group: str,
    source: str,
    destination: str,
    topics: tuple[str, ...],
    by: str | None,
    at_ms: int | None,
    margin_ms: int,
    file: Path | None,
    limit: int,
    execute: bool,
    yes: bool,
    site: Site,
    output: Output,
) -> None:
    """Set where a group goes on in the other datacenter, never ahead of what it has processed.

    Shows each topic with what proves its position, then each partition. `undo` restores the old offsets. The source may
    be gone: then MirrorMaker 2's checkpoints prove it, or what `save` wrote, or you say a time with --at.
    """
    if by is not None and at_ms is not None:
        raise click.UsageError("--by and --at exclude each other")
    way = Way.TIME if at_ms is not None else Way(by) if by else None
    servers, ask = _ask(site, Ask(group, source, destination, (), topics, way, at_ms, margin_ms, limit))
    with ExitStack() as stack:
        there = stack.enter_context(ReadableCluster(servers[destination]))
        here = _reached(stack, servers[source], needed=way is Way.TIMESTAMPS)
        saved = _saved(file, ask, silent=here is None)
        try:
            found = translate(here, there, replace(ask, saved=saved))
            if output is Output.TEXT:
                _print(found)
            _check(found, here)
            plan = ops.plan(there, _request(found))
            if output is Output.TEXT:
                print_table(text.CHANGES, text.change_rows(plan))
                click.echo(text.end(found, plan))
            entry = None
            if execute and plan.needed:
                if not yes:
                    confirm("Write these offsets?", f"offsets of group {group!r} in {destination} may be written")
                entry = ops.execute(there, _request(found), plan, Journal.of_user(os.environ))
        except RefusedError as error:
            raise FindingsError(error.diagnostics) from error
    number = None if entry is None else entry.number
    if output is Output.JSON:
        print_json(text.to_dict(found, plan, number))
    elif entry is not None:
        undo = f"hiera-kafka offsets undo {number} --cluster {destination}"
        click.echo(f"Written and read back. `{undo}` restores the old offsets.")
    elif plan.needed:
        click.echo("Nothing was written: --execute writes it.")


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka offsets save --from main-eqiad --to main-codfw",
        "hiera-kafka offsets save --from main-eqiad --to main-codfw --group my-group --file my-group.json",
    ],
)
@click.option("--from", "source", required=True, metavar="CLUSTER", help="Where the groups read.")
@click.option("--to", "destination", required=True, metavar="CLUSTER", help="Where they would go on.")
@click.option(
    "--group",
    "groups",
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
@click.option(
    "--read-at-most",
    "limit",
    type=click.IntRange(1),
    default=_READ_AT_MOST,
    show_default=True,
    metavar="N",
    help="Unprocessed messages of a group's topic that are read to find the oldest.",
)
@inventory_option
@output_option
def save(
    *,
    source: str,
    destination: str,
    groups: tuple[str, ...],
    file: Path | None,
    limit: int,
    site: Site,
    output: Output,
) -> None:
    """Save where groups would go on in the other datacenter, for when this one is gone.

    Let a timer run it: what it saves stays true, and the more recent it is, the less is read again. Groups may run
    meanwhile. Nothing is written to either cluster.
    """
    path = file or standard_path(os.environ, source, destination)
    servers, ask = _ask(site, Ask("", source, destination, (), limit=limit))
    taken_ms = time.time_ns() // 1_000_000
    with ReadableCluster(servers[source]) as here, ReadableCluster(servers[destination]) as there:
        mirrors = {flow.group for flow in ask.flows}
        names = groups or tuple(name for name in here.group_names() if name not in mirrors)
        found = [translate(here, there, replace(ask, group=name)) for name in names]
        if not found:
            raise ProjectError(_nothing(source, None, ()))
    write_picture(picture(path, found, taken_ms))
    if output is Output.JSON:
        print_json({"file": str(path), "groups": [text.saved_dict(one) for one in found]})
    else:
        print_table(text.SAVED, [row for one in found for row in text.saved_rows(one)])
        click.echo(f"Saved in {path}.")


def _ask(site: Site, ask: Ask) -> tuple[dict[str, str], Ask]:
    """Return how both clusters are reached, and the question with the mirrors between them.

    Raises:
        HieraKafkaError: The data has errors, or no such clusters, or no mirror between them.
    """
    from hiera_kafka.compiler.strings import client_strings  # noqa: PLC0415 - slow, and wrong options are told first
    from hiera_kafka.ops.offsets_translate_flows import flows  # noqa: PLC0415 - as above

    if ask.source == ask.destination:
        raise click.UsageError("--from and --to are the same cluster")
    compiler = site.checked()
    ends = (ask.source, ask.destination)
    servers = {name: client_strings(compiler, name)[0].bootstrap_servers for name in ends}
    found = flows(compiler)
    if not any({flow.source, flow.destination} == set(ends) for flow in found):
        known = ", ".join(flow.name for flow in found) or "none"
        raise ProjectError(
            Diagnostic(
                "translate-no-mirror",
                f"no mirror runs between {ask.source} and {ask.destination}, known are: {known}",
                (Position(str(site.inventory.path)),),
                note="without one, what the two have under the same name are other messages",
            )
        )
    return servers, replace(ask, flows=found)


def _reached(stack: ExitStack, servers: str, *, needed: bool) -> ReadableCluster | None:
    """Return the source, None when it does not answer and need not."""
    try:
        return stack.enter_context(ReadableCluster(servers))
    except ClientError:
        if needed:
            raise
        return None


def _saved(file: Path | None, ask: Ask, *, silent: bool) -> Picture | None:
    """Return the saved translations to use, None for none."""
    path = file or standard_path(os.environ, ask.source, ask.destination)
    if file is not None or ask.by is Way.SAVED or (silent and ask.by is None and path.exists()):
        return read_picture(path)
    return None


def _print(found: Translation) -> None:
    click.echo(text.head(found))
    if found.topics:
        print_table(text.TOPICS, text.topic_rows(found))
    for line in text.notes(found):
        click.echo(line)


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
                    hint="--topic names the topics that are to be translated; --at takes your word for a time",
                )
                for topic, why in sorted(wrong.items())
            ]
        )
    if not found.topics:
        known = () if here is None else here.group_names()
        raise HieraKafkaError(_nothing(ask.source, ask.group, known))


def _nothing(source: str, group: str | None, known: tuple[str, ...] | list[str]) -> Diagnostic:
    near = nearest(group, list(known)) if group else None
    who = "no group" if group is None else f"group {group!r}"
    return Diagnostic(
        "translate-nothing",
        f"{who} has offsets in {source} that a mirror's topics have, so there is nothing to translate"
        if group is None
        else f"nothing is known of {who} in {source} that could be translated",
        note="offsets of a group without members expire after offsets.retention.minutes, by default a week",
        hint=f"did you mean {near!r}?" if near else "when the cluster is gone, name topics with --topic and --at",
    )


def _request(found: Translation) -> ops.Request:
    ask = found.ask
    words = [f"translate --from {ask.source} --to {ask.destination}", *(f"--topic {topic}" for topic in ask.topics)]
    return ops.Request(ask.group, ToGiven(found.offsets), (), " ".join(words))
