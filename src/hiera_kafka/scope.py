"""One host's facts and top-scope variables, as Puppet's compiler would have them at top scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Scope:
    """What `%{...}` in hiera.yaml and data can see.

    Attributes:
        facts: Facts by name; each is a top-scope variable as well.
        variables: Further top-scope variables (site, realm, wmcs_project, role, ...); they win over facts.
        trusted: `$trusted`; None is undef.
        server_facts: `$server_facts`; entries are top-scope variables as well.
        environment: `$environment`.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    trusted: Mapping[str, Any] | None = None
    server_facts: Mapping[str, Any] = field(default_factory=dict)
    environment: str = "production"

    @classmethod
    def of_host(
        cls,
        fqdn: str,
        *,
        facts: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        trusted: Mapping[str, Any] | None = None,
    ) -> Scope:
        """Return the scope of a host that is known by name, with the facts that follow from the name.

        Args:
            fqdn: Fully qualified domain name; `hostname` and `domain` are its first label and the rest.
            facts: Recorded facts; they win over what follows from the name.
            variables: Top-scope variables.
            trusted: Trusted facts; they win over `certname`, `hostname` and `domain` from the name.
        """
        hostname, _, domain = fqdn.partition(".")
        named = {"fqdn": fqdn, "hostname": hostname, "domain": domain, "clientcert": fqdn}
        networking = {"fqdn": fqdn, "hostname": hostname, "domain": domain}
        return cls(
            facts={**named, "networking": networking, **(facts or {})},
            variables=dict(variables or {}),
            trusted={"certname": fqdn, "hostname": hostname, "domain": domain, "extensions": {}, **(trusted or {})},
        )

    @classmethod
    def of_discovery(cls, variables: Mapping[str, Any]) -> Scope:
        """Return the scope of the one lookup that names the hosts: no host, only the inventory's variables."""
        return cls(variables=dict(variables))
