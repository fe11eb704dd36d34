"""`hiera-kafka rule`: what a message means and what to do about it."""

from __future__ import annotations

import click

from hiera_kafka import rule_pages
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, output_option, print_json, print_table, show_markdown
from hiera_kafka.errors import Diagnostic, ProjectError, nearest


def _complete_id(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    del ctx, parameter
    return [id_ for id_ in _ids() if id_.startswith(incomplete)]


def _ids() -> list[str]:
    """Return the ids of messages and of checks, sorted."""
    return sorted((*rule_pages.ids(), *rule_pages.check_ids()))


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka rule yaml-boolean",
        "hiera-kafka rule",
        "hiera-kafka rule yaml-boolean --output json",
    ],
)
@click.argument("id_", metavar="[ID]", required=False, shell_complete=_complete_id)
@output_option
def rule(id_: str | None, output: Output) -> None:
    """Show what a message means and what to do about it.

    ID is what stands in brackets in the message, or a check of `hiera-kafka verify`. Without one, all ids are listed,
    with the level of those that are rules of `hiera-kafka lint`, and those that are checks.
    """
    if id_ is None:
        _list(output)
        return
    page = rule_pages.find(id_)
    if page is None:
        raise ProjectError(_unknown(id_))
    if output is Output.TEXT:
        show_markdown(page.standalone.rstrip())
        return
    sections = [{"title": title, "markdown": text} for title, text in page.sections.items()]
    print_json({"id": page.id, "summary": page.summary, "markdown": page.text, "sections": sections})


def _list(output: Output) -> None:
    from hiera_kafka.lint.registry import all_rules  # noqa: PLC0415 - loads every rule, and one page needs none

    levels = {id_: str(rule.level) for id_, rule in all_rules().items()}
    checks = frozenset(rule_pages.check_ids())
    pages = [page for id_ in _ids() if (page := rule_pages.find(id_)) is not None]
    if output is Output.JSON:
        print_json(
            {
                "rules": [
                    {"id": page.id, "level": levels.get(page.id), "check": page.id in checks, "summary": page.summary}
                    for page in pages
                ]
            }
        )
    else:
        rows = [(p.id, "check" if p.id in checks else levels.get(p.id, "-"), p.summary) for p in pages]
        print_table(("id", "kind", "summary"), rows)


def _unknown(id_: str) -> Diagnostic:
    near = nearest(id_, _ids())
    return Diagnostic(
        "unknown-rule",
        f"no rule, message or check is named {id_!r}",
        hint=f"did you mean {near!r}?" if near else "`hiera-kafka rule` without an id lists all",
    )
