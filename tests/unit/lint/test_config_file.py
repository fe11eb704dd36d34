"""The keys of lint's configuration."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.lint.config_file import read
from hiera_kafka.source import Origin, Trace

TRACE = Trace(Origin.given("test"))


def test_keys_that_are_left_out_are_empty() -> None:
    found = read({"ignore": ["yaml-*"]}, TRACE, "lint.yaml")

    assert (found.ignore, found.select, found.baseline, found.inline_ignores) == (["yaml-*"], [], None, None)


def test_an_unknown_key_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(ProjectError, match=r"unknown key 'ingore' in lint\.yaml[^$]*did you mean 'ignore'"):
        read({"ingore": []}, TRACE, "lint.yaml")
