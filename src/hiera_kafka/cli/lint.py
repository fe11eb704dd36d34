"""`hiera-kafka lint`: what is wrong with the data, before anything runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from hiera_kafka.border import Border
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Reach, Workspace, find_host, site_option
from hiera_kafka.cli.kit.output import Output, aligned, output_option, print_diagnostics, say, show
from hiera_kafka.clients.git import Repository
from hiera_kafka.errors import ExitCode, ProjectError, Severity
from hiera_kafka.lint import baseline as known
from hiera_kafka.lint import named_data
from hiera_kafka.lint.config import Settings, check_ids, given_settings, load_settings
from hiera_kafka.lint.fix import changes
from hiera_kafka.lint.formats import FORMATS, render
from hiera_kafka.lint.registry import all_rules
from hiera_kafka.lint.runner import LintRequest, Report, run
from hiera_kafka.repository import top_level

_STANDARD_BASELINE = Path(".hiera-kafka-baseline.json")


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka lint hieradata",
        "hiera-kafka lint -i three --strict",
        "hiera-kafka lint hieradata --changed-since HEAD --format github",
    ],
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--node",
    "nodes",
    multiple=True,
    metavar="HOST",
    help="Only findings that concern this host; repeatable. Default: all.",
)
@click.option("--all-nodes", is_flag=True, help="All hosts of the inventory, which is the default.")
@click.option(
    "--select",
    multiple=True,
    metavar="ID",
    help="Report these ids only; patterns such as yaml-* are allowed; repeatable.",
)
@click.option("--ignore", multiple=True, metavar="ID", help="Leave these ids out; patterns are allowed; repeatable.")
@click.option(
    "--changed-since", metavar="REV", help="Report only files that differ from this revision of git. Default: all."
)
@click.option(
    "--only-data",
    is_flag=True,
    help="Leave out the files that are named and are not data of a hierarchy, such as workflows: for hooks, which name "
    "every file of a commit. Default: what is named is data.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too. Default: errors only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Form of the findings on standard output. Default: what --output says.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The configuration, which counts alone: neither that of the repository does, nor comments in the data that "
    "silence findings. Default: that of the repository.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Leave out the findings that this file holds. Default: what the configuration names.",
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help=f"Write all findings into the baseline, {_STANDARD_BASELINE} unless one is named, and exit.",
)
@click.option("--fix", is_flag=True, help="Fix what is certain in the files, and report what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix changes; without --fix nothing is written.")
@click.option("--list-rules", is_flag=True, help="List the rules, their levels and what they are about, and exit.")
@site_option(Reach.NOBODY)
@output_option
def lint(  # noqa: PLR0917 - click calls it with keywords
    paths: tuple[Path, ...],
    nodes: tuple[str, ...],
    all_nodes: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    changed_since: str | None,
    only_data: bool,
    strict: bool,
    form: str | None,
    config: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    fix: bool,
    diff: bool,
    list_rules: bool,
    site: Workspace,
    output: Output,
) -> None:
    """Report what is wrong with the data, before anything runs.

    Each finding has its line, the reason and a way to fix it.

    PATH is a data file, a directory, a hiera.yaml or an inventory. Without one, it is what the configuration names
    (`[tool.hiera-kafka-lint]` of pyproject.toml, or .hiera-kafka-lint.yaml), else the inventory that is given, else
    the current directory. Where no inventory is given, those that use the data are found.
    """
    if list_rules:
        show(aligned([(rule.id, str(rule.level), rule.summary) for rule in all_rules().values()]))
        return
    if all_nodes and nodes:
        raise click.UsageError("--node and --all-nodes exclude each other")
    settings = _settings(config, select, ignore, baseline)
    print_diagnostics(settings.diagnostics, str(Path.cwd()))
    request = _request(paths, nodes, changed_since, settings, site)
    if only_data:
        request = dataclasses.replace(request, paths=named_data.only_data(request.paths))
    if write_baseline:
        report = run(dataclasses.replace(request, use_baseline=False))
        file = settings.baseline or _STANDARD_BASELINE
        here = Path.cwd()
        border = Border((*report.border.trees, top_level(here) or here))
        count = known.write_baseline(file, report.findings, report.line_of, border)
        say(f"{file}: {count} finding{'s' if count != 1 else ''} recorded")
        return
    report = run(request)
    if fix or diff:
        report = _fixed(report, request, write=fix, shown=diff)
    text = render(form or output, report, str(Path.cwd()))
    if form == "github":
        click.echo(text)  # a runner is to obey these; the format escapes what it quotes
    else:
        show(text)
    if failed(report, strict=strict):
        click.get_current_context().exit(ExitCode.FINDINGS)


def _fixed(report: Report, request: LintRequest, *, write: bool, shown: bool) -> Report:
    """Fix files, or show what would change; return what is left, and print the number of fixes on standard error."""
    found = changes(report.findings, report.border)
    if shown:
        show("".join(change.diff(str(Path.cwd())) for change in found), end="")
    if not write or not found:
        return report
    for change in found:
        change.write(report.border)
    count = sum(change.count for change in found)
    say(f"fixed {count} in {len(found)} file{'s' if len(found) != 1 else ''}", err=True)
    return run(request)


def failed(report: Report, *, strict: bool) -> bool:
    """Return whether a report holds findings that lead to exit code 1."""
    return bool(report.count(Severity.ERROR) or (strict and report.count(Severity.WARNING)))


def _settings(config: Path | None, select: Sequence[str], ignore: Sequence[str], baseline: Path | None) -> Settings:
    problems = [*check_ids(select, None, "--select"), *check_ids(ignore, None, "--ignore")]
    if problems:
        raise ProjectError(problems)
    here = Path.cwd()
    settings = load_settings(here) if config is None else given_settings(config, here)
    if baseline is not None:
        settings = dataclasses.replace(settings, baseline_border=None)
    return dataclasses.replace(
        settings,
        select=tuple(select) or settings.select,
        ignore=(*settings.ignore, *ignore),
        baseline=baseline or settings.baseline,
    )


def _request(
    paths: tuple[Path, ...], nodes: tuple[str, ...], revision: str | None, settings: Settings, site: Workspace
) -> LintRequest:
    inventory = None
    if site.given is not None:
        from hiera_kafka.compiler.inventory import find_inventory_file  # noqa: PLC0415 - loads the models

        inventory = find_inventory_file(site.path)
    if not paths:
        paths = settings.paths if inventory is None else ()
        if not paths and inventory is None:
            paths = (Path.cwd(),)
    hosts = tuple(find_host(site.compiler, node) for node in nodes)
    changed = None if revision is None else _changed_since(revision, _directory(paths, inventory))
    return LintRequest(paths, settings, inventory, hosts, changed)


def _changed_since(revision: str, directory: Path) -> frozenset[str]:
    repository = Repository.around(directory)
    return frozenset(
        str((repository.root / name).resolve()) for name in repository.changed(repository.commit(revision))
    )


def _directory(paths: Sequence[Path], inventory: Path | None) -> Path:
    """Return a directory in the repository that the data is in."""
    first = paths[0] if paths else inventory
    if first is None or not first.exists():
        return Path.cwd()
    return first if first.is_dir() else first.parent
