"""`hiera-kafka render`: the files of hosts, below a directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, complete_host, find_host, inventory_option
from hiera_kafka.cli.kit.output import Output, aligned, emit, output_option
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.files import atomic
from hiera_kafka.render.engine import RenderedFile, Renderer


@click.command(
    cls=Command, examples=["hiera-kafka render --out /tmp/rendered", "hiera-kafka render kafka1 --out rendered --force"]
)
@click.argument("hosts", nargs=-1, metavar="[HOST]...", shell_complete=complete_host)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Directory to write to; each host gets DIR/HOST, which represents its `/`. Required.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Write although DIR is not empty: files of the same names are replaced, others are left. Default: refuse.",
)
@inventory_option
@output_option
def render(hosts: tuple[str, ...], out: Path, force: bool, site: Workspace, output: Output) -> None:
    """Write the files of hosts below a directory, to inspect or compare.

    These are the very files, with their modes, that would be put on the hosts: secrets included, readable by you and
    the file's group alone. Owners stay yours, and links are not made. Without HOST, all hosts.
    """
    if not force and out.is_dir() and any(out.iterdir()):
        raise ProjectError(
            Diagnostic(
                "directory-not-empty",
                f"{out} is not empty, and rendered files must not be mixed with others",
                where=(Position(str(out.absolute())),),
                hint="give another --out, or --force to replace files of the same names",
            )
        )
    compiler = site.checked()
    # All is rendered before anything is written, so that an error leaves nothing behind.
    files = rendered(compiler, Renderer(site.project.templates), hosts)
    for host, made in files.items():
        for path, file in made.items():
            try:
                write(out / host / path, file)
            except OSError as error:
                raise _unwritable(out / host / path, error) from error
    data = {
        "out": str(out.absolute()),
        "hosts": {
            host: [{"path": f"/{path}", "mode": file.mode, "secret": file.secret} for path, file in made.items()]
            for host, made in files.items()
        },
    }
    emit(output, data, lambda: aligned([(f"{out / host}", f"{len(made)} files") for host, made in files.items()]))


def rendered(compiler: Compiler, renderer: Renderer, hosts: Sequence[str]) -> dict[str, dict[str, RenderedFile]]:
    """Return the files of hosts: host to path without its leading `/` to file, without the origins of its lines.

    Raises:
        HieraKafkaError: The data has errors, or names no such host, or a template is wrong.
    """
    found: dict[str, dict[str, RenderedFile]] = {}
    for host in dict.fromkeys(find_host(compiler, name) for name in hosts) or compiler.hosts:
        catalog = compiler.catalog(host)
        root = catalog.machine.root
        found[host] = {
            # Origins take more room than the text, and a large site is held whole until it is written.
            file.path.removeprefix(root).lstrip("/"): replace(file, origins=())
            for section in catalog.sections
            for file in renderer.section(section, catalog.machine)
        }
    return found


def write(path: Path, file: RenderedFile) -> None:
    """Write a file, whole or not at all; its content is never readable by more than its mode says.

    Raises:
        OSError: The disk is full, or the directory is not ours to write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A large site has thousands of files, which can be rendered again: none of them is worth a wait for the disk.
    durability = atomic.Durability.PROCESS
    atomic.write(path, file.text.encode(), mode=int(file.mode, 8), durability=durability)


def _unwritable(path: Path, error: OSError) -> ProjectError:
    return ProjectError(
        Diagnostic(
            "file-not-writable",
            f"cannot write {path}: {error.strerror}",
            where=(Position(str(path.absolute())),),
            hint="give --out a directory of your own with room on its disk",
        )
    )
