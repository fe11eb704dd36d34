"""The hosts of a site: which data each reads, in which scope, and how strict its Puppet server is.

A site is a JSON list of nodes beside the hiera.yaml files that it names. Wikimedia has two kinds of nodes: production,
where an unknown variable ends a compilation, and Cloud VPS, where it is a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hiera_kafka.dialects.wikimedia.errors import of_lookup, refuse
from hiera_kafka.errors import Diagnostic, HieraError, Position, ProjectError, nearest
from hiera_kafka.hiera import Found, Hiera, Settings
from hiera_kafka.repository import top_level
from hiera_kafka.scope import Scope

NODES_FILE = "hosts.json"
"""Name of the node list in the directory of a site."""


class _Node(BaseModel):
    """One entry of the node list; further keys are for other readers."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    fqdn: str = Field(min_length=1)
    hiera_config: str = Field(default="hiera.yaml", pattern=r"^[\w.-]+$")
    strict: bool = True
    role: str | None = None
    classes: list[str] = []
    scope: dict[str, Any] = {}
    facts: dict[str, Any] = {}


_NODES = TypeAdapter(list[_Node])


@dataclass(frozen=True, slots=True, eq=False)
class Host:
    """One host as its Puppet server sees it.

    Attributes:
        name: Fully qualified domain name.
        scope: Facts and top-scope variables (realm, site, wmcs_project, _role, ...).
        hiera: The data it reads.
        strict: Whether unknown variables end the compilation.
        role: Role of the node, `kafka/main` for `role::kafka::main`; None in Cloud VPS.
        classes: Classes given to the node directly, in order.
    """

    name: str
    scope: Scope
    hiera: Hiera
    strict: bool = True
    role: str | None = None
    classes: tuple[str, ...] = ()

    def find(self, key: str) -> Found | None:
        """Return what a key is for this host, None when nothing is found.

        Raises:
            WikimediaError: `undefined_variable` or `missing_hiera_key`, when the data refers to what is not there.
            HieraError: Whatever else the data does wrong.
        """
        try:
            return self.hiera.find(key, self.scope)
        except HieraError as error:
            raise of_lookup(error) from error

    def lookup(self, key: str) -> Found:
        """Return what a key is for this host.

        Raises:
            WikimediaError: As `find`, and `missing_hiera_key` when nothing is found.
            HieraError: Whatever else the data does wrong.
        """
        found = self.find(key)
        if found is None:
            raise missing_key(key)
        return found

    def variable(self, name: str) -> Any:
        """Return a top-scope variable or fact, None where it is unknown and the server is not strict.

        Raises:
            WikimediaError: `undefined_variable`, when it is unknown and the server is strict.
        """
        return variable(self.scope, name, strict=self.strict)

    def with_variables(self, variables: Mapping[str, Any], *, role: str | None) -> Host:
        """Return the same host with further top-scope variables and another role."""
        merged = {**self.scope.variables, **variables, "_role": role}
        if role is None:
            del merged["_role"]
        return replace(self, scope=replace(self.scope, variables=merged), role=role)


def variable(scope: Scope, name: str, *, strict: bool) -> Any:
    """Return a top-scope variable or fact.

    Args:
        scope: Where to look.
        name: Name without `::`.
        strict: Whether an unknown one is an error; otherwise it is None.

    Raises:
        WikimediaError: `undefined_variable`.
    """
    for variables in (scope.variables, scope.facts):
        if name in variables:
            return variables[name]
    if strict:
        near = nearest(name, [*scope.variables, *scope.facts])
        raise refuse(
            "puppet-undefined-variable",
            f"the host has no top-scope variable {name!r}",
            hint=f"did you mean {near!r}?" if near else "give it in the scope or the facts of the host",
        )
    return None


def missing_key(key: str) -> Exception:
    """Return the error of a lookup without default that found nothing."""
    return refuse(
        "puppet-missing-key",
        f"no level of the hierarchy has a value for the key {key!r}, and Puppet looks it up without a default",
        hint="add it to a data file that this host reads",
    )


@dataclass(frozen=True, slots=True)
class NodeList:
    """Hosts by name, in the order of the node list."""

    hosts: Mapping[str, Host]

    @classmethod
    def load(cls, directory: Path, allow_outside: tuple[Path, ...] = ()) -> NodeList:
        """Return the site of a directory that holds `hosts.json` and the hiera.yaml files it names.

        Args:
            directory: The directory.
            allow_outside: Further directories that its data may be read from.

        Raises:
            ProjectError: `node-list-invalid`.
            HieraError: A hiera.yaml is missing or wrong.
        """
        hieras: dict[tuple[str, bool], Hiera] = {}
        hosts: dict[str, Host] = {}
        for node in read_nodes(directory / NODES_FILE):
            kind = (node.hiera_config, node.strict)
            if kind not in hieras:
                settings = Settings(
                    strict="error" if node.strict else "warning",
                    repository=top_level(directory) or directory,
                    allow_outside=allow_outside,
                )
                hieras[kind] = Hiera.load(directory / node.hiera_config, settings=settings)
            scope = Scope.of_host(node.fqdn, facts=node.facts, variables=node.scope)
            hosts[node.fqdn] = Host(node.fqdn, scope, hieras[kind], node.strict, node.role, tuple(node.classes))
        return cls(hosts)

    def host(self, name: str) -> Host:
        """Return one host.

        Raises:
            ProjectError: `unknown-host`.
        """
        if name not in self.hosts:
            near = nearest(name, list(self.hosts))
            message = f"host {name!r} is not in the node list of {len(self.hosts)} hosts"
            hint = f"did you mean {near!r}?" if near else "give the name as the node list has it"
            raise ProjectError(Diagnostic("unknown-host", message, hint=hint))
        return self.hosts[name]


def read_nodes(file: Path) -> list[_Node]:
    """Return the entries of a node list.

    Raises:
        ProjectError: `node-list-invalid`, when the file cannot be read, is no such list or has a host twice.
    """
    where = (Position(str(file)),)
    try:
        nodes = _NODES.validate_json(file.read_bytes())
    except OSError as error:
        message = f"the node list cannot be read: {error.strerror}"
        raise ProjectError(Diagnostic("node-list-invalid", message, where)) from error
    except ValidationError as error:
        raise ProjectError(
            Diagnostic(
                "node-list-invalid", f"{'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg']}", where
            )
            for problem in error.errors(include_url=False, include_input=False, include_context=False)
        ) from error
    seen: set[str] = set()
    for node in nodes:
        if node.fqdn in seen:
            raise ProjectError(Diagnostic("node-list-invalid", f"host {node.fqdn!r} is in the list twice", where))
        seen.add(node.fqdn)
    return nodes
