"""Patterns of topics against Java's own regular expressions, on enumerated names.

What a pattern takes must be what Java takes, name by name; the shortest name that several patterns share must be as
short as the shortest one of those names that Java takes with all of them, and Java must take it.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator, Sequence

import pytest

from hiera_kafka.dist.java import find_java
from hiera_kafka.topic_patterns import Pattern, PatternError, TooComplexError, Topics, common_topic
from lib.data.java_regex import JavaRegex, java_regex
from lib.data.random_patterns import RandomPatterns

pytestmark = pytest.mark.slow

JUMBO = r"^(?!.*change-prop\.|.*changeprop\.|.*cpjobqueue\.|.*mediawiki\.job\.cirrus).+$"
WIKIMEDIA = [
    JUMBO,
    r"^codfw\..+",
    r"^eqiad\..+",
    r"^((eqiad|codfw)\.mediawiki\.revision-create|eventlogging_SearchSatisfaction)$",
]
HARD = [
    ".*",
    "",
    r"eqiad\..*|(?!.*job).*",
    r"(?:(?!change-prop\.).)*",
    r"(?!(?:(?:__.*)|(?:\..*)|(?:.*[.-]internal)|(?:heartbeats))$)(?:(?:eqiad\..*)|(?:codfw\..*))",
    r".*(?<!\.job)",
    r"(?<=^|\.)eqiad.*",
    r"(?=.*mediawiki)(?!.*job)[a-z.]+",
    r".*\bjob\b.*",
    r"(?i)EQIAD\.[^A-Z]+",
    r"(?:eqiad|codfw)(?:\.[a-z_-]+){1,3}",
    r"\Qeqiad.\E.*",
    r"(?:(?=e)eqiad|(?=c)codfw)\..{3,}",
    r"([^.]+\.)*job",
    r"(?:(?:a|ab)*c){2}|.*\.(?:x|(?!y).)*",
    r"(.*?)(?=job)(.*)",
    r"(a|b|ab)*?(?:\.|$)b*",
    r"((a|ab)(c|bcd)(d*))+",
    r"(?:a?){3}a{3}|(?:b*)*\.",
    r"(?!.*\.\.)[a-z.]*(?<![.])",
]
WORDS = [
    "eqiad",
    "codfw",
    ".",
    "-",
    "_",
    "job",
    "change-prop",
    "changeprop",
    "cpjobqueue",
    "mediawiki",
    "cirrus",
    "a",
    "Z9",
]
WORDS += [
    "mediawiki.job.cirrus",
    "revision-create",
    "eventlogging_SearchSatisfaction",
    "internal",
    "heartbeats",
    "__",
    "x",
]

RANDOM = int(os.environ.get("HIERA_KAFKA_PATTERNS", "120"))
"""How many random patterns are tried; a longer run finds more."""


def enumerated() -> list[str]:
    """Return all names up to a length over a few characters, and names made of words that the patterns are about."""
    short = ("".join(chars) for length in range(7) for chars in itertools.product("ab.", repeat=length))
    rest = ("".join(chars) for length in range(4) for chars in itertools.product("cdxyA1-_", repeat=length))
    chance = random.Random(8)
    worded = ("".join(chance.choices(WORDS, k=chance.randint(1, 5))) for _ in range(2500))
    return list(dict.fromkeys([*short, *rest, *worded]))


NAMES = enumerated()
SHORT = [name for name in NAMES if len(name) <= 7]
"""What random patterns are asked of: with longer names Java tries some of them for hours."""


@pytest.fixture(scope="module")
def java() -> Iterator[JavaRegex]:
    with java_regex(find_java(os.environ).home) as asked:
        yield asked


def in_common(patterns: Sequence[str]) -> str | None:
    return common_topic(Topics((Pattern.parse(pattern),)) for pattern in patterns)


def agree(java: JavaRegex, patterns: Sequence[str], taken: Sequence[frozenset[str]]) -> None:
    """Assert that the verdict on patterns together agrees with what Java takes."""
    both = frozenset.intersection(*taken) - {"", ".", ".."}
    listed = min(both, key=len, default=None)
    found = in_common(patterns)
    if found is None:
        assert listed is None, f"{listed} is taken by all of {patterns}"
        return
    assert listed is None or len(found) <= len(listed), f"{listed} is shorter than {found}, for {patterns}"
    assert all(java.takes(pattern, found) for pattern in patterns), f"{found} is not taken by all of {patterns}"


@pytest.mark.parametrize("pattern", [*WIKIMEDIA, *HARD])
def test_a_pattern_takes_what_java_takes(java: JavaRegex, pattern: str) -> None:
    java.names(NAMES)
    taken = java.matching(pattern)
    ours = Pattern.parse(pattern)

    assert taken is not None
    assert {name for name in NAMES if ours.matches(name)} == taken


def test_what_any_two_have_in_common(java: JavaRegex) -> None:
    java.names(NAMES)
    taken = {pattern: java.matching(pattern) or frozenset() for pattern in [*WIKIMEDIA, *HARD]}

    for pair in itertools.combinations_with_replacement(taken, 2):
        agree(java, pair, [taken[pattern] for pattern in pair])


def test_random_patterns(java: JavaRegex) -> None:
    java.names(SHORT)
    made = RandomPatterns(int(os.environ.get("HIERA_KAFKA_SEED", "1")))
    known: list[tuple[str, frozenset[str]]] = []
    tried = given_up = 0
    while tried < RANDOM:
        pattern = made.pattern()
        taken = java.matching(pattern)
        try:
            ours = Pattern.parse(pattern)
        except PatternError as error:
            # What Java takes may be outside what is proven; what is reported as wrong, Java refuses.
            assert taken is None or not error.invalid, str(error)  # noqa: PT017  # any number of them are met
            continue
        tried += 1
        assert taken is not None, f"Java refuses {pattern!r}"
        some = made.some(SHORT, 150)
        assert [name for name in some if ours.matches(name) != (name in taken)] == [], pattern
        known.append((pattern, taken))
        chosen = made.some(known[-20:], made.count())
        try:
            agree(java, [one for one, _ in chosen], [names for _, names in chosen])
        except TooComplexError:
            given_up += 1
    assert given_up <= tried // 50, "too many patterns are too much to compare"
    assert len({taken for _, taken in known}) > tried // 3, "the patterns are too much alike to show anything"


def test_what_java_refuses_is_refused_as_such(java: JavaRegex) -> None:
    refused = [
        "(",
        "a)",
        "*a",
        "a**",
        "a{2",
        "a{3,2}",
        "a{1|2}",
        "[a",
        "[b-a]",
        "(?<1>a)",
        "(?q)",
        "(?P<n>a)",
        "\\",
        r"\y",
        "(?#a)",
    ]
    for pattern in refused:
        assert java.matching(pattern) is None
        with pytest.raises(PatternError) as caught:
            Pattern.parse(pattern)
        assert caught.value.invalid, pattern


def test_what_is_outside_the_proof_is_what_java_takes(java: JavaRegex) -> None:
    """Else the message would be the wrong one."""
    for pattern in [
        "a*+",
        "(?>a)",
        r"(a)\1",
        "[a[b]]",
        "[a&&b]",
        "(?x)a b",
        r"\p{IsGreek}",
        "^*a",
        "(?:^|a){2}",
        r"\R",
    ]:
        assert java.matching(pattern) is not None
        with pytest.raises(PatternError) as caught:
            Pattern.parse(pattern)
        assert not caught.value.invalid, pattern
