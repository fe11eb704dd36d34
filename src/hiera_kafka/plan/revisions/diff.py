"""What a change of the data does to the hosts: each change once, with the hosts that share it and its causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiera_kafka.catalog.resources import Placement
from hiera_kafka.dialects.native import kafka, zookeeper
from hiera_kafka.errors import Severity
from hiera_kafka.plan.changes import Change, ChangeKind, Changes, changes_of, refused
from hiera_kafka.plan.host_state import HostState, host_state
from hiera_kafka.plan.placements import renamed
from hiera_kafka.plan.revisions.causes import Cause, Causes
from hiera_kafka.plan.revisions.trees import RevisionTree
from hiera_kafka.render.engine import Renderer
from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes that the same hosts share.

    Attributes:
        hosts: Sorted.
        changes: Each change with its causes, in the order in which they are reported.
    """

    hosts: tuple[str, ...]
    changes: tuple[tuple[Change, tuple[Cause, ...]], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two trees.

    Attributes:
        old: What the old tree is called.
        new: What the new tree is called.
        commits: Ids of both commits, None for the working tree.
        hosts: Number of hosts of the new tree.
        groups: Those of most hosts first.
        skipped: Hosts that could not be compared, since the data of one of them has errors for them.
    """

    old: str
    new: str
    commits: tuple[str | None, str | None]
    hosts: int
    groups: tuple[ChangeGroup, ...]
    skipped: tuple[str, ...] = ()

    def changed(self) -> tuple[str, ...]:
        """Return every host with a change, sorted."""
        return tuple(sorted({host for group in self.groups for host in group.hosts}))

    def having(self, kind: ChangeKind) -> dict[str, tuple[str, ...]]:
        """Return the hosts that have changes of a kind, by the name of what changes."""
        found: dict[str, list[str]] = {}
        for group in self.groups:
            for change, _ in group.changes:
                if change.kind is kind:
                    found.setdefault(change.name, []).extend(group.hosts)
        return {name: tuple(sorted(hosts)) for name, hosts in sorted(found.items())}


def difference(old: RevisionTree, new: RevisionTree, renderer: Renderer, *, keep_going: bool = False) -> Difference:
    """Return what differs between two trees, for all hosts of either.

    Args:
        old: The tree before.
        new: The tree after.
        renderer: Renders both, so that only the data makes a difference.
        keep_going: Whether to skip hosts that have no catalog because of errors in the data, and compare the others.

    Raises:
        HieraKafkaError: The data of one of them has errors; its places name the revision.
    """
    skipped: set[str] = set()
    for tree in (old, new):
        with tree.places.errors_renamed():
            if not keep_going:
                tree.compiler.check()
            elif any(diagnostic.level is Severity.ERROR for diagnostic in tree.compiler.diagnostics):
                skipped.update(host for host in tree.compiler.hosts if not _is_whole(tree, host))
    causes = Causes(old, new)
    shared: dict[Change, dict[str, tuple[Cause, ...]]] = {}
    placed: tuple[dict[str, Mapping[str, Placement]], ...] = ({}, {})
    for host in sorted({*old.compiler.hosts, *new.compiler.hosts} - skipped):
        states = _state(old, host, renderer), _state(new, host, renderer)
        for side, state in zip(placed, states, strict=True):
            side[host] = state.placements if state is not None else {}
        for change, (before, after) in _host_changes(host, *states):
            shared.setdefault(change, {})[host] = causes.of(host, change, before, after)
    for host, refusal in renamed(*placed):
        change, (before, after) = refused(refusal)
        shared.setdefault(change, {})[host] = causes.of(host, change, before, after)
    return Difference(
        old.label,
        new.label,
        (old.commit, new.commit),
        len(new.compiler.hosts),
        tuple(_grouped(shared)),
        tuple(sorted(skipped)),
    )


def _is_whole(tree: RevisionTree, host: str) -> bool:
    """Return whether a host has a catalog with all that the clusters list it as; an error may leave a part out."""
    catalog = tree.compiler.catalogs.get(host)
    if catalog is None:
        return False
    clusters = tree.compiler.clusters
    made = {section.role for section in catalog.sections}
    listed = ((kafka.ROLE, clusters.brokers), (zookeeper.ROLE, clusters.members))
    return catalog.machine.platform.name == "wikimedia" or all(role in made for role, hosts in listed if host in hosts)


def _state(tree: RevisionTree, host: str, renderer: Renderer) -> HostState | None:
    return host_state(tree.compiler.catalogs[host], renderer) if host in tree.compiler.hosts else None


def _host_changes(host: str, old: HostState | None, new: HostState | None) -> Iterable[tuple[Change, _Sides]]:
    if old is not None and new is not None:
        return changes_of(old, new).items()
    empty = HostState({}, {}, {}, {})
    found: Changes = {Change(ChangeKind.HOST_ADDED if old is None else ChangeKind.HOST_REMOVED, host): ((), ())}
    files = changes_of(old or empty, new or empty)
    return (
        found | {c: o for c, o in files.items() if c.kind in {ChangeKind.FILE_ADDED, ChangeKind.FILE_REMOVED}}
    ).items()


_Sides = tuple[tuple[Origin, ...], tuple[Origin, ...]]
_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}


def _grouped(shared: dict[Change, dict[str, tuple[Cause, ...]]]) -> list[ChangeGroup]:
    groups: dict[tuple[str, ...], list[tuple[Change, tuple[Cause, ...]]]] = {}
    for change, by_host in shared.items():
        every = sorted({cause for causes in by_host.values() for cause in causes})
        groups.setdefault(tuple(sorted(by_host)), []).append((change, tuple(every)))
    made = [
        ChangeGroup(
            hosts, tuple(sorted(changes, key=lambda item: (_ORDER[item[0].kind], item[0].name, item[0].option or "")))
        )
        for hosts, changes in groups.items()
    ]
    return sorted(made, key=lambda group: (-len(group.hosts), group.hosts))
