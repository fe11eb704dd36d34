"""Names of groups and topics on the command line."""

from __future__ import annotations

import click
import pytest

from hiera_kafka.cli.kit.names import group_name, topic_name

OPTION = click.Option(["--name"])
CONTEXT = click.Context(click.Command("c"))


@pytest.mark.parametrize("value", [None, "g", " g ", "\u00fc", ("a", "b"), ()])
def test_any_text_names_a_group(value: str | tuple[str, ...] | None) -> None:
    assert group_name(CONTEXT, OPTION, value) == value  # type: ignore[type-var]  # each of the three alone


@pytest.mark.parametrize("value", [None, "t", "a.b_c-D9", "...", "t" * 249, ("a", "b")])
def test_what_brokers_accept_names_a_topic(value: str | tuple[str, ...] | None) -> None:
    assert topic_name(CONTEXT, OPTION, value) == value  # type: ignore[type-var]  # each of the three alone


@pytest.mark.parametrize("value", ["", " ", "\t", ("a", "")])
def test_none_is_no_name(value: str | tuple[str, ...]) -> None:
    for check in (group_name, topic_name):
        with pytest.raises(click.BadParameter, match="it is empty; is a variable of your shell not set"):
            check(CONTEXT, OPTION, value)  # type: ignore[type-var]  # either of two


@pytest.mark.parametrize("value", [".", "..", "a b", "a/b", "\u00fc", "t" * 250, ("a", "b:0")])
def test_what_no_topic_can_be_called_is_refused(value: str | tuple[str, ...]) -> None:
    with pytest.raises(click.BadParameter, match="1 to 249 letters"):
        topic_name(CONTEXT, OPTION, value)  # type: ignore[type-var]  # either of two
