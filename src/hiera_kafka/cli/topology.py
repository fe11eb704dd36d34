"""`hiera-kafka topology`: clusters, racks, brokers, ensembles and mirrors, site by site."""

from __future__ import annotations

from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, emit, output_option
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.text import one_line
from hiera_kafka.topology.graph import Topology, topology_of
from hiera_kafka.topology.page import topology_page
from hiera_kafka.topology.svg import topology_svg
from hiera_kafka.topology.text import topology_text

FORMATS = {"text": topology_text, "svg": topology_svg, "html": topology_page}


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka topology",
        "hiera-kafka topology -i wikimedia --format svg --out topology.svg",
        "hiera-kafka topology -i wikimedia --format html --out topology.html",
    ],
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text is a tree; svg a drawing; html a page with the drawing and the same as tables.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write. Default: standard output.",
)
@inventory_option
@output_option
def topology(form: str, out: Path | None, site: Workspace, output: Output) -> None:
    """Show clusters, racks, brokers, ensembles and mirrors by site.

    The site of a host is its top-scope variable `site`. Mirrors are what the keys
    `profile::kafka::mirror::*` of the hosts describe. Drawings need nothing from elsewhere: no script, no font.
    """
    found = topology_of(site.checked())
    if out is None:
        emit(output, found.to_dict(), lambda: FORMATS[form](found).rstrip("\n"))
        return
    write(out, FORMATS[form](found))
    emit(output, {"out": str(out.absolute()), **found.to_dict()}, lambda: _written(out, found))


def write(out: Path, text: str) -> None:
    """Write a file.

    Raises:
        ProjectError: It cannot be written.
    """
    try:
        out.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise ProjectError(
            Diagnostic(
                "file-not-writable",
                f"cannot write {out}: {error.strerror}",
                where=(Position(str(out.absolute())),),
                hint="give --out a file in a directory of your own",
            )
        ) from error


def _written(out: Path, found: Topology) -> str:
    hosts = sum(
        len(part)
        for site in found.sites
        for part in ([c.brokers for c in site.clusters] + [e.members for e in site.ensembles])
    )
    return f"{one_line(str(out))}: {len(found.sites)} sites, {hosts} hosts"
