"""The kinds of rules, and all rules there are.

A rule's file is `rules/<id with underscores>.py`, or `cluster_rules/...` for the two kinds that need an inventory, and
holds one class:

    class EvenEnsemble(ClustersRule):
        id = "even-ensemble"
        level = Level.WARNING
        summary = "An ensemble with an even number of members survives as many failures as one with a member less."

        def check(self, site: Site) -> Iterator[Finding]:
            yield self.finding("ensemble main has 4 members, ...", position, hint="...")

Its page is `docs/rules/<id>.md`. The runner merges what is found at one place under one id for many hosts.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import ClassVar

from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.lint import cluster_rules, rules
from hiera_kafka.lint.context import DataFile, DataTree, InventoryView, NodeView
from hiera_kafka.lint.finding import Finding, Fix


class Rule(ABC):
    """What all rules have.

    Attributes:
        id: Kebab-case, stable, names the page and the file.
        level: How bad its findings are, unless one says otherwise.
        summary: One sentence for lists of rules.
        natively: Whether the compiler reports it for hosts of the native dialect, so that the rule checks only others.
        needs_all: Whether what it says may be wrong where a part of the data is not read, since it lies outside the
            repository.
    """

    id: ClassVar[str]
    level: ClassVar[Severity]
    summary: ClassVar[str]
    natively: ClassVar[bool] = False
    needs_all: ClassVar[bool] = False

    def finding(
        self,
        message: str,
        *where: Position | None,
        hint: str | None = None,
        note: str | None = None,
        level: Severity | None = None,
        length: int = 1,
        host: str | None = None,
        fix: Fix | None = None,
        cause: str | None = None,
    ) -> Finding:
        """Return a finding of this rule.

        Args:
            message: What was found, and what is allowed; says the same for each host when `host` is given.
            where: The main place first; those that are None are left out.
            hint: What to do.
            note: Background.
            level: Another level than the rule's.
            length: Characters that are meant, from the main place on.
            host: The host that it was found for.
            fix: How it is fixed, where that is certain.
            cause: What makes findings of this rule one, wherever they are; None where each is one by itself.
        """
        places = tuple(position for position in where if position is not None)
        diagnostic = Diagnostic(self.id, message, places, note=note, hint=hint, level=level or self.level)
        return Finding(diagnostic, length, () if host is None else (host,), fix, cause)


class FileRule(Rule):
    """Looks at one data file, or at a hiera.yaml or inventory file: what is written there, whichever hosts read it."""

    @abstractmethod
    def check(self, file: DataFile) -> Iterable[Finding]:
        """Return what is wrong in a file that could be parsed."""


class TreeRule(Rule):
    """Looks at a hiera.yaml, all its files and, where there is an inventory, the hosts that read them."""

    @abstractmethod
    def check(self, tree: DataTree) -> Iterable[Finding]:
        """Return what is wrong with a tree."""


class NodeRule(Rule):
    """Looks at one host: its lookups, its model, its catalog."""

    @abstractmethod
    def check(self, node: NodeView) -> Iterable[Finding]:
        """Return what is wrong with a host; findings name it with `host=node.host`."""


class ClustersRule(Rule):
    """Looks at all clusters of an inventory at once."""

    @abstractmethod
    def check(self, site: InventoryView) -> Iterable[Finding]:
        """Return what is wrong with the clusters or among them."""


@functools.cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by id, sorted."""
    return dict(sorted({**data_rules(), **_rules_in(cluster_rules)}.items()))


@functools.cache
def data_rules() -> Mapping[str, Rule]:
    """Return the rules that need no inventory, by id; the others load the models, and an editor waits for each run."""
    return _rules_in(rules)


def _rules_in(package: ModuleType) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Rule) and item.__module__ == module.__name__:
                found[item.id] = item()
    return found
