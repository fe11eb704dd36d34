"""Options and arguments that many commands share, and what they stand for."""

from __future__ import annotations

import enum
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hiera_kafka import project, trust
from hiera_kafka.access import CLOSED, NOTHING, TREES_VARIABLE, Access
from hiera_kafka.cli.kit import output
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position, ProjectError, Severity, nearest
from hiera_kafka.project import Project
from hiera_kafka.text import one_line

if TYPE_CHECKING:
    from hiera_kafka.compiler import Compiler, Inventory

F = TypeVar("F", bound=Callable[..., Any])

INVENTORY_VARIABLE = "HIERA_KAFKA_INVENTORY"
STANDARD_INVENTORY = "local"


class Reach(enum.Enum):
    """Who can let a command read beyond the repository of its data."""

    NOBODY = enum.auto()  # what it finds is shown to strangers
    OPTIONS = enum.auto()  # its own options alone: what it compares may be a stranger's branch
    CALLER = enum.auto()  # as well the caller's environment and configuration


@dataclass
class Workspace:
    """What a command works on: an inventory, and the repository or checkout that it belongs to.

    Attributes:
        given: What the user wrote for `--inventory`, None for the standard one.
        start: Directory given with `--project`, None for the one the user stands in.
        reach: Who can let it read beyond the repository.
        trees: Directories given with `--allow-outside`.
        hocon_environment: Whether `--hocon-environment` was given.
    """

    given: str | None
    start: Path | None
    reach: Reach = Reach.CALLER
    trees: tuple[Path, ...] = ()
    hocon_environment: bool = False

    @cached_property
    def access(self) -> Access:
        """What the caller lets the data reach beyond its repository.

        Raises:
            ProjectError: The user's configuration is wrong.
        """
        if self.reach is Reach.NOBODY:
            return CLOSED
        known = Access.of_caller(os.environ) if self.reach is Reach.CALLER else NOTHING
        return known.widened(self.trees, hocon_environment=self.hocon_environment)

    @cached_property
    def project(self) -> Project:
        """The repository or checkout, and what runs for it.

        Raises:
            ProjectError: None was found where the user named one.
        """
        return find_project(self.start)

    @property
    def path(self) -> Path:
        """The inventory file, or its directory.

        Raises:
            ProjectError: No inventory has that name.
        """
        return inventory_path(self.given, self.project)

    @cached_property
    def inventory(self) -> Inventory:
        """The inventory file, read.

        Raises:
            HieraKafkaError: Missing or wrong.
        """
        from hiera_kafka.compiler import load_inventory  # noqa: PLC0415 - slow, and a lookup may need no inventory

        return load_inventory(self.path, self.access)

    @cached_property
    def compiler(self) -> Compiler:
        """A compiler of the inventory.

        Raises:
            HieraKafkaError: The inventory or hiera.yaml is missing or wrong.
        """
        from hiera_kafka.compiler import Compiler  # noqa: PLC0415 - as above

        return Compiler(self.inventory)

    def checked(self) -> Compiler:
        """Return the compiler of data without errors, and print the warnings on standard error.

        Raises:
            HieraKafkaError: The data has errors; all of them.
        """
        output.print_diagnostics(self.compiler.check(), str(Path.cwd()))
        return self.compiler


def find_project(start: Path | None) -> Project:
    """Return the repository or checkout at or above `start`, or the current directory.

    Raises:
        ProjectError: There is none; a directory that was given is not replaced by the one this package runs from.
    """
    found = project.find(start or Path.cwd())
    if start is not None and not project.is_around(found, start):
        raise ProjectError(
            Diagnostic(
                "checkout-not-found",
                f"neither inventories of hiera-kafka nor a checkout of it at or above {start}",
                where=(Position(str(start)),),
                note="nothing is looked for above the Git repository of a directory",
                hint=f"give the directory that holds inventories/NAME/{project.INVENTORY_FILES[0]}",
            )
        )
    return found


def inventory_path(given: str | None, project: Project) -> Path:
    """Return the path that an `--inventory` stands for.

    Args:
        given: A path, or the bare name of a directory of inventories/; None is the standard inventory.
        project: Whose inventories/ bare names are in.

    Raises:
        ProjectError: A bare name that is neither.
    """
    name = given or STANDARD_INVENTORY
    named = project.inventories / name
    if "/" in name:
        return Path(name)
    if name not in (".", "..") and named.is_dir():
        return named
    if Path(name).exists():
        return Path(name)
    known = inventory_names(project)
    near = nearest(name, known)
    raise ProjectError(
        Diagnostic(
            "unknown-inventory",
            f"no inventory is named {name!r}, known are: {', '.join(known) or 'none'}",
            where=(Position(str(project.inventories)),),
            hint=f"did you mean {near!r}?" if near else "give one of them, or the path of an inventory file",
        )
    )


def inventory_names(project: Project) -> list[str]:
    """Return the names of the directories of inventories/."""
    return sorted(entry.name for entry in project.inventories.glob("*") if entry.is_dir())


