"""Brings rules and data together: runs what is wanted, joins what is the same, drops what is silenced or known."""

from __future__ import annotations

import dataclasses
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hiera_kafka import collector
from hiera_kafka.border import ID as OUTSIDE
from hiera_kafka.border import Border
from hiera_kafka.bounded import one_run
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position, Severity
from hiera_kafka.lint import baseline, targets, trees
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.context import InventoryView, NodeView
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolation_faults import faults_in
from hiera_kafka.lint.data.level_positions import narrowed
from hiera_kafka.lint.finding import Finding, folded
from hiera_kafka.lint.registry import ClustersRule, FileRule, NodeRule, TreeRule, all_rules, data_rules
from hiera_kafka.lint.suppress import Suppressions
from hiera_kafka.lint.views.level_faults import level_faults
from hiera_kafka.lint.views.lookups_without_host import failures

_ABSENT = re.compile(r"(missing|no|empty|mirror|unknown)-|host-disagrees-|lookup-not-|class-without-|puppet-missing-")
"""Ids of findings that something is nowhere to be found, or not the same everywhere."""

Place = tuple[str, tuple[Position, ...], str]


@dataclass(frozen=True)
class LintRequest:
    """What to lint.

    Attributes:
        paths: Files, directories, hierarchies, inventories.
        settings: What is reported.
        inventory: The one inventory to use; None looks for those that use the data.
        nodes: Hosts to look at, by full name; empty means all.
        changed: The only files whose findings are reported; None means all.
        use_baseline: Whether findings of the baseline are left out.
    """

    paths: tuple[Path, ...]
    settings: Settings
    inventory: Path | None = None
    nodes: tuple[str, ...] = ()
    changed: frozenset[str] | None = None
    use_baseline: bool = True


@dataclass(frozen=True)
class Report:
    """What was found.

    Attributes:
        findings: In the order of places.
        files: How many files were looked at.
        silenced: How many findings a comment silenced.
        known: How many findings the baseline knows.
        line_of: Gives the source line of a place, empty where there is none, with the secrets in it masked.
        column_of: Gives the column of a place in that line.
        border: The repositories of all that was named.
    """

    findings: tuple[Finding, ...]
    files: int
    silenced: int
    known: int
    line_of: Callable[[Position], str]
    border: Border = field(default_factory=lambda: Border(()))
    column_of: Callable[[Position], int] = operator.attrgetter("column")

    def count(self, level: Severity) -> int:
        """Return how many findings have this level."""
        return sum(finding.level is level for finding in self.findings)


class _Run:
    def __init__(self, request: LintRequest) -> None:
        self.request = request
        self.settings = request.settings
        self.targets = targets.resolve(request.paths, request.inventory)
        self.loaded = trees.load(self.targets, discover=request.inventory is None, changed=request.changed)
        rules = all_rules() if self.loaded.sites else data_rules()
        self.rules = [rule for rule in rules.values() if self.settings.wants(rule.id)]
        self.files: dict[str, DataFile] = {}

    def reports(self, path: str) -> bool:
        if self.request.changed is not None and path not in self.request.changed:
            return False
        return self.targets.reports(path) and not self.settings.excludes(path)

    def findings(self) -> Iterator[Finding]:
        rules = data_rules()  # what has a rule is left to it
        hierarchies = [tree.config_data for tree in self.loaded.trees]
        yield from (Finding(narrowed(diagnostic, hierarchies)) for diagnostic in self.loaded.diagnostics)
        self._collect_files()
        incomplete = {path for tree in self.loaded.trees if not tree.is_whole for path in tree.files}
        for file in self.files.values():
            yield from map(Finding, file.diagnostics)
            if file.kind == DataFile.DATA:
                yield from (Finding(fault) for fault in faults_in(file) if fault.id not in rules)
            for rule in self.rules:
                if isinstance(rule, FileRule) and not (rule.needs_all and file.path in incomplete):
                    yield from _findings_and_errors(rule.check(file))
        for tree in self.loaded.trees:
            yield from map(Finding, (*tree.diagnostics, *tree.left_out, *tree.keys_outside))
            yield from (Finding(fault) for fault in level_faults(tree) if fault.id not in rules)
            yield from map(Finding, failures(tree, rules))
            for rule in self.rules:
                if isinstance(rule, TreeRule) and (tree.is_whole or not rule.needs_all):
                    yield from _findings_and_errors(rule.check(tree))
        for site in self.loaded.sites:
            yield from self._of_site(site)

    def _collect_files(self) -> None:
        border = self.loaded.border
        found = [DataFile(path, border=border) for path in self.targets.files]
        for tree in self.loaded.trees:
            found += [tree.config_data, *tree.judged.values()]
        found += [DataFile(str(site.inventory.path), DataFile.INVENTORY, border) for site in self.loaded.sites]
        self.files = {file.path: file for file in found if self.reports(file.path)}

    def _of_site(self, site: InventoryView) -> Iterator[Finding]:
        hierarchies = [tree.config_data for tree in self.loaded.trees]
        try:
            for diagnostic in site.compiler.diagnostics:
                same = all_rules().get(diagnostic.id)
                if not site.is_whole and _ABSENT.match(diagnostic.id):
                    continue  # it may well be in what was left out
                if same is None or same.natively:  # else the rule sees more of it, and its place better
                    yield _of_host(narrowed(diagnostic, hierarchies))
        except HieraKafkaError as error:
            yield from (Finding(narrowed(diagnostic, hierarchies)) for diagnostic in error.diagnostics)
        for rule in self.rules:
            if isinstance(rule, ClustersRule) and site.is_whole:
                yield from _findings_and_errors(rule.check(site))
            elif isinstance(rule, NodeRule):
                for node in self._wanted(site.nodes):
                    if node.is_whole:  # else its lookups prove nothing
                        yield from _findings_and_errors(rule.check(node))

    def _wanted(self, nodes: Sequence[NodeView]) -> Iterable[NodeView]:
        return [node for node in nodes if not self.request.nodes or node.host in self.request.nodes]

    def concerns(self, finding: Finding) -> bool:
        """Return whether a finding is of the hosts that were asked for."""
        if not self.request.nodes or finding.where is None:
            return True
        if finding.hosts:
            return not set(finding.hosts).isdisjoint(self.request.nodes)
        shared = {path for tree in self.loaded.trees for path in (tree.config_file, *tree.files)}
        read = {path for site in self.loaded.sites for node in self._wanted(site.nodes) for path in node.files}
        return finding.where.file not in shared - read


