"""Which of the entries that list a host it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hiera_kafka.errors import Diagnostic, nearest
from hiera_kafka.model.base import Traced
from hiera_kafka.source import Origin


def not_listed(host: str, key: str, name: str, known: list[str], origin: Origin) -> Diagnostic:
    """Return what is wrong with a key that names a cluster which does not list the host.

    Args:
        host: FQDN.
        key: The key.
        name: The cluster that it means.
        known: Names of all clusters.
        origin: Where the key's value comes from.
    """
    if name in known:
        return Diagnostic(
            "host-not-in-cluster",
            f"{key} puts {host} into {name!r}, which does not list the host",
            where=origin.positions()[:1],
            hint=f"add {host} to {name!r}, or name the cluster that lists it",
        )
    near = nearest(name, known)
    return Diagnostic(
        "unknown-cluster",
        f"{key} of {host} means the cluster {name!r}, known are: {', '.join(known) or 'none'}",
        where=origin.positions()[:1],
        hint=f"did you mean {near!r}?" if near else "name one of the known clusters",
    )


def only_one(
    host: str, listing: list[str], table: str, key: str, clusters: Mapping[str, Traced[Any]], members: str
) -> tuple[str | None, list[Diagnostic]]:
    """Return the one entry that lists a host, and `host-in-two-clusters` where several do.

    Args:
        host: FQDN.
        listing: Names of the entries that list it.
        table: Key of the table that they are in.
        key: Key that decides between several.
        clusters: The entries of the table.
        members: What an entry calls its hosts.
    """
    if len(listing) == 1:
        return listing[0], []
    where = tuple(p for name in listing for p in clusters[name].trace.key(members, host).positions()[:1])
    return None, [
        Diagnostic(
            "host-in-two-clusters",
            f"{host} is listed in {len(listing)} entries of {table}: {', '.join(listing)}",
            where=where,
            hint=f"remove it from all but one, or say which one counts with {key}",
        )
    ]
