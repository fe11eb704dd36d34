"""Versions of the formats of files that stay on hosts, judged and told as the package does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import format_version
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from hiera_kafka import format_version as of_package
from hiera_kafka.errors import HieraKafkaError

PLACE = "/var/lib/hiera-kafka/placed/kafka.json"


@pytest.mark.parametrize("found", [1, 2])
def test_what_is_known_is_returned(found: int) -> None:
    assert format_version.known({"format": found}, PLACE, 2) == found


@pytest.mark.parametrize("data", [{}, [], None, "1", *({"format": found} for found in (0, -1, True, 1.0, "1", None))])
def test_what_is_no_version_is_not_taken_for_one(data: Any) -> None:
    with pytest.raises(ValueError, match="format"):
        format_version.known(data, PLACE, 2)


@pytest.mark.parametrize("found", [3, 10**30])
def test_a_later_release_is_named_in_the_words_of_the_package(found: int) -> None:
    with pytest.raises(ProblemError) as there:
        format_version.known({"format": found, "anything": "else"}, PLACE, 2)
    with pytest.raises(HieraKafkaError) as here:
        of_package.known({"format": found, "anything": "else"}, Path(PLACE), 2)
    (problem,), (diagnostic,) = there.value.problems, here.value.diagnostics
    assert problem.id == diagnostic.id == "record-newer"
    assert (problem.message, problem.note, problem.hint) == (diagnostic.message, diagnostic.note, diagnostic.hint)
