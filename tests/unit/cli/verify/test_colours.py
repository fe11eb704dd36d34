"""Colours of statuses."""

from __future__ import annotations

import click

from hiera_kafka.cli.verify.colours import with_colours


def test_the_words_of_statuses_have_colours_and_nothing_else_has() -> None:
    text = "critical  a-b  c: 1 critical\n  warning: k1 ok\n    observed: ok: unknown\nokay\nok        a-c  d: 1 ok"
    made = with_colours(text)

    assert click.unstyle(made) == text
    assert [line.count("\x1b[0m") for line in made.split("\n")] == [1, 1, 0, 0, 1]
    assert made.startswith("\x1b[31mcritical\x1b[0m")
