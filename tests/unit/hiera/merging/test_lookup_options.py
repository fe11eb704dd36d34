"""`lookup_options`."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.merging import lookup_options


def node(text):
    return yaml_reader.parse(text, "/f.yaml").root


def test_an_exact_key_beats_any_pattern_unless_it_is_null():
    found = lookup_options.compiled(node("'^a': {merge: deep}\na: {merge: hash}\nab: ~\n"))
    assert found.of("a").plain == {"merge": "hash"}
    assert found.of("ab").plain == {"merge": "deep"}
    assert found.of("b") is None


def test_the_first_pattern_that_matches_counts_and_null_stops_the_search():
    found = lookup_options.compiled(node("'^a': ~\n'^ab': {merge: deep}\n"))
    assert found.of("ab") is None


def test_no_options_compile_to_none():
    assert lookup_options.compiled(lookup_options.validate(node("~"), None)) is None


@pytest.mark.parametrize(
    ("text", "module", "id_"),
    [
        ("[a]", None, "lookup-options"), ("1: {}", None, "lookup-options"), ("n::a: {}", "m", "lookup-options"),
        ("'^n::': {}", "m", "lookup-options"), ("'^a(': {}", None, "lookup-options-pattern"),
    ],
)  # fmt: skip
def test_wrong_options_are_an_error_with_a_place(text, module, id_):
    with pytest.raises(HieraError) as caught:
        lookup_options.compiled(lookup_options.validate(node(text), module))
    assert caught.value.diagnostics[0].id == id_
    assert caught.value.diagnostics[0].where[0].line == 1


def test_keys_of_a_module_begin_with_its_name():
    assert lookup_options.compiled(lookup_options.validate(node("m::a: {}\n'^m::b': {}\n"), "m")).of("m::b").plain == {}
