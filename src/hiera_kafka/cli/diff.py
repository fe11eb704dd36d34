"""`hiera-kafka diff`: what a change of the data would do to the hosts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Reach, Workspace, site_option
from hiera_kafka.cli.kit.output import Output, output_option, print_json, show
from hiera_kafka.errors import ExitCode
from hiera_kafka.plan.revisions import text
from hiera_kafka.plan.revisions.diff import difference
from hiera_kafka.plan.revisions.trees import RevisionTree, revision_tree, working_tree
from hiera_kafka.render.engine import Renderer


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka diff HEAD",
        "hiera-kafka diff main my-branch --format markdown",
        "hiera-kafka diff HEAD~1 HEAD -i three --exit-code",
    ],
)
@click.argument("old", metavar="REV1")
@click.argument("new", metavar="[REV2]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    help="Form of the difference; markdown is for merge requests. Default: that of --output.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out hosts that errors in the data leave without a catalog, and name them. Default: refuse such data.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is a difference. Default: exit with 0.")
@site_option(Reach.OPTIONS)
@output_option
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str | None,
    form: str | None,
    keep_going: bool,
    exit_code: bool,
    site: Workspace,
    output: Output,
) -> None:
    """Show what a change of the data would do to the hosts.

    Lists the hosts, files and options it touches, and the restarts it needs.

    REV1 and REV2 are revisions of the Git repository that holds the Hiera data; without REV2, the data in the
    work tree. Each change comes with the lines of the data that it follows from. Secrets are masked.
    """
    with revision_tree(site.inventory, old) as before, _tree(site, new) as after:
        found = difference(before, after, Renderer(site.project.templates), keep_going=keep_going)
    base = str(Path.cwd())
    if (form or output) == "json":
        print_json(text.data(found))
    else:
        show(text.markdown(found, base) if form == "markdown" else text.text(found, base))
    if exit_code and found.groups:
        ctx.exit(ExitCode.FINDINGS)


@contextlib.contextmanager
def _tree(site: Workspace, revision: str | None) -> Iterator[RevisionTree]:
    if revision is None:
        yield working_tree(site.inventory)
    else:
        with revision_tree(site.inventory, revision) as tree:
            yield tree
