"""Types, ranges and choices as Kafka's documentation words them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.kafka_options.option import Option, OptionKind
from hiera_kafka.kafka_options.tables import table
from hiera_kafka.kafka_options.values import out_of_range, wrong_type


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("boolean", ["true", "FALSE", " true "], ["yes", "1", ""]),
        ("short", ["32767", "-32768"], ["32768"]),
        ("int", ["0", "-1", "+5", "2147483647"], ["2147483648", "1.0", "1e3", "", "many"]),
        ("long", ["9223372036854775807"], ["9223372036854775808"]),
        ("double", ["0.5", "1", ".5", "1E308"], ["half", "0,5"]),
        ("string", ["", "anything"], []),
        (None, ["anything"], []),
    ],
)
def test_a_value_is_of_a_type_when_kafka_can_read_it_as_one(type_: str, right: list[str], wrong: list[str]) -> None:
    option = Option("x", type_)
    assert [text for text in right if wrong_type(option, text)] == []
    assert [text for text in wrong if not wrong_type(option, text)] == []


@pytest.mark.parametrize(
    ("type_", "valid", "right", "wrong"),
    [
        ("int", "[1,...]", ["1", "99"], ["0"]),
        ("int", "[1,...,9] or -1", ["1", "9", "-1"], ["0", "10"]),
        ("double", "[0.5,...,1.0]", ["0.5", "1"], ["0.4"]),
        ("string", "[none, gzip]", ["none"], ["GZIP"]),
        ("string", "(case insensitive) [SSL, PLAINTEXT]", ["ssl"], ["tls"]),
        ("list", "[compact, delete]", ["compact", "delete, compact", ""], ["remove", "compact,remove"]),
        ("string", "[latest, by_duration:PnDTnHnMn.nS]", ["by_duration:PT1H"], ["by_time:PT1H"]),
        ("string", "[3.8-IV0, 3.9-IV0, 3.9-IV1]", ["3.9", "3.9.2", "3.9-IV0"], ["3.7", "3.9-IV7", "3"]),
        ("string", "non-empty string", ["a"], [""]),
        ("list", "[partitionId]:[brokerId],[partitionId]:[brokerId],...", ["*", "1:2"], []),
    ],
)
def test_a_value_is_held_against_the_words_of_the_documentation(
    type_: str, valid: str, right: list[str], wrong: list[str]
) -> None:
    option = Option("x", type_, valid=valid)
    assert [text for text in right if out_of_range(option, text)] == []
    assert [text for text in wrong if not out_of_range(option, text)] == []


def test_what_a_provider_fills_in_is_not_judged() -> None:
    option = Option("x", "int", valid="[1,...]")
    assert wrong_type(option, "${env:THREADS}") is None
    assert out_of_range(option, "${env:THREADS}") is None


@pytest.mark.parametrize("version", ["1.1", "2.8", "3.5", "3.9", "4.0"])
def test_every_default_of_kafka_is_a_value_of_its_own_option(version: str) -> None:
    for kind in (OptionKind.BROKER, OptionKind.TOPIC, OptionKind.PRODUCER, OptionKind.CONSUMER):
        known = table(kind, version)
        assert known is not None
        for option in known.options.values():
            if option.default:
                assert wrong_type(option, option.default) is None, option
                assert out_of_range(option, option.default) is None, option


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    known = table(OptionKind.BROKER, "3.9")
    assert known is not None
    for option in known.options.values():
        if wrong_type(option, text) is None:
            out_of_range(option, text)
