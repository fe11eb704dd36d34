"""Groups that import a command when it runs."""

from __future__ import annotations

import sys

import click
import pytest

from hiera_kafka.cli.kit.lazy import Lazy, LazyGroup, StrictGroup, UnknownCommand


@pytest.fixture
def group() -> LazyGroup:
    return LazyGroup(
        "group",
        lazy={
            "first": Lazy("hiera_kafka.cli.clients:clients", "One."),
            "broken": Lazy("hiera_kafka.cli.clients:text", "No command."),
        },
    )


def test_listing_imports_nothing(group: LazyGroup) -> None:
    before = set(sys.modules)
    context = click.Context(group)

    assert "first   One." in group.get_help(context)
    assert [item.value for item in group.shell_complete(context, "f")] == ["first"]
    # Click itself imports what it wraps lines with when it first shows help.
    assert [name for name in set(sys.modules) - before if not name.startswith("click.")] == []


def test_a_command_is_imported_when_it_is_asked_for(group: LazyGroup) -> None:
    command = group.get_command(click.Context(group), "first")
    assert command is not None
    assert command.name == "clients"
    assert group.get_command(click.Context(group), "second") is None


def test_a_table_that_names_no_command_is_our_mistake(group: LazyGroup) -> None:
    with pytest.raises(TypeError, match="command broken is a function"):
        group.get_command(click.Context(group), "broken")


def test_an_unknown_name_is_refused_with_what_is_known() -> None:
    group = StrictGroup("group", commands=[click.Command("start"), click.Command("stop")])

    with pytest.raises(UnknownCommand) as caught:
        group.resolve_command(click.Context(group), ["strat"])

    assert (caught.value.known, caught.value.near) == (["start", "stop"], "start")
