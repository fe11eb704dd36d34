"""`hiera-kafka offsets`: show, set and restore where consumer groups read from."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from hiera_kafka.cli.kit.cluster_option import Where, cluster_option
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.failures import FindingsError
from hiera_kafka.cli.kit.lazy import StrictGroup
from hiera_kafka.cli.kit.names import group_name
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, say
from hiera_kafka.cli.offsets import text
from hiera_kafka.cli.offsets.save import save
from hiera_kafka.cli.offsets.translate.command import translate_
from hiera_kafka.ops.offsets import execution
from hiera_kafka.ops.offsets.journal import Journal, JournalEntry
from hiera_kafka.ops.offsets.plan import RefusedError
from hiera_kafka.ops.offsets.target import (
    MAX_OFFSET,
    Selector,
    ShiftBy,
    Target,
    ToEarliest,
    ToLatest,
    ToOffset,
    parse_datetime,
    parse_duration,
    parse_selector,
    read_offsets,
)
from hiera_kafka.ops.offsets.view import views

T = TypeVar("T")

TARGETS: dict[str, Callable[[Any, str], Target]] = {
    "to_offset": lambda value, _: ToOffset(value),
    "to_earliest": lambda _, __: ToEarliest(),
    "to_latest": lambda _, __: ToLatest(),
    "to_datetime": lambda value, _: _parsed(parse_datetime, value),
    "shift_by": lambda value, _: ShiftBy(value),
    "by_duration": lambda value, _: _parsed(lambda given: parse_duration(given, datetime.now(UTC)), value),
    "from_file": read_offsets,
}
"""Option to what it means, given its value and the group."""


@click.group(cls=StrictGroup)
def offsets() -> None:
    """Show, set, restore and translate the offsets of consumer groups.

    `set` only shows what it would do until --execute is given; it keeps the old offsets, and `undo` restores them.
    """


@offsets.command(
    cls=Command,
    examples=[
        "hiera-kafka offsets show --all",
        "hiera-kafka offsets show my-group --cluster my-kafka-cluster",
        "hiera-kafka offsets show my-group --bootstrap-servers localhost:9092 --output json",
    ],
)
@click.argument("group", required=False, callback=group_name)
@click.option("--all", "everyone", is_flag=True, help="Show every group, one a line.")
@click.option(
    "--isolation",
    type=click.Choice(["read_uncommitted", "read_committed"]),
    default="read_uncommitted",
    show_default=True,
    help="What the consumers have for isolation.level: lag counts what they can read.",
)
@cluster_option
@output_option
def show(group: str | None, everyone: bool, isolation: str, where: Where, output: Output) -> None:
    """Show where a group stands in each partition, and who reads it.

    The columns first and end are the partition's first offset and the one after the last that can be read; lag is what
    is still to be read, and ? where nobody knows. Consumers are shown as client id and address.
    """
    if everyone == (group is not None):
        raise click.UsageError("give a GROUP, or --all")
    with where.opened() as cluster:
        found = views(cluster, group, only_committed=isolation == "read_committed")
    if output is Output.JSON:
        print_json([view.to_dict() for view in found] if everyone else found[0].to_dict())
    elif everyone:
        print_table(text.GROUPS, text.group_rows(found))
    else:
        say(text.head(found[0]))
        print_table(text.POSITIONS, text.position_rows(found[0]))
        for line in text.position_notes(found[0]):
            say(line)


@offsets.command(
    "set",
    cls=Command,
    examples=[
        "hiera-kafka offsets set my-group --to-earliest",
        "hiera-kafka offsets set my-group --topic events:0,2 --to-offset 70678",
        "hiera-kafka offsets set my-group --to-datetime 2026-01-31T12:00:00Z --execute",
        "hiera-kafka offsets set my-group --by-duration PT2H --execute --yes",
    ],
)
@click.argument("group", callback=group_name)
@click.option("--to-offset", type=click.IntRange(0, MAX_OFFSET), metavar="N", help="To this offset.")
@click.option("--to-earliest", is_flag=True, default=None, help="To the first message that is still there.")
@click.option("--to-latest", is_flag=True, default=None, help="To the end: only what comes from now on.")
@click.option(
    "--to-datetime",
    metavar="TIME",
    help="To the first message of this time or later; ISO 8601, UTC where it names no zone.",
)
@click.option(
    "--shift-by",
    type=click.IntRange(-MAX_OFFSET, MAX_OFFSET),
    metavar="N",
    help="Shift by N messages; backwards when N is negative.",
)
@click.option(
    "--by-duration", metavar="DURATION", help="To the first message of this long ago or later; ISO 8601, such as PT2H."
)
@click.option(
    "--from-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="CSV",
    help="Lines of topic,partition,offset, or of group,topic,partition,offset.",
)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC[:P,P]",
    help="Topic, or some of its partitions. May be given several times. Default: all that the group has offsets of.",
)
@click.option("--execute", is_flag=True, help="Write the changes. Default: show what would be written.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@cluster_option
@output_option
def set_(
    group: str, topics: tuple[str, ...], execute: bool, yes: bool, where: Where, output: Output, **targets: Any
) -> None:
    """Set where a group continues reading.

    Refused while the group has active consumers, and for offsets that a partition does not have. Exit code 1 means that
    the cluster, not the command line, stands in the way.
    """
    request = execution.OffsetRequest(group, *_target(group, targets, topics))
    with where.opened() as cluster, _findings():
        plan = execution.plan(cluster, request)
        if output is Output.TEXT:
            _print_plan(plan)
        entry = None
        if execute and plan.needed:
            if not yes:
                confirm("Write these offsets?", f"offsets of group {group!r} may be written")
            entry = execution.execute(cluster, request, plan, Journal.of_user(os.environ))
    if output is Output.JSON:
        partitions = [change.to_dict() for change in plan.changes]
        print_json({"group": group, "executed": entry is not None, "entry": _number(entry), "partitions": partitions})
    elif entry is not None:
        say(f"Written and read back. `hiera-kafka offsets undo {entry.number}` restores the old offsets.")
    elif plan.needed:
        say("Nothing was written: --execute writes it.")


def _print_plan(plan: execution.OffsetPlan) -> None:
    if not plan.group.exists:
        near = f"; did you mean {plan.near!r}?" if plan.near else ""
        say(f"The cluster knows no group {plan.group.name!r} yet: these would be its first offsets{near}")
    print_table(text.CHANGES, text.change_rows(plan))
    say(text.plan_end(plan))


def _target(group: str, targets: dict[str, Any], topics: tuple[str, ...]) -> tuple[Target, tuple[Selector, ...], str]:
    """Return where to go, in which partitions, and both as they were written.

    Raises:
        click.UsageError: Not just one target, or one that is wrong.
        HieraKafkaError: The file is wrong.
    """
    given = {name: value for name, value in targets.items() if value is not None}
    options = {name: f"--{name.replace('_', '-')}" for name in targets}
    if len(given) != 1:
        raise click.UsageError(f"give one of {', '.join(options.values())}")
    ((name, value),) = given.items()
    if name == "from_file" and topics:
        raise click.UsageError("--topic and --from-file exclude each other: the file names its partitions")
    selectors = tuple(_parsed(parse_selector, topic) for topic in topics)
    words = [options[name], *([] if value is True else [str(value)]), *(f"--topic {topic}" for topic in topics)]
    return TARGETS[name](value, group), selectors, " ".join(words)


def _parsed(parse: Callable[[str], T], value: str) -> T:
    try:
        return parse(value)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@offsets.command(
    cls=Command,
    examples=["hiera-kafka offsets undo", "hiera-kafka offsets undo 12 --dry-run", "hiera-kafka offsets undo --list"],
)
@click.argument("entry", required=False, type=click.IntRange(1), metavar="[ENTRY]")
@click.option("--list", "listed", is_flag=True, help="Show the journal's entries, newest first.")
@click.option("--dry-run", is_flag=True, help="Show what would be restored, and write nothing.")
@click.option("--even-if-moved", is_flag=True, help="Restore also where the group has gone on since.")
@click.option(
    "--nearest", is_flag=True, help="Where an old offset is no longer there, restore the nearest one that is."
)
@click.option(
    "--leave-recreated",
    is_flag=True,
    help="Leave topics alone that were deleted and made again since, and restore the rest.",
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@cluster_option
@output_option
def undo(
    *,
    entry: int | None,
    listed: bool,
    dry_run: bool,
    even_if_moved: bool,
    nearest: bool,
    leave_recreated: bool,
    yes: bool,
    where: Where,
    output: Output,
) -> None:
    """Restore the offsets that `set` replaced; partitions that had none then have none again.

    ENTRY is the number that `set` named, by default the newest of this cluster that is not undone. It checks what the
    cluster has, so that it also works after a `set` that was killed.
    """
    journal = Journal.of_user(os.environ)
    if listed:
        _print_entries(journal, output)
        return
    allowed = {"moved": even_if_moved, "leave_recreated": leave_recreated}
    with where.opened() as cluster, _findings():
        found = execution.undo_plan(cluster, journal, entry, nearest=nearest)
        if output is Output.TEXT:
            say(text.undo_head(found))
            print_table(text.RESTORES, text.restore_rows(found))
            for line in text.undo_notes(found):
                say(line)
        execution.check_undo(found, **allowed)
        wanted = found.to_write(moved=even_if_moved)
        if wanted and not (yes or dry_run):
            confirm("Restore these offsets?", f"offsets of group {found.entry.group!r} may be restored")
        done = None if dry_run else execution.undo(cluster, found, journal, **allowed)
    if output is Output.JSON:
        partitions = [one.to_dict() for one in found.partitions]
        unknown = list(found.identity.unknown)
        undone = {"group": found.entry.group, "undoes": found.entry.number, "unknown_topics": unknown}
        print_json({**undone, "executed": done is not None, "entry": _number(done), "partitions": partitions})
    elif done is not None:
        say(f"Restored and read back. `hiera-kafka offsets undo {done.number}` would set them again.")
    else:
        say("Nothing was written." if wanted else text.nothing_to_restore(found))


def _print_entries(journal: Journal, output: Output) -> None:
    entries = journal.entries()
    if output is Output.JSON:
        print_json([{"entry": entry.number, **entry.to_dict()} for entry in entries])
    else:
        print_table(text.ENTRIES, text.entry_rows(entries))


def _number(entry: JournalEntry | None) -> int | None:
    return None if entry is None else entry.number


@contextlib.contextmanager
def _findings() -> Iterator[None]:
    """Let what the cluster forbids end with the exit code of findings."""
    try:
        yield
    except RefusedError as error:
        raise FindingsError(error.diagnostics) from error


offsets.add_command(translate_, "translate")
offsets.add_command(save)
