"""The program `hiera-kafka`: its commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from hiera_kafka import __version__
from hiera_kafka.bounded import one_run
from hiera_kafka.cli.kit.failures import ClosedPipeError, die_of_closed_pipe, report
from hiera_kafka.cli.kit.lazy import Lazy, LazyGroup
from hiera_kafka.cli.kit.output import wants_json
from hiera_kafka.errors import ExitCode

NAME = "hiera-kafka"

_HERE = "hiera_kafka.cli"
COMMANDS = {
    "init": Lazy(
        f"{_HERE}.init:init",
        "Write a repository to start from: hiera.yaml, data, inventories, and what lints them in commits and CI.",
    ),
    "local": Lazy(f"{_HERE}.local.commands:local", "Start, show, stop and remove clusters on this machine."),
    "inventory": Lazy(f"{_HERE}.inventory:inventory", "Show the hosts and clusters that the data names."),
    "catalog": Lazy(f"{_HERE}.catalog:catalog", "Show everything that a host must have."),
    "render": Lazy(f"{_HERE}.render:render", "Write the files of hosts below a directory, to inspect or compare."),
    "lookup": Lazy(f"{_HERE}.lookup.command:lookup", "Look up Hiera keys as a host sees them."),
    "eyaml": Lazy(f"{_HERE}.eyaml:eyaml", "Encrypt and decrypt values in data files, compatible with hiera-eyaml."),
    "explain": Lazy(f"{_HERE}.explain.command:explain", "Show where each line of a file on a host comes from."),
    "lint": Lazy(f"{_HERE}.lint:lint", "Report what is wrong with the data, before anything runs."),
    "rule": Lazy(f"{_HERE}.rule:rule", "Show what a message means and what to do about it."),
    "adopt": Lazy(
        f"{_HERE}.adopt:adopt", "Make data of a cluster that runs already, and list what the data cannot say."
    ),
    "schema": Lazy(f"{_HERE}.schema:schema", "Print the JSON Schema of data files, for editors."),
    "diff": Lazy(f"{_HERE}.diff:diff", "Show what a change of the data would do to the hosts."),
    "verify": Lazy(
        f"{_HERE}.verify.command:verify", "Check whether hosts and clusters are what the data says, and work."
    ),
    "forget": Lazy(f"{_HERE}.forget:forget", "Have all hosts forget HOST, or services of it, that left the data."),
    "topology": Lazy(f"{_HERE}.topology:topology", "Show clusters, racks, brokers, ensembles and mirrors by site."),
    "clients": Lazy(f"{_HERE}.clients:clients", "Show the strings that clients of the clusters need."),
    "offsets": Lazy(
        f"{_HERE}.offsets.commands:offsets", "Show, set, restore and translate the offsets of consumer groups."
    ),
    "mirrors": Lazy(
        f"{_HERE}.mirrors.commands:mirrors", "Show the state of mirrors between clusters, and copy settings of topics."
    ),
    "dist": Lazy(
        f"{_HERE}.dist.commands:dist",
        "Fetch Kafka releases into the cache, and list them; carry them to machines without a network.",
    ),
    "doctor": Lazy(
        f"{_HERE}.doctor.command:doctor", "Check this machine, and name the command that fixes each problem."
    ),
    "completion": Lazy(f"{_HERE}.completion:completion", "Print the completion script of a shell."),
}


EXIT_CODES = {
    ExitCode.OK: "done",
    ExitCode.FINDINGS: "findings, a failed check or a failed step",
    ExitCode.USAGE: "wrong command line or wrong data",
    ExitCode.UNREACHABLE: "a cluster, host or process manager does not answer",
    ExitCode.BUG: "a bug in hiera-kafka",
    ExitCode.INTERRUPTED: "interrupted",
}


_LEAVE_AT_ONCE = frozenset(
    {"catalog", "explain", "inventory", "lint", "lookup", "rule", "schema", "topology", "verify"}
)
"""Commands whose process ends without taking its data apart: they hold nothing open, and people wait for them."""


class _Program(LazyGroup):
    """The whole program; its help ends with what its exit codes mean."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and keep a closed pipe from click, which would end with a code that means findings.

        Raises:
            ClosedPipeError: The reader of our output has gone.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ClosedPipeError from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of exit codes."""
        del ctx
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in EXIT_CODES.items()])


@click.group(
    NAME,
    cls=_Program,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name=NAME)
def cli() -> None:
    """Turn Puppet-style Hiera data into running, operated ZooKeeper and Kafka clusters.

    Start with `hiera-kafka local up`: it builds a real cluster on this machine from the data in hieradata/local.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code.

    Raises:
        ClosedPipeError: The reader of our output has gone.
    """
    try:
        with one_run():
            code = cli.main(list(arguments), prog_name=NAME, standalone_mode=False)
    except ClosedPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:
        return report(error, json=wants_json(arguments))
    # Commands return nothing; what click returns of --help and --version, and of ctx.exit, is a code.
    return code if isinstance(code, int) else ExitCode.OK


def main() -> None:
    """Run the command line of this process."""
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except (BrokenPipeError, ClosedPipeError):
        die_of_closed_pipe()
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    if sys.argv[1:2] and sys.argv[1] in _LEAVE_AT_ONCE:
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