@one_run()
@collector.paused()  # what is read is kept to the end
def run(request: LintRequest) -> Report:
    """Lint.

    Raises:
        ProjectError: A path that does not exist, a baseline that cannot be read.
    """
    work = _Run(request)
    found = [
        finding
        for finding in _joined(map(_of_outside, work.findings()))
        if request.settings.wants(finding.id)
        and (finding.id == OUTSIDE or finding.where is None or work.reports(finding.where.file))
        and work.concerns(finding)
    ]
    suppressions = Suppressions()
    for file in work.files.values() if request.settings.inline_ignores else ():
        suppressions.add(file)
    kept = [finding for finding in found if not suppressions.silence(finding)]
    silenced = len(found) - len(kept)
    if not request.settings.select:  # else other comments would look unused
        kept += [finding for finding in suppressions.unused() if request.settings.wants(finding.id)]
    kept = [_levelled(finding, request.settings) for finding in kept]
    lines = _Lines(work.files, work.loaded.border)
    line_of = lines.line
    known = 0
    if request.use_baseline and request.settings.baseline is not None:
        new = baseline.new_findings(kept, request.settings.baseline, line_of, request.settings.baseline_border)
        kept, known = new, len(kept) - len(new)
    ordered = tuple(folded(sorted(kept, key=Finding.order)))  # each place was silenced or known by itself
    return Report(ordered, len(work.files), silenced, known, line_of, work.loaded.border, lines.column)


def _findings_and_errors(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what a rule finds; an error in the data that stops the rule becomes a finding as well."""
    try:
        yield from findings
    except HieraKafkaError as error:
        yield from map(Finding, error.diagnostics)


def _levelled(finding: Finding, settings: Settings) -> Finding:
    level = settings.levels.get(finding.id)
    if level is None:
        return finding
    return dataclasses.replace(finding, diagnostic=dataclasses.replace(finding.diagnostic, level=level))


def _of_host(diagnostic: Diagnostic) -> Finding:
    """Return a Diagnostic as a finding of the host that it was found for."""
    return Finding(diagnostic, hosts=() if diagnostic.host is None else (diagnostic.host,))


def _of_outside(finding: Finding) -> Finding:
    """Return the finding about a file outside as lint words it: it goes on, and no option lets it read the file."""
    if finding.id != OUTSIDE:
        return finding
    reworded = dataclasses.replace(
        finding.diagnostic,
        level=Severity.INFO,
        note="lint reads nothing outside, and says nothing that would need the content",
        hint="move it into the repository, where it is to be linted with the rest",
    )
    return Finding(reworded)


def _joined(findings: Iterable[Finding]) -> list[Finding]:
    """Join what is the same but for the host."""
    joined: dict[Place, Finding] = {}
    for finding in findings:
        message = finding.diagnostic.message
        for host in finding.hosts:
            message = message.replace(host, "HOST")
        if finding.id == OUTSIDE:
            message = ""  # each host may have a path of its own there
        key = (finding.id, finding.diagnostic.where[:1], message)
        first = joined.get(key)
        if first is None:
            joined[key] = finding
        elif finding.hosts:
            joined[key] = dataclasses.replace(first, hosts=tuple(dict.fromkeys((*first.hosts, *finding.hosts))))
        elif first.fix is None and finding.fix is not None:
            joined[key] = finding
    return list(joined.values())


class _Lines:
    """Gives the source line of a place, with secrets masked; reads files that no rule looked at, within the border."""

    def __init__(self, files: dict[str, DataFile], border: Border) -> None:
        self._files = dict(files)
        self._border = border

    def line(self, position: Position) -> str:
        lines = self._of(position).excerpts.lines if position.line else []
        return lines[position.line - 1] if position.line <= len(lines) and lines else ""

    def column(self, position: Position) -> int:
        return self._of(position).excerpts.column(position)

    def _of(self, position: Position) -> DataFile:
        file = self._files.get(position.file)
        if file is None:
            file = self._files[position.file] = DataFile(position.file, border=self._border)
        return file
