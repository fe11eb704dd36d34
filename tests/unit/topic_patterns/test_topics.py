"""Topics that several choices have in common."""

from __future__ import annotations

import time

import pytest

from hiera_kafka.topic_patterns import Pattern, TooComplexError, Topics, common_topic

JUMBO = r"^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$"
TEST = r"^((eqiad|codfw)\.mediawiki\.revision-create|eventlogging_SearchSatisfaction)$"


def topics(*taken: str, left: tuple[str, ...] = ()) -> Topics:
    return Topics(tuple(map(Pattern.parse, taken)), tuple(map(Pattern.parse, left)))


@pytest.mark.parametrize(
    ("patterns", "name"),
    [
        ((r"^eqiad\..+", r"^codfw\..+"), None),
        ((r"^codfw\..+", JUMBO), "codfw.a"),
        ((r"eqiad\.change-prop\..+", JUMBO), None),
        ((r"eqiad\.change-prop[.-]a", JUMBO), "eqiad.change-prop-a"),
        ((JUMBO, TEST), "codfw.mediawiki.revision-create"),
        ((r".*mediawiki\.job\.cirrus.*", JUMBO), None),
        ((r".*mediawiki.*job.*cirrus.*", JUMBO), "mediawikijobcirrus"),
        ((r"(?i)EQIAD\..+", r"eqiad\.[A-Z]+"), "eqiad.A"),
        ((r"(?:(?!change-prop).)+", ".*change-prop.*"), None),
        (("[.]*",), "..."),
        (("",), None),
    ],
)
def test_patterns_of_wikimedia_and_others(patterns: tuple[str, ...], name: str | None) -> None:
    found = common_topic(topics(pattern) for pattern in patterns)

    assert (found is None) == (name is None)
    if name is not None:
        assert found is not None
        assert len(found) == len(name)
        assert all(topics(pattern).matches(found) and topics(pattern).matches(name) for pattern in patterns)


def test_what_is_left_is_not_shared() -> None:
    both = topics("eqiad\\..*", "codfw\\..*", left=(r".*\.secret",))

    assert both.matches("codfw.a")
    assert not both.matches("codfw.secret")
    assert common_topic([both, topics(r"codfw\.s.*t", left=(r"codfw\.st",))]) == "codfw.sat"
    assert common_topic([both, topics(r".*\.secret")]) is None
    assert str(both) == r"'eqiad\\..*' or 'codfw\\..*'"


HOSTILE = [
    ["(?!(a|b)*a(a|b){20}$)[ab]*b[ab]{20}"],
    ["(.*a){20}", "(.*b){20}", "(.*c){20}", "(.*d){20}"],
    ["(a?){200}a{200}", "b*"],
    ["(?:(?:(?!a.*b).)+|(?=b.*a).)*x", "(?:(?:(?!x.*y).)+|(?=z.*x).)*y"],
    [f"(.?.?.?){{30}}(?!.*{one}.*{other})" for one in "xyz" for other in "zyx"],
    ["".join(f"(?!.*{char}.{{9}}{char})" for char in "abcdefghij") + ".{30}", ".*j.*i.*h.*g.*f.*e.*d.*c.*b.*a"],
    [".*".join("abcdefghijklmnopqrst"), ".*".join("tsrqponmlkjihgfedcba")],
    ["|".join(f"[a-{char}]*{char}" for char in "bcdefghijklmnop") * 20, "x+"],
    ["((((((((((a|b)*c)*d)*e)*f)*g)*h)*i)*j)*k)*l", "((((((((((l|b)*c)*d)*e)*f)*g)*h)*i)*j)*k)*a"],
    [r"(?<!a[ab]{20})" * 3 + "[ab]{60}" + r"(?<![ab]a[ab]{18})" * 3],
]


@pytest.mark.slow
@pytest.mark.parametrize("patterns", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_patterns_are_decided_or_given_up_soon(patterns: list[str]) -> None:
    before = time.process_time()

    try:
        common_topic(topics(pattern) for pattern in patterns)
    except TooComplexError as error:
        assert "too many steps" in str(error)  # noqa: PT017  # both are fine: an answer, or that there is none
    assert time.process_time() - before < 5
