"""`hiera-kafka dist bundle`, `unbundle` and `packages`: runs on machines without a network."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from hiera_kafka.bridge import releases
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.cli.kit.options import Workspace, inventory_option
from hiera_kafka.cli.kit.output import Output, aligned, emit, output_option, print_table, print_json
from hiera_kafka.cli.kit.progress import progress_on_stderr
from hiera_kafka.cli.kit.units import human
from hiera_kafka.dist import lock
from hiera_kafka.dist.bundle import debian, parts, reading, writing
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.source import SourceConfig

F = TypeVar("F", bound=Callable[..., Any])


def repository_option(command: F) -> F:
    """Give a command the option of Maven repositories; it arrives as `repository`."""
    return click.option(
        "--repository",
        metavar="URL",
        help="Maven repository to use in place of Maven Central; passwords for it come from ~/.netrc.",
    )(command)


def _debian_options(command: F) -> F:
    with_mirror = click.option(
        "--mirror",
        metavar="URL",
        help="Mirror of Debian that versions are taken from. Default: the package sources of this machine.",
    )(command)
    return click.option(
        "--debian",
        "codenames",
        multiple=True,
        type=click.Choice(debian.RELEASES),
        help="Release of Debian that hosts have; repeatable. Default: that of this machine.",
    )(with_mirror)


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka dist bundle kafka.tar -i prod",
        "hiera-kafka dist bundle kafka.tar --version 3.9.2 --part kafka",
    ],
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--version",
    "versions",
    multiple=True,
    metavar="VERSION",
    help="Release of Kafka to hold, without or beside those of an inventory; repeatable.",
)
@click.option(
    "--part",
    "chosen",
    multiple=True,
    type=click.Choice(list(parts.PARTS)),
    help="What to hold: " + "; ".join(f"{part.name}, {part.holds}" for part in parts.PARTS.values()) + ". Repeatable. "
    "Default: all that is needed.",
)
@repository_option
@_debian_options
@click.option("--yes", is_flag=True, help="Replace FILE without asking. Default: ask once; without a terminal, refuse.")
@inventory_option
@output_option
def bundle(
    file: Path,
    versions: tuple[str, ...],
    chosen: tuple[str, ...],
    repository: str | None,
    codenames: tuple[str, ...],
    mirror: str | None,
    yes: bool,
    site: Workspace,
    output: Output,
) -> None:
    """Write all that a run fetches to FILE, for machines without a network.

    It holds the Kafka releases of the inventory, hiera-kafka with all Python packages it needs and a Java where services
    run on the same machine, and a list of the Debian packages that hosts install. `dist unbundle` is the other side.
    """
    if file.exists() and not yes:
        confirm(f"{file} exists. Replace it?", f"{file} may be replaced")
    request = _request(site, versions, repository)
    request = replace(request, debian=codenames or (debian.own_release(),), mirror=mirror)
    with progress_on_stderr() as progress:
        made = writing.write(file.absolute(), request, chosen or parts.wanted(request), progress)
    data = {"path": str(made.path), "sha256": made.sha256, "size": made.size, **made.about}

    def text() -> str:
        rows = [(f"  {name}", f"{len(about)} {parts.PARTS[name].holds}") for name, about in made.about["parts"].items()]
        return f"{file}: {human(made.size)}, SHA-256 {made.sha256}\n{aligned(rows)}"

    emit(output, data, text)


def _request(site: Workspace, versions: tuple[str, ...], repository: str | None) -> BundleRequest:
    """Return what an inventory needs, and the versions that were named; these alone when no inventory was."""
    known = [(version, SourceConfig(repository=repository)) for version in dict.fromkeys(versions)]
    if versions and site.given is None:
        return BundleRequest(tuple(known))
    compiler = site.checked()
    needed = [
        (version, replace(source, repository=repository) if repository else source)
        for version, source in releases.sources(compiler)
    ]
    others = [one for one in known if one[0] not in dict(needed)]
    return BundleRequest(
        tuple(sorted((*needed, *others), key=lambda one: lock.version_key(one[0]))),
        local=site.inventory.model.platform == "local",
        packages=tuple(releases.packages(compiler)),
    )


@click.command(cls=Command, examples=["hiera-kafka dist unbundle kafka.tar"])
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--sha256", metavar="DIGEST", help="SHA-256 that FILE must have, as `dist bundle` printed it.")
@output_option
def unbundle(file: Path, sha256: str | None, output: Output) -> None:
    """Check FILE, which `dist bundle` wrote, and put what it holds into the cache: runs then fetch nothing."""
    with progress_on_stderr() as progress:
        done = reading.unpack(file, sha256=sha256.strip().lower() if sha256 else None, progress=progress)
    emit(output, {"path": str(file.absolute()), "cached": done}, lambda: "\n".join(done) or "nothing for the cache")


@click.command(
    cls=Command,
    examples=["hiera-kafka dist packages -i prod", "hiera-kafka dist packages -i prod --debian trixie --output json"],
)
@_debian_options
@inventory_option
@output_option
def packages(codenames: tuple[str, ...], mirror: str | None, site: Workspace, output: Output) -> None:
    """List the Debian packages that hosts install, with versions from the site's mirror.

    A host that has some of them already fetches fewer. Nothing on this machine is changed, and no root is needed.
    """
    names = releases.packages(site.checked())
    found = {}
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-packages-") as directory, progress_on_stderr() as progress:
        for release in (codenames or (debian.own_release(),)) if names else ():
            staging = Path(directory) / release
            found[release] = debian.resolve(names, release, staging, mirror=mirror, progress=progress)
    if output is Output.JSON:
        data = {release: [one.to_dict() for one in found[release]] for release in found}
        print_json({"wanted": names, "releases": data})
        return
    rows = [(release, one.name, one.version, one.architecture, human(one.size)) for release in found for one in found[release]]
    print_table(("release", "package", "version", "architecture", "size"), rows)
