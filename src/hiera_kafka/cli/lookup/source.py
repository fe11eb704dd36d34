"""What `hiera-kafka lookup` asks: the data of an inventory or of any hiera.yaml, and the scope of each node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hiera_kafka.border import named
from hiera_kafka.cli.kit.output import print_diagnostics
from hiera_kafka.errors import Diagnostic, Level, ModelError, Position, ProjectError, nearest
from hiera_kafka.hiera import Hiera, Settings
from hiera_kafka.hiera.formats.yaml_reader import read_yaml
from hiera_kafka.hiera.values.failures import ConfigError
from hiera_kafka.hiera.values.ruby import described
from hiera_kafka.repository import root_of
from hiera_kafka.scope import Scope

if TYPE_CHECKING:
    from hiera_kafka.access import Access
    from hiera_kafka.cli.kit.options import Workspace
    from hiera_kafka.compiler import Compiler

FACT_FILES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class LookupSource:
    """Data, and the nodes it is asked for.

    Attributes:
        hiera: The data.
        nodes: Names; None is a question without a node.
        scope: Gives the scope of one of the nodes.
    """

    hiera: Hiera
    nodes: tuple[str | None, ...]
    scope: Callable[[str | None], Scope]


@dataclass(frozen=True, slots=True)
class Facts:
    """What `--facts` names: a file for all nodes, or a directory with one file for each.

    Attributes:
        path: None when it was not given.
    """

    path: Path | None

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that a directory has files for, sorted."""
        if self.path is None or not self.path.is_dir():
            return ()
        return tuple(sorted(file.stem for file in self.path.iterdir() if file.suffix in FACT_FILES))

    def of(self, node: str | None) -> dict[str, Any]:
        """Return the facts of a node.

        Raises:
            HieraKafkaError: The directory has no file for it, or the file is unreadable or holds no hash.
        """
        if self.path is None:
            return {}
        if not self.path.is_dir():
            return _read(self.path)
        for suffix in FACT_FILES:
            file = self.path / f"{node}{suffix}"
            if node in self.nodes and file.is_file():
                return _read(file)
        near = nearest(node or "", self.nodes)
        raise ProjectError(
            Diagnostic(
                "unknown-host",
                f"there are no facts of {node!r} here, known are: {', '.join(self.nodes) or 'none'}",
                (Position(str(self.path)),),
                hint=f"did you mean {near!r}?" if near else "facts lie in files named NODE.yaml or NODE.json",
            )
        )


def _read(file: Path) -> dict[str, Any]:
    value, trace, _ = read_yaml(named(file))  # JSON is read as the YAML that it is
    if not isinstance(value, dict):
        raise ProjectError(
            Diagnostic(
                "wrong-type",
                f"a file of facts must be a hash of fact to value, found {described(value)}",
                trace.origin.positions(),
            )
        )
    return value


def of_files(
    hiera_config: Path,
    access: Access,
    *,
    global_config: Path | None,
    environment: str,
    facts: Facts,
    nodes: tuple[str, ...],
    all_nodes: bool,
) -> LookupSource:
    """Return the data of a hiera.yaml, read as Puppet reads it.

    Args:
        hiera_config: The hiera.yaml of the environment.
        access: What the caller lets the data reach beyond its repository.
        global_config: That of the global layer.
        environment: Name of the environment.
        facts: Facts of the nodes.
        nodes: Nodes that were asked for.
        all_nodes: Whether every node is meant that there are facts of.

    Raises:
        HieraKafkaError: A file is missing or wrong.
    """
    for path in (hiera_config, global_config):
        if path is not None and not path.is_file():
            raise ConfigError(Diagnostic("hiera-config-missing", "there is no hiera.yaml here", (Position(str(path)),)))
    if all_nodes and not facts.nodes:
        raise click.UsageError("--all-nodes needs an inventory, or --facts with a directory of one file a node")

    def scope(node: str | None) -> Scope:
        known = facts.of(node)
        found = Scope(facts=known) if node is None else Scope.of_host(node, facts=known)
        return replace(found, environment=environment)

    settings = Settings(
        as_puppet=True,
        global_config=global_config,
        allow_outside=access.beside(root_of(hiera_config)),
        hocon_environment=access.hocon_environment,
    )
    hiera = Hiera.load(hiera_config, settings=settings)
    return LookupSource(hiera, facts.nodes if all_nodes else nodes or (None,), scope)


def of_inventory(
    site: Workspace, *, environment: str | None, facts: Facts, nodes: tuple[str, ...], all_nodes: bool
) -> LookupSource:
    """Return the data of an inventory.

    Args:
        site: The inventory.
        environment: Name of the environment in place of the inventory's.
        facts: Facts in place of the inventory's.
        nodes: Nodes that were asked for; first labels will do.
        all_nodes: Whether every host is meant that the data or the inventory names.

    Raises:
        HieraKafkaError: The inventory, or hiera.yaml, is missing or wrong.
    """
    compiler = site.compiler
    if not nodes and not all_nodes:
        raise click.UsageError("--node or --all-nodes is needed: hosts see different values")

    def scope(node: str | None) -> Scope:
        found = compiler.scope(str(node))
        return replace(found, facts=_merged(found.facts, facts.of(node)), environment=environment or found.environment)

    return LookupSource(
        compiler.hiera, compiler.hosts if all_nodes else tuple(_host(compiler, n) for n in nodes), scope
    )


def _merged(known: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**known, **given} if given else known


def _host(compiler: Compiler, node: str) -> str:
    """Return the full name of a host; one that the data does not name yet is only warned of, and looked up as given."""
    from hiera_kafka.cli.kit.options import unknown_host  # noqa: PLC0415 - it is needed here only

    try:
        known = compiler.hosts
    except ModelError:
        return node  # no host at all: looking for why is what lookup is for
    if node in known:
        return node
    short = [host for host in known if host.partition(".")[0] == node]
    if len(short) == 1:
        return short[0]
    print_diagnostics([unknown_host(compiler, node, Level.WARNING)], str(Path.cwd()))
    return node
