"""What a run looks at: hosts, ensembles, clusters and mirrors of an inventory, and which checks are made of them."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, ModelError, ProjectError, Severity, nearest
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.inventory import mirrors as mirrors_of
from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.registry import all_checks


@dataclass(frozen=True, slots=True)
class Targets:
    """What is looked at, each sorted by name.

    Attributes:
        hosts: Those of which host checks are made.
        ensembles: Names of ZooKeeper ensembles.
        clusters: Names of Kafka clusters.
        mirrors: Mirrors between clusters.
        about: Only what concerns one of these hosts is reported; None where all of it is.
        diagnostics: Warnings about hosts that are left out.
    """

    hosts: tuple[str, ...]
    ensembles: tuple[str, ...]
    clusters: tuple[str, ...]
    mirrors: tuple[Mirror, ...]
    about: frozenset[str] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def choose_targets(compiler: Compiler, names: Sequence[str] = (), hosts: Sequence[str] = ()) -> Targets:
    """Return what is looked at.

    Args:
        compiler: Of the inventory.
        names: Kafka clusters, which bring their ensembles, ensembles and mirrors; all bring their hosts. None are all.
        hosts: Full names of hosts that are asked about, with what they belong to; none are all.

    Raises:
        HieraKafkaError: The data has errors, nothing has that name, or hosts are not operated from here: those that
            were named, or all.
    """
    compiler.check()
    known = compiler.clusters
    mirrors = {mirror.name: mirror for mirror in mirrors_of(compiler)}
    unknown = [name for name in names if name not in {*known.kafka, *known.ensembles, *mirrors}]
    if unknown:
        everything = sorted({*known.kafka, *known.ensembles, *mirrors})
        raise ProjectError([_unknown_name(compiler, name, everything) for name in unknown])
    clusters = [name for name in known.kafka if not names or name in names]
    keepers = {known.kafka[name].model.zookeeper_cluster_name for name in clusters}
    ensembles = [name for name in known.ensembles if not names or name in names or name in keepers]
    taken = [mirror for name, mirror in mirrors.items() if not names or name in names]
    of_names = {
        *(host for name in clusters for host in known.kafka[name].model.brokers),
        *(host for name in ensembles for host in known.ensembles[name].model.hosts),
        *(host for mirror in taken for host in mirror.hosts),
    }
    wanted = [host for host in compiler.hosts if not names or host in of_names]
    about = frozenset(hosts) if hosts else None
    if about is not None:
        wanted = [host for host in wanted if host in about]
        clusters = [name for name in clusters if about & set(known.kafka[name].model.brokers)]
        ensembles = [name for name in ensembles if about & set(known.ensembles[name].model.hosts)]
        taken = [mirror for mirror in taken if about & set(mirror.hosts)]
    operated = frozenset(host for host in compiler.hosts if compiler.dialect_of(host).is_operated)
    others = [host for host in wanted if host not in operated]
    if others and (names or hosts or len(others) == len(wanted)):
        raise ModelError(compiler.refusals(others))
    return Targets(
        tuple(host for host in wanted if host in operated and compiler.catalogs[host].sections),
        tuple(name for name in sorted(ensembles) if operated.issuperset(known.ensembles[name].model.hosts)),
        tuple(name for name in sorted(clusters) if operated.issuperset(known.kafka[name].model.brokers)),
        tuple(mirror for mirror in taken if not mirror.wikimedia),
        about,
        compiler.refusals(others, Severity.WARNING),
    )


def choose_checks(only: Iterable[str] = (), skip: Iterable[str] = ()) -> tuple[Check, ...]:
    """Return the checks that are made, in their order.

    Args:
        only: Ids, or shell patterns of ids; none are all.
        skip: Ids or patterns of those that are left out.

    Raises:
        ProjectError: One of them is no check's.
    """
    checks = all_checks()
    ids = [check.id for check in checks]
    only, skip = tuple(only), tuple(skip)
    unknown = [pattern for pattern in dict.fromkeys((*only, *skip)) if not fnmatch.filter(ids, pattern)]
    if unknown:
        raise ProjectError([_unknown_check(pattern, ids) for pattern in unknown])
    return tuple(check for check in checks if (not only or _matches(check.id, only)) and not _matches(check.id, skip))


def _matches(id_: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(id_, pattern) for pattern in patterns)


def _unknown_name(compiler: Compiler, name: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(name, known)
    return Diagnostic(
        "unknown-cluster",
        f"inventory {compiler.inventory.name} has no cluster, ensemble or mirror {name!r}, "
        f"known are: {', '.join(known) or 'none'}",
        where=(compiler.position,),
        hint=f"did you mean {near!r}?" if near else "`hiera-kafka inventory` lists what there is",
    )


def _unknown_check(pattern: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(pattern, known)
    return Diagnostic(
        "unknown-check",
        f"no check is named {pattern!r}, known are: {', '.join(known)}",
        hint=f"did you mean {near!r}?" if near else "give an id, or a shell pattern such as 'broker*'",
    )
