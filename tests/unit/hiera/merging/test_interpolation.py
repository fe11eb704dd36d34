"""`%{...}` in values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.merging.interpolation import expanded, interpolate
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.source import Origin, OriginKind

PLACE = Place(LevelFile("/f.yaml", "common"), 1, 4)


class Known:
    """Answers lookups and variables from two dicts."""

    def __init__(self, keys=None, variables=None):
        self.stack = []
        self.keys, self.variables = keys or {}, variables or {}

    def variable(self, name, where):
        name = name.removeprefix("::")
        return Node.of(self.variables[name], Origin.given(f"variable {name}")) if name in self.variables else None

    def lookup(self, key):
        found = Node.of(self.keys.get(key, ""), Origin(OriginKind.DATA, Position("/g.yaml", 2, 3)))
        return interpolate(found, self)

    def text(self, node, subject, methods):
        return expanded(node, subject, self, methods)


VARIABLES = {
    "site": "north",
    "n": 5,
    "none": None,
    "f": 1e20,
    "l": ["a", None],
    "facts": {"os": {"a.b": "x"}},
    "t": "<%{site}>",
}
KEYS = {"k": "v", "h": {"a": [1]}, "five": 5, "outer": "[%{lookup('k')}]", "raw": "%{literal('%')}{site}"}


def plain(text, **known):
    known = {"keys": KEYS, "variables": VARIABLES} | known
    return interpolate(Node(text, PLACE), Known(**known)).plain


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a%{site}b", "anorthb"), ("%{ site }", "north"), ("%{::site}", "north"), ("%{scope('site')}", "north"),
        ("%{}%{::}%{''}", ""), ("%{nosuch}", ""), ("%{none}", ""), ("%{n}", "5"), ("%{f}", "1.0e+20"),
        ("%{l}", '["a", nil]'), ("%{facts.os.'a.b'}", "x"), ("%{facts.os.nope}", ""), ("%{t}", "<north>"),
        ("%{lookup('k')}", "v"), ('%{hiera("k")}', "v"), ("%{lookup('nope')}!", "!"), ("%{lookup('outer')}", "[v]"),
        ("%{lookup('h')}", '{"a"=>[1]}'), ("%{alias('h')}", {"a": [1]}), ("%{ alias('five') }", 5),
        ("%{alias('nope')}", ""),
        ("%{literal('%')}{site}", "%{site}"), ("%{lookup('raw')}", "north"), ("%{alias('raw')}", "%{site}"),
        ("%{lookup(k)}", ""), ("%{unclosed", "%{unclosed"), ("%{%{site}}", "}"), ("100%", "100%"),
    ],
)  # fmt: skip
def test_an_expression_becomes(text, result):
    assert plain(text) == result


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("%{Lookup('k')}", "unknown-interpolation-function"), ("x%{alias('k')}", "alias-not-alone"),
        ("%{lookup( 'k' )}", "key-syntax"), ("%{lookup('')}", "key-syntax"), ("%{site.x}", "dig-type"),
        ("%{1.x}", "key-syntax"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_an_error_at_its_place(text, id_):
    with pytest.raises(HieraError) as caught:
        plain(text)
    assert caught.value.diagnostics[0].id == id_
    assert caught.value.diagnostics[0].where[0] == PLACE.position


def test_a_variable_that_holds_itself_is_recursion():
    with pytest.raises(HieraError, match="hiera-recursion"):
        plain("%{x}", variables={"x": "%{x}"})


def test_functions_are_refused_where_only_variables_are_allowed():
    with pytest.raises(HieraError, match="interpolation-not-allowed"):
        interpolate(Node("%{literal('x')}", PLACE), Known(), methods=False)


def test_messages_never_show_the_text_around_an_expression():
    for text in ("hunter2 %{alias('k')}", "hunter2 %{foo('x')}", "hunter2 %{a..b}"):
        with pytest.raises(HieraError) as caught:
            plain(text)
        assert "hunter2" not in str(caught.value)


def test_keys_of_hashes_are_interpolated_and_keep_their_place():
    node = Node({"%{site}": Node(1, PLACE)}, PLACE, {"%{site}": PLACE})
    found = interpolate(node, Known(variables=VARIABLES))
    assert found.plain == {"north": 1}
    assert found.trace().keys["north"].position == PLACE.position


def test_the_origin_names_the_text_and_all_it_was_made_of():
    origin = interpolate(Node("%{site}%{lookup('k')}", PLACE), Known(KEYS, VARIABLES)).origin()
    assert (origin.kind, origin.rule, origin.position) == (OriginKind.DERIVED, "interpolation", PLACE.position)
    assert [each.rule or str(each.position.file) for each in origin.inputs] == ["/f.yaml", "variable site", "/g.yaml"]


@given(st.text().filter(lambda text: "%{" not in text))
def test_a_text_without_expression_is_not_touched(text):
    node = Node(text, PLACE)
    assert interpolate(node, Known()) is node


@given(st.text(alphabet=st.characters(exclude_characters="%{}")), st.text(alphabet="abc"))
def test_what_surrounds_an_expression_stays(around, value):
    assert plain(f"{around}%{{v}}{around}", variables={"v": value}) == around + value + around


SECRETS = {
    "p": "%{lookup('x::password')}",
    "x::password": "hunter2",
    "credentials": {"user": ["u"]},
    "db": {"token": 1},
}


@pytest.mark.parametrize(
    "text",
    [
        "%{lookup('x::password')}", "%{hiera('p')}", "<%{alias('x::password')}>"[1:-1], "a %{lookup('p')} b",
        "%{lookup('credentials.user.0')}", "%{alias('credentials')}", "all: %{lookup('db')}", "%{lookup('db.token')}",
        "%{a_secret}", "%{facts.ssl_token}", "%{literal('%')}%{p_word}%{lookup('p')}",
    ],
)  # fmt: skip
def test_what_is_made_of_a_secret_is_one(text):
    variables = {"a_secret": "x", "facts": {"ssl_token": "y"}, "p_word": "z"}
    found = interpolate(
        Node(text, PLACE), Known(keys=SECRETS | {"db.token": 1, "credentials.user.0": "u"}, variables=variables)
    )
    assert all(origin.secret for _, origin in found.trace(("a",)).leaves())


def test_a_key_that_is_made_of_a_secret_is_one():
    data = {"%{lookup('p')}": Node(1, PLACE), "%{literal('x')}": Node(2, PLACE)}
    found = interpolate(Node(data, PLACE, dict.fromkeys(data, PLACE)), Known(keys=SECRETS))
    assert found.plain == {"hunter2": 1, "x": 2}
    assert found.secret_keys == ("hunter2",)


def test_what_is_made_of_no_secret_is_none():
    assert not interpolate(Node("%{lookup('k')} %{alias}", PLACE), Known(keys=KEYS)).trace(("a",)).holds_secret
