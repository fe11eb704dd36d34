"""Diagnostics are collected, each once."""

from __future__ import annotations

import pytest

from hiera_kafka.compiler.collected import Collected
from hiera_kafka.errors import Diagnostic, ModelError

ONE, OTHER = Diagnostic("one", "first"), Diagnostic("other", "second")


def test_each_stands_once_in_the_order_in_which_it_was_found() -> None:
    found = Collected((OTHER,))
    found.add((ONE, OTHER))
    assert list(found) == [OTHER, ONE]


def test_those_of_an_error_are_taken_in_and_other_exceptions_go_on() -> None:
    found = Collected()
    with found:
        raise ModelError((ONE, OTHER))
    assert list(found) == [ONE, OTHER]
    with pytest.raises(ZeroDivisionError), found:
        raise ZeroDivisionError
