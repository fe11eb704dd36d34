"""Values as they are printed."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.lookup.text import dotted, leaves, rendered, with_origins
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope


@pytest.fixture
def found(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "hiera.yaml").write_text("version: 5\n")

    def look(text, key="k"):
        (tmp_path / "data/common.yaml").write_text(text)
        return Hiera.load(tmp_path / "hiera.yaml").lookup(key, Scope())

    return look


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("s", '{"a"=>[1, nil, 1.0e+20], "b"=>"x"}'),
        ("json", '{"a":[1,null,1e+20],"b":"x"}'),
        ("yaml", "---\na:\n- 1\n-\n- 1.0e+20\nb: x"),
        (None, '{\n  "a": [\n    1,\n    null,\n    1e+20\n  ],\n  "b": "x"\n}'),
    ],
)
def test_a_hash_has_the_form_that_puppet_prints(found, form, text):
    assert rendered(found("k: {a: [1, ~, 1.0e+20], b: x}"), form, secrets=False) == text


@pytest.mark.parametrize(("form", "text"), [("s", ""), ("json", "null"), ("yaml", "---"), (None, "null")])
def test_null_is_empty_text_as_puppet_prints_it(found, form, text):
    assert rendered(found("k: ~"), form, secrets=False) == text


@pytest.mark.parametrize("form", ["s", "json", "yaml", None])
def test_secrets_are_masked_in_every_form(found, form):
    value = found("k: {db_password: planted}")
    assert "planted" not in rendered(value, form, secrets=False)
    assert "planted" in rendered(value, form, secrets=True)


def test_what_json_cannot_hold_is_an_error(found):
    with pytest.raises(HieraError, match="value-not-representable"):
        rendered(found("k: .inf"), "json", secrets=False)


def test_each_leaf_stands_beside_its_place(found):
    assert with_origins(found("k: {a.b: 1}"), secrets=False).startswith("k.'a.b' = 1  ")


def test_segments_with_dots_are_quoted_as_lookup_keys_are():
    assert dotted("a", ("b.c", 0, "d")) == "a.'b.c'.0.d"


def test_an_empty_hash_is_a_leaf():
    assert list(leaves({"a": {}, "b": [1]})) == [(("a",), {}), (("b", 0), 1)]
