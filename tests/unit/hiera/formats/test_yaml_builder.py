"""Building values from YAML events: keys, tags, anchors, limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.formats.yaml_builder import MAX_DEPTH
from hiera_kafka.hiera.values.ruby import FloatKey, OddKey, Symbol


def root(text):
    return yaml_reader.parse(text, "/f.yaml").root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: 1, <<: {a: 2, b: 3}}", {"a": 2, "b": 3}), ("{<<: {a: 2}, a: 1}", {"a": 1}),
        ("{<<: [{a: 1}, {a: 2, b: 2}]}", {"a": 1, "b": 2}), ("<<: 5", {"<<": 5}), ("'<<': {a: 1}", {"a": 1}),
        ("!!str <<: {a: 1}", {"<<": {"a": 1}}),
        ("b: &b {x: 1}\na:\n  <<: *b\n  y: 2", {"b": {"x": 1}, "a": {"x": 1, "y": 2}}),
        ("a: !!str 5", {"a": "5"}), ("a: !!int '5'", {"a": 5}), ("a: !!int x", {"a": "x"}),
        ("a: !!float 5", {"a": 5.0}),
        ("a: !unknown 5", {"a": 5}), ("a: ! 5", {"a": 5}), ("a: !!omap [{x: 1}, {y: 2}]", {"a": {"x": 1, "y": 2}}),
        ("a: !!binary aGk=", {"a": "hi"}), ("a: !!binary a Gk *", {"a": "hi"}), ("a: |\n  5\n", {"a": "5\n"}),
        ("a: &x 1\nb: *x\nc: &x 2\nd: *x", {"a": 1, "b": 1, "c": 2, "d": 2}), (":a: 1", {"a": 1}),
        ("a: {!!set x: 1}", {"a": {"x": 1}}), ("1: a\n1.5: b", {1: "a", 1.5: "b"}),
    ],
)  # fmt: skip
def test_yaml_is_built_as_psych_builds_it(text, value):
    assert root(text).plain == value


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("a: 2001-01-01", "yaml-date"), ("a: !ruby/object:Foo {}", "yaml-class"), ("a: !!set {x}", "yaml-class"),
        ("a: !ruby/regexp /x/", "yaml-class"), ("a: !!float x", "yaml-syntax"), ("a: *b", "yaml-syntax"),
        ("a: &a [*a]", "yaml-depth"),
    ],
)  # fmt: skip
def test_what_puppet_refuses_is_refused_with_a_place(text, id_):
    with pytest.raises(HieraError) as caught:
        root(text)
    assert caught.value.diagnostics[0].id == id_
    assert caught.value.diagnostics[0].where[0].line == 1


def test_a_file_of_open_brackets_is_an_error_and_no_crash():
    with pytest.raises(HieraError, match="yaml-depth"):
        root("a: " + "[" * 50_000)


def test_depth_counts_what_aliases_stand_for():
    half = MAX_DEPTH // 2 + 1
    nested = "[" * half + "]" * half
    with pytest.raises(HieraError, match="yaml-depth"):
        root(f"a: &a {nested}\nb: {'[' * half}*a{']' * half}")


def test_aliases_that_multiply_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(HieraError, match="yaml-too-large"):
        root("\n".join(lines))


@pytest.mark.parametrize("text", ["a: {true: 1}", "a: {null: 1}", "a: {[1]: 1}", "a: :sym", "a: {b: !ruby/symbol x}"])
def test_data_that_no_lookup_returns_is_marked(text):
    assert root(text).data["a"].flaw is not None


def test_default_and_undef_are_symbols_that_a_lookup_returns():
    node = root("a:\n- :default\n- :undef")
    assert node.flaw is None
    assert node.plain == {"a": [Symbol("default"), Symbol("undef")]}


def test_odd_keys_do_not_fall_together():
    assert root("1: a\ntrue: b\n").data.keys() == {1, OddKey(True, "true")}


def test_float_keys_are_no_integers_and_may_be_looked_up():
    data = root("{1: a, 1.0: b, 2.5: c, -0.0: d, 0.0: e}").data
    assert [(repr(key), node.data) for key, node in data.items()] == [
        *(("1", "a"), ("1.0", "b")),
        *(("2.5", "c"), ("-0.0", "e")),
    ]
    assert (data[1].data, data[FloatKey(1.0)].data, data[2.5].data) == ("a", "b", "c")
    assert root("{.nan: a}").flaw == "a hash with the key NaN"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!ruby/object:Object [1]", [1]), ("!!set [1]", [1]), ("!str:X [1]", [1]), ("!!binary {a: 1}", {"a": 1}),
        ("!ruby/object:Hash {a: 1}", {"a": 1}), ("!seq:X {a: 1}", {"a": 1}), ("!ruby/array:X x", "x"),
        ("!!str {}", None), ("!!str {str: 5}", 5), ("!str {str: x, a: 1}", "x"), ("!!str [x]", ["x"]),
        ("!!omap [{a: 1, b: 2}, [c, d, e]]", {"a": 2, "c": "e"}), ("!!omap []", {}),
        ("{a: 1, <<: !!omap []}", {"a": 1}), ("{<<: !!omap [{a: 1}]}", {"<<": {"a": 1}}),
        ("{<<: !!str {str: x}}", {"<<": "x"}),
    ],
)  # fmt: skip
def test_a_tag_means_what_it_does_beside_a_list_or_a_hash(text, value):
    assert root(text).plain == value


@pytest.mark.parametrize(
    "text",
    [
        "!!set {a}", "!!omap {a: 1}", "!ruby/object {a: 1}", "!ruby/struct:X {a: 1}", "!ruby/hash:Hash {}",
        "!ruby/array:Array [1]", "!seq:Array [1]", "!map:Hash {}", "!str:String {str: x}", "!!str {a: 1}",
        "!!str {str: 1, a: 1}", "!!str {str: x, '': 1}", "!!omap [x]", "!!omap [{}]", "[&a {b: 1}, !!omap [*a]]",
        "!!str {<<: {str: x}, str: y}",
    ],
)  # fmt: skip
def test_what_a_tag_cannot_make_is_refused(text):
    with pytest.raises(HieraError, match=r"yaml-class|yaml-syntax"):
        root(text)


def test_a_secret_that_an_ordered_map_moves_stays_one():
    trace = root("a: !!omap [{b: 1, password: x}]").trace()
    assert trace.at("a", "b").secret


def test_a_hash_knows_whether_it_holds_an_interpolation():
    node = root("a: [{b: '%{x}'}]\nc: {'%{k}': 1}\nd: plain")
    assert {key: child.live for key, child in node.data.items()} == {"a": True, "c": True, "d": False}


@given(
    st.recursive(
        st.integers() | st.just("x"), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("ab"), inner)
    )
)
def test_flow_style_is_read_back(value):
    assert root(f"v: {value!r}").plain["v"] == value


@pytest.mark.parametrize(
    "text",
    [
        "{password: &p x, a: *p}", "{a: &p x, password: *p}", "{x: &o {secret: &p y}, b: *o, a: *p}",
        "{secrets: &s {u: x}, a: {<<: *s}}", "{s: {token: &s [x]}, a: *s}", "{a: &s [x], s: {token: [*s]}}",
    ],
)  # fmt: skip
def test_what_an_alias_shares_with_a_secret_is_one(text):
    trace = root(text).trace()
    assert all(origin.secret for _, origin in trace.sub("a").leaves())


def test_what_stands_beside_a_secret_is_none():
    trace = root("{a: &a {password: x, b: y}, c: *a, lookup_options: {password: &o {merge: deep}, d: *o}}").trace()
    assert trace.at("c", "password").secret
    assert not trace.at("c", "b").secret
    assert not trace.sub("lookup_options", "d").holds_secret


@pytest.mark.parametrize(
    "text", ["a_password: 2026-01-01", "a_password: *hunter2", "a_password: !ruby/object:hunter2 {}"]
)
def test_messages_quote_no_secret(text):
    with pytest.raises(HieraError) as caught:
        root(text)
    assert "2026-01-01" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_key_that_is_an_alias_of_a_secret_is_one():
    node = root("{password: &p x, a: {*p : 1, *p : 2}}")
    assert node.trace().sub("a").secret_keys == ("x",)
    assert "'x'" not in str(yaml_reader.parse("{password: &p x, a: {*p : 1, *p : 2}}", "/f.yaml").diagnostics)
