"""`hiera-kafka verify`: whether hosts and clusters are what the data says, and work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.failures import report
from hiera_kafka.cli.kit.options import Workspace, complete_host, inventory_option
from hiera_kafka.cli.kit.output import Output, coloured, output_option, print_diagnostics, show
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.cli.verify import nagios
from hiera_kafka.cli.verify.colours import with_colours
from hiera_kafka.cli.verify.progress import Waiting, waiting
from hiera_kafka.cli.verify.verification import Verification
from hiera_kafka.errors import ExitCode, HieraKafkaError
from hiera_kafka.ops.verify.formats import FORMATS, render
from hiera_kafka.ops.verify.formats import nagios as nagios_format
from hiera_kafka.ops.verify.formats import text as text_format
from hiera_kafka.ops.verify.report import CheckRun, Verdict
from hiera_kafka.ops.verify.selection import choose_checks


def _complete_check(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    del ctx, parameter
    return [check.id for check in choose_checks() if check.id.startswith(incomplete)]


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka verify",
        "hiera-kafka verify three -i three --canary",
        "hiera-kafka verify --only 'broker*' --skip brokers-options --format json",
    ],
)
@click.argument("names", nargs=-1, metavar="[CLUSTER]...")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="HOST",
    shell_complete=complete_host,
    help="Only what concerns this host; repeatable. Default: all.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID",
    shell_complete=_complete_check,
    help="Make these checks only; patterns such as 'broker*' are allowed; repeatable.",
)
@click.option(
    "--skip",
    multiple=True,
    metavar="ID",
    shell_complete=_complete_check,
    help="Leave these checks out; patterns are allowed; repeatable.",
)
@click.option(
    "--canary/--no-canary",
    default=None,
    help="Write records to a topic of each cluster and read them again. Default: where the data declares a canary.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too. Default: for what is critical or unknown.")
@click.option("-v", "--verbose", is_flag=True, help="Show each result that is ok as well. Default: how many are.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Form of the report on standard output. Default: what --output says.",
)
@click.option("--watch", is_flag=True, help="Verify again and again, on a terminal, until Ctrl-C.")
@click.option(
    "--interval",
    type=click.FloatRange(min=1),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long --watch waits before it verifies again.",
)
@way_option
@inventory_option
@output_option
def verify(  # noqa: PLR0917 - click calls it with keywords
    names: tuple[str, ...],
    hosts: tuple[str, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    canary: bool | None,
    strict: bool,
    verbose: bool,
    form: str | None,
    watch: bool,
    interval: float,
    way: WayOptions,
    site: Workspace,
    output: Output,
) -> None:
    """Check whether hosts and clusters are what the data says, and work.

    CLUSTER is a Kafka cluster, which brings its ensemble and hosts, an ensemble or a mirror. Without one, all are
    checked. Nothing is written but records of a canary, where somebody asks for one.

    Exit code 1 means that something is critical or could not be seen, 4 that a host or a cluster does not answer. With
    --format nagios it is 0, 1, 2 or 3, as plugins of monitoring systems end.
    """
    form = form or output
    if watch and (form != "text" or not sys.stdout.isatty()):
        raise click.UsageError("--watch draws on a terminal: it goes with no other format, and not into a pipe or file")
    verification = Verification(site, names, hosts, only, skip, way, canary)
    if form == "nagios":
        _as_plugin(verification)
    elif watch:
        _watched(verification, interval, strict=strict)
    else:
        with waiting() as progress:
            verdict = verification.verdict(progress, _printer(progress, verbose=verbose) if form == "text" else None)
        if form == "text":
            _print(text_format.end(verdict))
        else:
            show(render(form, verdict, str(Path.cwd()), strict=strict))
        _end(verdict, verdict.exit_code(strict=strict))


def _printer(progress: Waiting, *, verbose: bool) -> Callable[[CheckRun, int], None]:
    """Return what prints each check as soon as it was made."""
    base = str(Path.cwd())

    def print_run(found: CheckRun, width: int) -> None:
        lines = text_format.block(found, base, width, details=verbose)
        if lines:
            with progress.aside():
                _print(lines)

    return print_run


def _print(lines: Sequence[str]) -> None:
    """Print lines of a report, in which nothing is obeyed any more."""
    text = "\n".join(lines)
    click.echo(with_colours(text) if coloured(sys.stdout.isatty()) else text)


def _as_plugin(verification: Verification) -> None:
    """Verify as a plugin of a monitoring system does, which says on one line why it could not."""
    try:
        verdict = verification.verdict(Waiting())
    except HieraKafkaError as error:
        click.echo(nagios.failure_line(error.diagnostics))
        print_diagnostics(error.diagnostics, str(Path.cwd()))
        click.get_current_context().exit(nagios.UNKNOWN)
    click.echo(render("nagios", verdict, str(Path.cwd())))
    _end(verdict, nagios_format.exit_code(verdict))


def _watched(verification: Verification, interval: float, *, strict: bool) -> None:
    from hiera_kafka.cli.verify.watching import watch  # noqa: PLC0415 - loads what draws, which only terminals need

    base = str(Path.cwd())
    verdict = watch(lambda: verification.verdict(Waiting()), interval, base)
    if verdict is None:
        raise KeyboardInterrupt
    _print(text_format.render(verdict, base).split("\n"))
    _end(verdict, verdict.exit_code(strict=strict))


def _end(verdict: Verdict, code: int) -> None:
    """End with a code; bugs of checks are told first."""
    for bug in verdict.bugs:
        report(bug, json=False)
    click.get_current_context().exit(ExitCode.BUG if verdict.bugs else code)
