"""HOCON files give the values that Ruby's hocon 1.3 gives; each row was answered by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.formats import hocon_resolver

ROWS = {
    "": {},
    "a = x y  z": {"a": "x y  z"},
    'a = "x" y': {"a": "x y"},
    "a += 1\na += 2": {"a": [1, 2]},
    "a = {b:1}\nc = ${a}\na = {d:2}": {"a": {"d": 2, "b": 1}, "c": {"d": 2, "b": 1}},
    "a = 1\na = {c:2}": {"a": {"c": 2}},
    "a = {b:1}\na = null\na = {c:2}": {"a": {"c": 2}},
    "a = [1]\na = ${a}[2]": {"a": [1, 2]},
    "a = 1\na = ${a}2": {"a": "12"},
    "a = ${?no}": {},
    "a = x${?no}y": {"a": "xy"},
    "a = ${?no} y": {"a": " y"},
    "a = [${?no}, 2]": {"a": [2]},
    "p = 1.50\na = x${p}": {"p": 1.5, "a": "x1.50"},
    "p = 010\na = ${p}x": {"p": 8, "a": "010x"},
    "p = null\na = x${p}": {"p": None, "a": "xnull"},
    "bar: {foo: 42, baz: ${bar.foo}}\nbar: {foo: 43}": {"bar": {"foo": 43, "baz": 43}},
    "x = ${y}\nx.b = 1\ny = {c: 2}\na = ${x.c}": {"x": {"b": 1, "c": 2}, "y": {"c": 2}, "a": 2},
    "a = {b: 1}\na = ${x}\na = {d: 1}\nx = {c: 2}": {"a": {"d": 1, "c": 2, "b": 1}, "x": {"c": 2}},
    "a = {b: x}\na.b = ${a.b}y": {"a": {"b": "xy"}},
    "a = [1] x": {"a": [1]},
    "a = {b: 1}{c: 2}": {"a": {"c": 2, "b": 1}},
    "a = 1\nb = ${a}\na = 2": {"a": 2, "b": 2},
    '"a.b" = 1\na b.c d = 2': {"a.b": 1, "a b": {"c d": 2}},
    "c = ${a.b}\na.b += 1\na.b += 2": {"c": [1, 2], "a": {"b": [1, 2]}},
}


def value(text):
    return hocon_resolver.parse(text, "f.conf").root.plain


@pytest.mark.parametrize("text", ROWS)
def test_values_are_those_of_rubys_hocon_in_its_order(text):
    assert repr(value(text)) == repr(ROWS[text])


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        (text, "hocon-reference")
        for text in ("a = ${no}", "a = ${a}", "a = ${b}\nb = ${a}", "a = {b: ${a}}", "a.b = ${a}")
    ]
    + [(text, "hocon-join") for text in ("a = x [1]", "a = [1] {b: 1}", "a = 1\na += 2", "a = ${x} [1]\nx = y")]
    + [("a = 1e400", "hocon-syntax")],
)
def test_what_ruby_cannot_resolve_is_an_error(text, id_, ids):
    with pytest.raises(HieraError) as caught:
        value(text)
    assert ids(caught) == [id_]


def test_every_value_knows_where_it_stands_merged_ones_too():
    root = hocon_resolver.parse("a {\n  b = 1\n}\na.c = [x,\n  y]\n", "f.conf", "level").root
    trace = root.trace()
    assert trace.at("a", "b").position == Position("f.conf", 2, 7)
    assert trace.at("a", "c", 1).position == Position("f.conf", 5, 3)
    assert trace.key("a", "c").position == Position("f.conf", 4, 1)
    assert trace.at("a", "b").level == "level"


def test_a_reference_falls_back_to_the_environment_that_is_given_and_says_so():
    root = hocon_resolver.parse("a = ${HOCON_TEST}", "f.conf", environment={"HOCON_TEST": "from outside"}).root
    assert root.plain == {"a": "from outside"}
    assert root.trace().at("a").text() == "given: environment variable HOCON_TEST, f.conf:1:5"


def test_a_reference_does_not_see_the_environment_of_this_process(monkeypatch):
    monkeypatch.setenv("HOCON_TEST", "from outside")

    with pytest.raises(HieraError, match="--hocon-environment"):
        hocon_resolver.parse("a = ${HOCON_TEST}", "f.conf")
    assert hocon_resolver.parse("a = ${?HOCON_TEST}\nb = x${?HOCON_TEST}", "f.conf").root.plain == {"b": "x"}


def test_an_include_of_a_file_outside_is_refused_whether_it_is_there_or_not(tmp_path):
    (tmp_path / "there").write_text("a = 1")
    (tmp_path / "inside").mkdir()
    border = Border([tmp_path / "inside"])

    for name in ("there", "missing"):
        with pytest.raises(HieraError, match="outside-repository"):
            hocon_resolver.parse(f'include file("{tmp_path}/{name}")', "f.conf", border=border)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("a0 = [x]\n" + "".join(f"a{n} = [{f'${{a{n - 1}}},' * 10}]\n" for n in range(1, 20)), "hocon-too-large"),
        (f"a0 = {2**3000}\n" + "".join(f"a{n} = {f'${{a{n - 1}}}' * 10}\n" for n in range(1, 20)), "hocon-too-large"),
        ("".join(f"a{n} = ${{a{n + 1}}}\n" for n in range(5000)) + "a5000 = 1", "hocon-depth"),
        ("a0 = 1\n" + "".join(f"a = ${{?a}} [{n}]\n" for n in range(3000)), "hocon-depth"),
        ("".join(f"{'a.' * 90}a {{" for _ in range(90)) + "}" * 90, "hocon-depth"),
    ],
    ids=["lists", "texts", "chain", "appended", "paths"],
)  # fmt: skip
def test_references_that_multiply_or_never_end_are_an_error(text, id_, ids):
    with pytest.raises(HieraError) as caught:
        value(text)
    assert ids(caught) == [id_]


@given(st.text(alphabet='ab.=:+[]{}$?"\n ,1#/x\\', max_size=60))
def test_any_text_gives_a_value_or_a_diagnostic(text):
    try:
        found = value(text)
    except HieraError as error:
        found = {d.id: d.where[0] for d in error.diagnostics if d.id.startswith("hocon-")}
        assert found
    assert isinstance(found, dict)


@pytest.mark.parametrize(
    "text",
    [
        "x.password = 1, a = ${x.password}", "x.password = 1, y = ${x.password}, a = ${y}",
        "secrets {u: [1]}, a = ${secrets}", 'x.token = 1.50, a = "b"${x.token}c', "x.token = [1], a = ${x.token}[2]",
    ],
)  # fmt: skip
def test_what_a_reference_takes_of_a_secret_is_one(text):
    trace = hocon_resolver.parse(text, "/f.conf").root.trace().sub("a")
    assert next(iter(trace.leaves()))[1].secret
    assert (
        not hocon_resolver.parse(text.replace("password", "p").replace("secrets", "s").replace("token", "t"), "/f")
        .root.trace()
        .holds_secret
    )


def test_numbers_of_secrets_are_joined_as_they_are_written():
    assert hocon_resolver.parse('x.token = 1.50, a = "b"${x.token}', "/f.conf").root.plain["a"] == "b1.50"


def test_a_message_quotes_no_text():
    with pytest.raises(HieraError) as caught:
        hocon_resolver.parse("a.password = [1] {x: hunter2 [3]} = hunter2", "/f.conf")
    assert "hunter2" not in str(caught.value)
