"""HOCON is parsed by the grammar of Ruby's hocon, which takes less than others do."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.formats.hocon_parser import MAX_DEPTH, Parser
from hiera_kafka.hiera.values.places import LevelFile


def parsed(text):
    return Parser(text, LevelFile("f.conf")).document()


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "a = ",
        "a = [1",
        "a:1,,b:2",
        "a:[,1]",
        "a",
        "a 1",
        "a..b=1",
        ".a=1",
        "a.=1",
        "=1",
        "a:1}",
        "{a:1} b",
        "{a:1",
        "a = b:c",
        "a = http://x",
        "a = %{facts.site}",
        "a = ${",
        "a = ${}",
        "a=${x",
        "include",
        "include x",
        "a:[{b+=1}]",
        'include file("x"',
        "a: " + "x." * 3 + "=1",
        ".".join("a" * 200) + "=1",
        "a=x@",
        "a=[x@]",
        'a="open',
        "a=1\n}",
    ],
)
def test_what_puppets_hocon_refuses_is_refused_with_its_place(text, ids):
    with pytest.raises(HieraError) as caught:
        parsed(text)
    assert ids(caught) == ["hocon-syntax"]
    assert caught.value.diagnostics[0].where[0].line >= 1


@pytest.mark.parametrize("opening", ["a = " + "[" * 50_000, "a = " + "{a=" * 50_000, '{"a":' * 50_000])
def test_brackets_without_end_are_an_error_and_no_crash(opening, ids):
    with pytest.raises(HieraError) as caught:
        parsed(opening)
    assert ids(caught) == ["hocon-depth"]


def test_the_allowed_depth_is_parsed():
    assert parsed("a = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH).fields["a"]


def test_an_include_that_puppet_ignores_is_a_warning(tmp_path):
    for include in ('include "x.conf"', f'include file("{tmp_path}/none.conf")', 'a = {include "y"}'):
        parser = Parser(include, LevelFile("f.conf"))
        parser.document()
        assert parser.diagnostics[0].render().startswith("f.conf:1:")
        assert [d.id for d in parser.diagnostics] == ["hocon-include"]


def test_an_include_that_puppet_would_read_is_an_error(tmp_path, ids):
    (tmp_path / "x.conf").write_text("a = 1")
    for include in (f'include file("{tmp_path}/x.conf")', 'include url("http://localhost/x")'):
        with pytest.raises(HieraError) as caught:
            parsed(include)
        assert ids(caught) == ["hocon-include"]
