"""Asking before something is done."""

from __future__ import annotations

import os
import pty
import sys

import click
import pytest

from hiera_kafka.cli.kit.confirm import confirm
from hiera_kafka.errors import ProjectError


def test_where_nobody_can_be_asked_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, encoding="utf-8") as nobody:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdin", nobody)
        with pytest.raises(ProjectError, match="cannot ask whether it may be done") as caught:
            confirm("Do it?", "it may be done")
    assert caught.value.diagnostics[0].id == "confirmation-needed"


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_only_yes_is_yes(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    controller, terminal = pty.openpty()
    with os.fdopen(controller, "w") as typing, os.fdopen(terminal, "r") as stdin:
        typing.write(f"{answer}\n")
        typing.flush()
        monkeypatch.setattr(sys, "stdin", stdin)
        if answer == "y":
            confirm("Do it?", "it may be done")
        else:
            with pytest.raises(click.Abort):
                confirm("Do it?", "it may be done")
