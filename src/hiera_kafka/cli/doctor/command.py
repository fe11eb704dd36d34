"""`hiera-kafka doctor`: whether this machine has what is needed, and the command that fixes each problem."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from hiera_kafka.cli.doctor import checks
from hiera_kafka.cli.doctor.checks import CheckState, MachineCheck
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, aligned, emit, output_option
from hiera_kafka.errors import ExitCode
from hiera_kafka.text import one_line


@click.command(cls=Command, examples=["hiera-kafka doctor", "hiera-kafka doctor -i three --output json"])
@inventory_option
@output_option
def doctor(site: Workspace, output: Output) -> None:
    """Check this machine, and name the command that fixes each problem.

    Looks at the interpreter, the packages, whose playbooks run for which repository, where Ansible loads our plugins
    from and which ansible.cfg it reads, Java, the client of SSH, the data of the inventory, the Kafka releases it
    needs, free disk and limits. Exits with 1 when something is missing.
    """
    found = [
        *checks.interpreter(),
        *checks.packages(),
        *checks.project(site),
        *checks.java(os.environ),
        *checks.ssh(os.environ),
        *checks.data(site),
        *checks.limits(site, Path.cwd()),
    ]
    emit(output, {"ok": not missing(found), "checks": [asdict(check) for check in found]}, lambda: text(found))
    if missing(found):
        click.get_current_context().exit(ExitCode.FINDINGS)


def missing(found: list[MachineCheck]) -> list[MachineCheck]:
    """Return the checks that found something missing."""
    return [check for check in found if check.state is CheckState.MISSING]


def text(found: list[MachineCheck]) -> str:
    """Return the checks as people read them, then what to run."""
    lines = [aligned([(str(check.state), check.name, check.found) for check in found]), ""]
    fixes = dict.fromkeys(check.fix for check in found if check.fix and check.state is not CheckState.OK)
    if fixes:
        lines += ["To fix it:", *(f"  {one_line(fix)}" for fix in fixes)]
    else:
        lines.append("Nothing is missing.")
    return "\n".join(lines)
