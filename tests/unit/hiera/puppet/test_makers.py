"""What each type makes of a value and of further arguments; what Puppet answers is in the corpora."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.puppet.makers import MAKERS, ConversionError
from hiera_kafka.hiera.values.ruby import FloatKey, OddKey, Rich, Sensitive, Symbol

DEFAULT = Symbol("default")


@pytest.mark.parametrize(
    ("type_", "value", "arguments", "result"),
    [
        ("Integer", {"from": "0x1F"}, [], 31), ("Integer", {"from": "-12", "radix": 8, "abs": True}, [], 10),
        ("Integer", "12", [DEFAULT, True], 12), ("Float", {"from": "-1.5", "abs": True}, [], 1.5),
        ("Numeric", "-3", [True], 3), ("String", None, [DEFAULT], ""), ("String", 255, ["%x"], "ff"),
        ("Array", {FloatKey(1.0): 2}, [], [[1.0, 2]]), ("Array", 0, [], []), ("Array", {"a": 1}, [True], [{"a": 1}]),
        ("Hash", [[1.5, "x"], [None, "y"]], [], {FloatKey(1.5): "x", OddKey(None, "nil"): "y"}),
        ("Hash", "ab", [], {"a": "b"}), ("Hash", 2, [], {0: 1}), ("Hash", [], [], {}),
        ("Hash", [[[], {"a": 1}], [["k"], ["x", ["y"]]], [["k", 0], "z"]], ["tree"], {"a": 1, "k": ["z", ["y"]]}),
        ("Hash", [[[], ["a", "b"]], [["k"], ["x"]]], ["hash_tree"], {0: "a", 1: "b", "k": {0: "x"}}),
        ("Hash", [[["k"], [1]], [["k", 2], 3], [["k", -1], 4]], ["tree"], {"k": [1, None, 4]}),
        ("SemVer", 1, [2, 3], Rich("semver", "1.2.3")),
        ("SemVer", {"major": 1, "minor": 0, "patch": 0, "prerelease": "rc.1", "build": "x"}, [],
         Rich("semver", "1.0.0-rc.1+x")),
        ("Regexp", "a.b", [True], Rich("regexp", r"a\.b")), ("Sensitive", Sensitive(1), [], Sensitive(1)),
        ("Binary", "aGk=", [], Rich("binary", "aGk=")), ("Binary", "hi", ["%s"], Rich("binary", "aGk=")),
        ("Binary", "-_-_", ["%u"], Rich("binary", "+/+/")), ("Binary", "a G k", ["%b"], Rich("binary", "aGk=")),
        ("Binary", "\udcff", ["%r"], Rich("binary", "/w==")), ("Binary", [104, 105], [], Rich("binary", "aGk=")),
        ("Binary", {"value": "hi", "format": "%s"}, [], Rich("binary", "aGk=")),
        ("Binary", {"value": [104, 105]}, [], Rich("binary", "aGk=")),
        ("URI", "HTTP://h/x", [], Rich("uri", "http://h/x")),
        ("Timestamp", {"string": "2001-02-03"}, [], Rich("timestamp", "2001-02-03T00:00:00.000000000 UTC")),
        ("Timespan", 1, [2, 3, 4], Rich("timespan", "1-02:03:04.0")),
    ],
)  # fmt: skip
def test_it_is_made(type_, value, arguments, result):
    made = MAKERS[type_](value, arguments)
    assert made == result
    assert type(made) is type(result)


@pytest.mark.parametrize(
    ("type_", "value", "arguments"),
    [
        ("Integer", "5", [10, True, 1]), ("Integer", "5", ["default"]), ("Integer", "5", [True]),
        ("Integer", "5", [DEFAULT, 1]), ("Integer", {"from": {"from": 1}}, []), ("Integer", {"radix": 8}, []),
        ("Integer", {"from": 1, "x": 1}, []), ("Integer", {"from": 1}, [8]), ("Float", "1.5", ["x"]),
        ("Numeric", 1, [True, True]), ("Boolean", True, [1]), ("Boolean", float("nan"), []), ("String", 1, ["%s", 1]),
        ("String", 1, [""]), ("Array", "x", [1]), ("Array", "x", [True, 1]), ("Array", -1, []),
        ("Array", 10**20, []), ("Hash", "abc", []), ("Hash", 10**20, []), ("Hash", [1, 2], ["tree"]),
        ("Hash", [[["a"], 1]], [{}]), ("Hash", [[["a"], 1]], ["tree", 1]), ("Hash", [[[], 1]], ["tree"]),
        ("Hash", [[["a"], 1], [["a", "b"], 2]], ["tree"]), ("Hash", [[["a"], [1]], [["a", "b"], 2]], ["tree"]),
        ("Hash", [[["a"], [1]], [["a", -3], 2]], ["tree"]), ("Hash", [[["a"], [1]], [["a", 10**9], 2]], ["tree"]),
        ("Sensitive", 1, [1]), ("SemVer", "1.2.3", [1]), ("SemVer", 1, [2]), ("SemVer", -1, [2, 3]),
        ("SemVer", 1, [2, 3, "a b"]), ("SemVer", True, [2, 3]), ("Regexp", "a", ["x"]), ("Type", "Any", [1]),
        ("Binary", "a", []), ("Binary", "default=", []),
        ("Binary", "aGk=", ["%x"]), ("Binary", "\udcff", ["%s"]), ("Binary", [256], []),
        ("Binary", [1], ["%s"]), ("Binary", {"value": [1], "format": "%s"}, []), ("Binary", {}, []),
        ("Binary", 1, []), ("Binary", "x", [[]]), ("URI", "a b", []), ("URI", "", []), ("URI", {"scheme": "x"}, []),
        ("URI", "x", [1]), ("Timestamp", "2001-02-03", ["%Y"]), ("Timestamp", {"string": 1}, []),
        ("Timespan", 1, [1]), ("Timespan", 1, [1, 2, "x"]), ("Timespan", 1.5, [1, 2, 3]), ("Timespan", {}, [1]),
        ("Timespan", "1", ["%S"]),
    ],
)  # fmt: skip
def test_other_arguments_are_refused(type_, value, arguments):
    with pytest.raises(ConversionError):
        MAKERS[type_](value, arguments)


scalars = st.none() | st.booleans() | st.integers(-9, 300) | st.floats() | st.text(max_size=4) | st.just(DEFAULT)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "value", "string"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(MAKERS)), values, st.lists(values, max_size=3))
def test_anything_makes_a_value_or_an_error(type_, value, arguments):
    with contextlib.suppress(ConversionError):
        MAKERS[type_](value, arguments)
