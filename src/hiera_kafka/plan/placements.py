"""What a run would refuse where there is data, by what two states of hosts say of their services alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hiera_kafka.catalog.resources import Placement
from hiera_kafka.dialects.native import kafka, zookeeper
from hiera_kafka.dialects.native.mirror import mirror
from hiera_kafka.source import Origin

Refusal = tuple[str, str, str, tuple[Origin, ...], tuple[Origin, ...]]
"""Id of the message, what was, what is to be, and the origins of both."""

_STATEFUL = (kafka.ROLE, zookeeper.ROLE)


def refusals(old: Mapping[str, Placement], new: Mapping[str, Placement]) -> Iterator[Refusal]:
    """Yield what hosts with data refuse; which of them have data, only they know.

    Args:
        old: Service to its placement, as the host has it.
        new: The same, as it is to be.
    """
    for service, after in new.items():
        before = old.get(service)
        if before is None:
            continue
        if before.role == kafka.ROLE:
            gone = [path for path in before.directories if path not in after.directories]
            if gone:
                yield _refusal("data-directory-left", before, after, gone, after.directories, "directories")
        elif _ends(before) != _ends(after):
            yield _refusal(
                "zookeeper-directory-moved", before, after, before.directories, after.directories, "directories"
            )
        if before.role == kafka.ROLE and not _same_metadata(before, after):
            yield _refusal("identity-changed", before, after, [_metadata(before)], [_metadata(after)], "identity")
    gone_by_role = [one for service, one in old.items() if service not in new]
    come = [one for service, one in new.items() if service not in old]
    for before in gone_by_role:
        for after in come:
            if before.role in _STATEFUL and after.role in _STATEFUL:
                yield _refusal("host-role-changed", before, after, [_named(before)], [_named(after)], "service")
            elif before.role == after.role == mirror.ROLE and _begins_anew(before, after):
                groups = [before.identity["group"]], [after.identity["group"]]
                yield _refusal("identity-changed", before, after, *groups, "identity")


def renamed(
    old: Mapping[str, Mapping[str, Placement]], new: Mapping[str, Mapping[str, Placement]]
) -> Iterator[tuple[str, Refusal]]:
    """Yield hosts that get what belongs to another one that leaves: that machine under a new name, or one in its place.

    Args:
        old: Host to service to its placement, as the hosts have them.
        new: The same, as they are to be.
    """
    leaving = {
        (one.role, one.cluster, one.id): (host, one)
        for host, one in _stateful(old)
        if one.service not in new.get(host, {})
    }
    for host, after in _stateful(new):
        was = leaving.get((after.role, after.cluster, after.id))
        if was is not None and after.service not in old.get(host, {}):
            before, becomes = [f"{after.service} of {was[0]}"], [f"{after.service} of {host}"]
            yield host, _refusal("identity-changed", was[1], after, before, becomes, "service")


def _stateful(hosts: Mapping[str, Mapping[str, Placement]]) -> Iterator[tuple[str, Placement]]:
    for host, placements in hosts.items():
        yield from ((host, one) for one in placements.values() if one.role in _STATEFUL)


def _refusal(
    id_: str,
    before: Placement,
    after: Placement,
    was: list[str] | tuple[str, ...],
    becomes: list[str] | tuple[str, ...],
    what: str,
) -> Refusal:
    sides = [(one.origins[what],) if what in one.origins else () for one in (before, after)]
    return id_, ", ".join(was), ", ".join(becomes), sides[0], sides[1]


def _ends(placement: Placement) -> tuple[str, ...]:
    """Return the directory of snapshots and that of logs, which may be the same."""
    return placement.directories[:1] + placement.directories[-1:]


def _metadata(placement: Placement) -> str:
    return next(iter(placement.identity.values()), "")


def _same_metadata(before: Placement, after: Placement) -> bool:
    """Return whether the path is the same, and any member of the ensemble, as a host would judge it."""
    (was, _, chroot), (now, _, path) = (_metadata(one).partition("/") for one in (before, after))
    return chroot == path and bool(_servers(was) & _servers(now))


def _begins_anew(before: Placement, after: Placement) -> bool:
    ends = all(_servers(before.identity[end]) & _servers(after.identity[end]) for end in ("source", "destination"))
    return ends and before.id == after.id and before.identity["group"] != after.identity["group"]


def _servers(text: str) -> set[str]:
    return {one.rpartition(":")[0] for one in text.split(",")}


def _named(placement: Placement) -> str:
    return f"{placement.service} of {placement.cluster}"
