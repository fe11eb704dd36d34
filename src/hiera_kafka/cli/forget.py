"""`hiera-kafka forget`: have hosts forget what has left the data."""

from __future__ import annotations

import json
import os
import sys

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.failures import FindingsError
from hiera_kafka.cli.kit.options import Workspace, complete_host, inventory_option
from hiera_kafka.cli.kit.output import Output, output_option, print_json
from hiera_kafka.clients.ansible import require_inventory, run_playbook
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.model.base import is_host


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka forget kafka3.example.org",
        "hiera-kafka forget kafka2.example.org kafka",
        "hiera-kafka forget kafka3.example.org --yes -i inventories/production",
    ],
)
@click.argument("host", shell_complete=complete_host)
@click.argument("services", metavar="[SERVICE]...", nargs=-1)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@inventory_option
@output_option
def forget(host: str, services: tuple[str, ...], yes: bool, site: Workspace, output: Output) -> None:
    """Have all hosts forget HOST, or services of it, that left the data.

    Each host remembers what was placed on it and who the members of its clusters were, and runs report what left the
    data since. This removes these records: on HOST itself, if it can be reached, and on all others; a host that is gone
    for good is named as the data had it. Only records are removed: no data, no service, no file of one. What the data
    still has is recorded again by the next run.
    """
    if not is_host(host):
        raise ProjectError(
            Diagnostic(
                "host-name-invalid",
                f"{host!r} is no host name, must be labels of letters, digits and hyphens joined by dots",
                hint="give the whole name, as the message of the run has it",
            )
        )
    site.project.require_trusted()
    require_inventory(site.inventory.path)
    if not yes:
        what = f"{', '.join(services)} of {host}" if services else host
        confirm(f"Have {len(site.compiler.hosts)} hosts forget {what}?", f"{what} may be forgotten")
    _play(host, services, site, output)
    if output is Output.JSON:
        print_json({"host": host, "services": list(services), "forgotten": True})


def _play(host: str, services: tuple[str, ...], site: Workspace, output: Output) -> None:
    inventory, playbook = site.inventory, site.project.code.playbooks / "forget.yml"
    os.environ.update(site.access.variables())  # plugins of Ansible learn from it what the options say
    extra = ["-e", json.dumps({"forget_host": host, "forget_services": list(services)})]
    # A host that has left the data is reached as Ansible reaches any, unless hosts stand for this machine.
    if host not in site.compiler.hosts and inventory.model.platform != "local":
        extra += ["-i", f"{host},"]
    code = run_playbook(
        site.project,
        playbook,
        inventory.path,
        extra,
        stdout=sys.stderr.fileno() if output is Output.JSON else None,
    )
    if code:
        raise FindingsError(
            Diagnostic(
                "playbook-failed",
                f"{playbook.name} ended with exit code {code}; what failed is shown above",
                where=(Position(str(playbook)),),
                note="where a host refused, none has forgotten; else those that could not be reached remember still",
                hint="run it again once all hosts answer and none refuses",
            )
        )
