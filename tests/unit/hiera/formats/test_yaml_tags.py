"""Tags of scalars; those of lists and hashes are tested where they are built."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.formats import yaml_tags
from hiera_kafka.hiera.values.psych_scalars import UnquotedDate
from hiera_kafka.hiera.values.ruby import Symbol


@pytest.mark.parametrize(
    ("text", "tag", "value"),
    [
        ("aGk=", "!binary", "hi"), ("aGk", "tag:yaml.org,2002:binary", "hi"), ("5", "!str", "5"), ("5", "!str:", "5"),
        ("5", "tag:yaml.org,2002:str", "5"), ("5", "!ruby/object:X", 5), ("a", "!ruby/sym", Symbol("a")),
        ("", "!ruby/class", None), ("1e3", "!float", 1000.0), ("0x1F", "!float", 31.0), ("1_0", "!float", 10.0),
        ("9" * 400, "!float", float("inf")), ("yes", "!x", True), ("x", "!map:X", "x"), ("x", "!omap", "x"),
    ],
)  # fmt: skip
def test_a_scalar_is_what_its_tag_says(text, tag, value):
    assert yaml_tags.scalar(text, tag) == value


@pytest.mark.parametrize("text", ["abc", "true", "", ":x", "nan", "infinity", "1e", "\u0661"])
def test_what_is_no_number_makes_no_float(text):
    with pytest.raises(ValueError, match="float"):
        yaml_tags.scalar(text, "!float")


@pytest.mark.parametrize("tag", ["!ruby/regexp", "!ruby/range", "!ruby/object:Complex", "!str:X", "!ruby/class"])
def test_ruby_objects_are_refused(tag):
    with pytest.raises(yaml_tags.RefusedTagError):
        yaml_tags.scalar("x", tag)


def test_a_date_stays_one_with_a_tag():
    with pytest.raises(UnquotedDate):
        yaml_tags.scalar("2001-01-01", "!x")


@pytest.mark.parametrize(
    ("tag", "of_list", "of_hash"),
    [
        ("!set", False, True), ("!omap", False, True), ("!seq:X", True, False), ("!ruby/array:X", True, True),
        ("!ruby/object:Hash", False, False), ("!ruby/object:Hashes", False, True), ("!ruby/structure", False, True),
        ("!str", False, False), ("!x", False, False),
    ],
)  # fmt: skip
def test_lists_and_hashes_have_rules_of_their_own(tag, of_list, of_hash):
    assert (yaml_tags.refuses(tag, mapping=False), yaml_tags.refuses(tag, mapping=True)) == (of_list, of_hash)


def test_variables_have_names_and_need_something_to_be_put_on():
    assert yaml_tags.may_be_put_on("x", ["a", "@b", "é1"])
    assert not yaml_tags.may_be_put_on("x", ["1a"])
    assert not yaml_tags.may_be_put_on(None, ["a"])
    assert yaml_tags.is_text("!ruby/string")
    assert not yaml_tags.is_text(None)
