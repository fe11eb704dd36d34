"""Files of options are read as Java reads them, and secrets stay where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.option_files import (
    MOST_CHARACTERS,
    MOST_OPTIONS,
    parse,
    shown,
)
from hiera_kafka.render import formats


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("a=1\n# c=2\n! d=3\n\n b : 2\r\nc 3\r", {"a": "1", "b": "2", "c": "3"}),
        ("a=1\na=2", {"a": "2"}),
        ("a=1,\\\n   2,\\\r\n  3", {"a": "1,2,3"}),
        ("a\\ b=\\u00e4\\t\\:", {"a b": "ä\t:"}),
        ("a", {"a": ""}),
        ("a=\\ud83d", {"a": "\ufffd"}),
        ("", {}),
    ],
)
def test_lines_are_those_of_java(text: str, options: dict[str, str]) -> None:
    assert parse(text) == options


@given(st.dictionaries(st.text("ab.\\ =:#\n\tä😀", min_size=1), st.text("ab.\\ =:#!\n\tä😀"), max_size=5))
def test_what_the_control_node_writes_is_read_back(options: dict[str, str]) -> None:
    text = "\n".join(
        f"{formats.properties_key(name)}={formats.properties_value(value)}" for name, value in options.items()
    )

    assert parse(text) == options


def test_a_file_without_an_end_has_an_end() -> None:
    assert len(parse("\n".join(f"o{number}=1" for number in range(MOST_OPTIONS + 10)))) == MOST_OPTIONS


def test_values_leave_the_host_where_their_option_is_named() -> None:
    options = {
        "num.io.threads": "8",
        "listener.name.inside.num.io.threads": "9",
        "ssl.keystore.password": "hunter2",
        "listener.name.inside.ssl.keystore.password": "hunter2",
        "an.option.of.a.plugin": "hunter2",
    }

    assert shown(options, {"num.io.threads"}) == {
        "num.io.threads": "8",
        "listener.name.inside.num.io.threads": "9",
        "ssl.keystore.password": None,
        "listener.name.inside.ssl.keystore.password": None,
        "an.option.of.a.plugin": None,
    }


@pytest.mark.parametrize(
    "value",
    [
        'org.example.Login required username="a" password="hunter2";',
        "-----BEGIN PRIVATE KEY-----",
        "https://user:hunter2@example.org/token",
        "client_secret = hunter2",
        "x" * (MOST_CHARACTERS + 1),
    ],
)
def test_a_secret_within_another_value_does_not_leave_either(value: str) -> None:
    assert shown({"a": value}, {"a"}) == {"a": None}


@pytest.mark.parametrize("value", ["${file:/etc/kafka/secrets:key}", "/etc/ssl/secrets/a.jks", "PLAINTEXT://k1:9092"])
def test_what_only_looks_like_one_does(value: str) -> None:
    assert shown({"a": value}, {"a"}) == {"a": value}


def test_lines_of_something_else_are_no_options() -> None:
    text = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B+QEFAASCBKcwggSj/gEA\n"

    assert shown(parse(text), ()) == {}
