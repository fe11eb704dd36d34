"""Entries of kafkacfg become options whose defaults can stand in a file."""

from __future__ import annotations

import pytest

from hiera_kafka.kafka_options.option import Option


@pytest.mark.parametrize(
    ("written", "default"),
    [
        ("65536 (64 kibibytes)", "65536"),
        ("604800000 (7 days)", "604800000"),
        ("1.7976931348623157E308", "1.7976931348623157E308"),
        ('""', ""),
        ("null", None),
        (None, None),
        ("PLAINTEXT://:9092", "PLAINTEXT://:9092"),
    ],
)
def test_units_and_quotes_of_the_documentation_are_no_part_of_a_default(written: str, default: str) -> None:
    assert Option.read("x", {"default": written}).default == default


@pytest.mark.parametrize("text", ["DEPRECATED: use listeners", "[DEPRECATED] The size", "Deprecated. Whether"])
def test_an_option_whose_meaning_begins_with_it_is_deprecated(text: str) -> None:
    assert Option.read("x", {"description": text}).deprecated


def test_an_option_that_mentions_something_deprecated_is_not() -> None:
    assert not Option.read("x", {"description": "Use this instead of the deprecated y"}).deprecated
