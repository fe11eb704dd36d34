"""`hiera-kafka local`: clusters on this machine, built by the same site.yml as everywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from hiera_kafka.bridge.releases import fetch_all
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.failures import FindingsError
from hiera_kafka.cli.kit.lazy import StrictGroup
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, emit, output_option, print_diagnostics, print_json, print_table, say
from hiera_kafka.cli.kit.progress import progress_on_stderr
from hiera_kafka.cli.kit.units import human
from hiera_kafka.cli.local import text
from hiera_kafka.clients.ansible import require_inventory, run_playbook
from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.errors import Diagnostic, ExitCode, HieraKafkaError, Position
from hiera_kafka.ops.local import clusters

_TOUCHES_NOTHING = {"--check", "-C", "-CD", "-DC", "--syntax-check", "--list-tasks", "--list-hosts", "--list-tags"}
"""Options of ansible-playbook that leave hosts as they are."""

_FEWER_LINES = {"ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}


@click.group(cls=StrictGroup)
def local() -> None:
    """Start, show, stop and remove clusters on this machine.

    Hosts of the data are directories below var/ and loopback addresses here. No root is needed, and none is wanted:
    services run as the user who starts them. supervisor keeps the processes.
    """


@local.command(
    cls=Command,
    examples=["hiera-kafka local up", "hiera-kafka local up -i three", "hiera-kafka local up -- --check --diff"],
)
@click.argument("extra", nargs=-1, type=click.UNPROCESSED, metavar="[-- ARGUMENTS...]")
@inventory_option
@output_option
def up(extra: tuple[str, ...], site: Workspace, output: Output) -> None:
    """Build and start the clusters of the inventory.

    Running it again changes only what the data changed. ARGUMENTS after `--` go to ansible-playbook.
    """
    # Before anything is run or written: the data alone could name any directory.
    _require_trusted(site)
    compiler, java = clusters.prepare(site.inventory, os.environ, _say)
    print_diagnostics((*compiler.check(), *clusters.warn_of_root(site.inventory, os.geteuid())), str(Path.cwd()))
    site.compiler = compiler
    _say(f"Java {java.version}: {java.home} ({java.source})")
    touches = _TOUCHES_NOTHING.isdisjoint(extra)
    if touches:
        with progress_on_stderr() as progress:
            releases = fetch_all(compiler, progress)
        for release in releases:
            _say(f"Kafka {release.version}: {release.path} (from {release.source})")
    _play(site, site.project.code.site, extra, output)
    if not touches:
        emit(output, {"inventory": site.inventory.name, "touched": False}, lambda: "Nothing was changed.")
        return
    bin_directory = clusters.link_commands(compiler)
    started = text.Started(
        name=site.inventory.name,
        running=tuple(clusters.status(site.inventory)),
        clients=tuple(client_strings(compiler)),
        bin_directory=bin_directory,
        program=text.program(sys.argv[0], os.environ.get("PATH", "")),
        inventory_argument=site.given,
    )
    emit(output, started.to_dict(), started.text)


@local.command(cls=Command, examples=["hiera-kafka local down -i three"])
@inventory_option
@output_option
def down(site: Workspace, output: Output) -> None:
    """Stop the clusters of the inventory, brokers first, and keep their data."""
    _require_trusted(site)
    clusters.state_dir(site.inventory)
    _stop(site, output)
    if output is Output.JSON:
        print_json({"inventory": site.inventory.name, "stopped": True})


@local.command(cls=Command, examples=["hiera-kafka local status -i three"])
@inventory_option
@output_option
def status(site: Workspace, output: Output) -> None:
    """Show what runs; exits with 1 when something that should run does not."""
    found = clusters.status(site.inventory)
    try:
        wanted = text.services(site.compiler)
    except HieraKafkaError:
        # With broken data it is still worth seeing what runs; then the data is complained of.
        text.print_status(text.status_rows(found, {}), output)
        raise
    rows = text.status_rows(found, wanted)
    text.print_status(rows, output)
    if not all(row.ok for row in rows):
        click.get_current_context().exit(ExitCode.FINDINGS)


@local.command(cls=Command, examples=["hiera-kafka local destroy -i three", "hiera-kafka local destroy --yes"])
@click.option("--yes", is_flag=True, help="Do not ask for confirmation. Default: ask once; without a terminal, refuse.")
@inventory_option
@output_option
def destroy(yes: bool, site: Workspace, output: Output) -> None:
    """Stop the clusters of the inventory and remove them with all their data."""
    _require_trusted(site)
    state = clusters.state_dir(site.inventory)
    if not state.exists():
        emit(output, {"removed": None}, lambda: f"nothing to remove: {state} does not exist")
        return
    sizes = text.sizes(state)
    if output is Output.TEXT:
        say(f"This removes {state}:")
        print_table(("what", "size"), [(name, human(size)) for name, size in sizes])
    if not yes:
        confirm("Remove it?", f"{state} may be removed")
    if any(process.pid for host in clusters.status(site.inventory) for process in host.processes):
        _stop(site, output)
    removed = clusters.destroy(site.inventory)
    data = {"removed": str(removed), "bytes": sum(size for _, size in sizes)}
    emit(output, data, lambda: f"removed {removed}")


def _require_trusted(site: Workspace) -> None:
    site.project.require_trusted()
    require_inventory(site.inventory.path)


def _stop(site: Workspace, output: Output) -> None:
    _play(site, site.project.code.playbooks / "stop.yml", (), output)
    for service in clusters.stop_rest(site.inventory):
        _say(f"stopped, although it is no longer in the data: {service}")


def _play(site: Workspace, playbook: Path, extra: tuple[str, ...], output: Output) -> None:
    """Run a playbook; its output must not stand between braces of JSON."""
    inventory = site.inventory
    os.environ.update(site.access.variables())  # plugins of Ansible learn from it what the options say
    code = run_playbook(
        site.project,
        playbook,
        inventory.path,
        extra,
        settings=_FEWER_LINES,
        stdout=sys.stderr.fileno() if output is Output.JSON else None,
    )
    if code:
        state = clusters.state_dir(inventory)
        raise FindingsError(
            Diagnostic(
                "playbook-failed",
                f"{playbook.name} ended with exit code {code}; what failed is shown above",
                where=(Position(str(playbook)),),
                note="running it again goes on from where it stopped",
                hint=f"logs of the services are in {state}/<host>/var/log",
            )
        )


def _say(line: str) -> None:
    say(line, err=True)