def inventory_option(command: F) -> F:
    """Give a command the options of inventories; they arrive as one Site named `site`."""
    return site_option(Reach.CALLER)(command)


def site_option(reach: Reach) -> Callable[[F], F]:
    """Return what gives a command the options of inventories, with those that reach beyond the repository or without.

    Args:
        reach: Who can let the command read beyond the repository of its data.
    """

    def decorated(command: F) -> F:
        @wraps(command)
        def wrapped(
            *args: Any,
            inventory: str | None,
            project: Path | None,
            allow_outside: tuple[Path, ...] = (),
            hocon_environment: bool = False,
            **kwargs: Any,
        ) -> Any:
            return command(*args, site=Workspace(inventory, project, reach, allow_outside, hocon_environment), **kwargs)

        return _inventory_option(wrapped if reach is Reach.NOBODY else _reaching(wrapped, reach))  # type: ignore[return-value]  # the same callable but for the options

    return decorated


def _reaching(command: Callable[..., Any], reach: Reach) -> Callable[..., Any]:
    standard = f"Default: ${TREES_VARIABLE}, and allow_outside of ~/.config/hiera-kafka/config.toml."
    with_environment = click.option(
        "--hocon-environment",
        is_flag=True,
        help="Let references of HOCON fall back to variables of the environment, as in Puppet. Default: refuse them.",
    )(command)
    return click.option(
        "--allow-outside",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Let the data read files of DIR, which lies outside its repository; repeatable. "
        + (standard if reach is Reach.CALLER else "Default: none."),
    )(with_environment)


def _inventory_option(command: Callable[..., Any]) -> Callable[..., Any]:
    with_project = click.option(
        "--project",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="The repository with inventories/ to work with, or a checkout of hiera-kafka. Default: the one that the "
        "current directory is in.",
    )(safe_directory_option(command))
    return click.option(
        "-i",
        "--inventory",
        metavar="PATH",
        envvar=INVENTORY_VARIABLE,
        shell_complete=_complete_inventory,
        help=f"Inventory file or its directory; a bare name such as `three` is inventories/three of the repository. "
        f"Default: ${INVENTORY_VARIABLE}, else {STANDARD_INVENTORY}.",
    )(with_project)


def safe_directory_option(command: F) -> F:
    """Give a command `--safe-directory`, which counts while it runs; no argument arrives."""

    def wrapped(*args: Any, safe_directory: tuple[Path, ...], **kwargs: Any) -> Any:
        with trust.safe_directories(safe_directory):
            return command(*args, **kwargs)

    _keep(command, wrapped)
    return click.option(  # type: ignore[return-value]  # the same callable but for the option
        "--safe-directory",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Trust templates, playbooks and configuration of this directory, whoever owns it; repeatable. "
        f"Default: ${trust.VARIABLE}, and Git's safe.directory.",
    )(wrapped)


def _keep(command: Callable[..., Any], wrapped: Callable[..., Any]) -> None:
    """Let a callable stand for a command, with the options of decorators that ran before, which click keeps there."""
    wrapped.__name__ = command.__name__
    wrapped.__doc__ = command.__doc__
    wrapped.__dict__.update(command.__dict__)


def _complete_inventory(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    del parameter
    try:
        names = inventory_names(find_project(ctx.params.get("project")))
    except ProjectError:
        return []  # a shell that completes has no place for messages; running the command says it
    return [name for name in names if name.startswith(incomplete) and name == one_line(name)]


def host_argument(command: F) -> F:
    """Give a command the argument HOST; it arrives as `host`, see find_host."""
    return click.argument("host", shell_complete=complete_host)(command)


def complete_host(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the hosts of the inventory that begin with `incomplete`."""
    del parameter
    try:
        hosts = Workspace(ctx.params.get("inventory"), ctx.params.get("project")).compiler.hosts
    except HieraKafkaError:
        return []  # as for inventories
    return [host for host in hosts if host.startswith(incomplete) and host == one_line(host)]


def find_host(compiler: Compiler, host: str) -> str:
    """Return `host`, or the one host whose first label it is.

    Raises:
        HieraKafkaError: The data has errors, or names no such host.
    """
    hosts = compiler.hosts
    short = [known for known in hosts if known.partition(".")[0] == host]
    if host in hosts or len(short) == 1:
        return host if host in hosts else short[0]
    raise ProjectError(unknown_host(compiler, host))


def unknown_host(compiler: Compiler, host: str, level: Severity = Severity.ERROR) -> Diagnostic:
    """Return what to say of a host that the inventory does not have."""
    near = nearest(host, compiler.hosts)
    return Diagnostic(
        "unknown-host",
        f"host {host!r} is not in inventory {compiler.inventory.name}, known are: {', '.join(compiler.hosts)}",
        where=(Position(str(compiler.inventory.path)),),
        hint=f"did you mean {near!r}?" if near else "give the name as the data has it, or its first label",
        level=level,
    )
