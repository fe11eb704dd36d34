"""Regular expressions that somebody else wrote, matched within bounds."""

from __future__ import annotations

import random
import re
import string
import threading

import pytest

from hiera_kafka import bounded
from hiera_kafka.bounded import Expression, TooCostlyError, first, one_run

EVIL = [r"^(a|a)*$", r"^(a+)+$", r"^(a|aa)+$", "^" + "(a|aa)" * 40 + "$", r"(x+x+)+y", r"^(([a-z])+.)+[A-Z]([a-z])+$"]
TEXT = "a" * 5000 + "!"


@pytest.mark.parametrize("pattern", EVIL)
def test_what_re_never_ends_with_is_answered(pattern):
    assert not Expression(pattern).search(TEXT)


@pytest.mark.parametrize("pattern", [r"^(a|b)*\1$", r"^(?!x)(a+)+$", r"(?x) (a|a) *$", r"((a{1000}){1000}){1000}"])
def test_what_nothing_bounds_is_refused(pattern):
    with pytest.raises(TooCostlyError, match="RE2 cannot read it"):
        Expression(pattern).search(TEXT)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^profile::.*::users$",
        r"^(mc|wtp)[0-9]{4}\.(eqiad|codfw)\.wmnet$",
        r"^(?!profile)role::.*",
        r"(?<=::)a",
        r"^a?b?$",
    ],
)
def test_what_people_write_is_asked_of_re_itself(pattern):
    expression = Expression(pattern, re.MULTILINE | re.ASCII)
    assert expression.matcher("profile::kafka::broker::monitoring_enabled") is expression.plain


def test_a_text_that_asks_too_much_of_re2_is_refused():
    expression = Expression(r"(ab|cd|ef)*x")
    with pytest.raises(TooCostlyError, match="of a text of 20000000 characters it asks too much"):
        expression.search("ab" * 10_000_000)


def test_half_of_a_surrogate_pair_is_refused_by_what_cannot_take_it():
    assert Expression("a").search("\ud800a")
    with pytest.raises(TooCostlyError, match="surrogate"):
        Expression("(a|b)*c").search("\ud800a")
    with pytest.raises(TooCostlyError, match="surrogate"):
        Expression("(\ud800|b)*c").search("a")


@pytest.mark.parametrize("pattern", ["a" * 10_001, "(" * 4000 + ")" * 4000, "a{99999999999999999999}", "(", "[a"])
def test_what_is_no_expression_is_an_error_of_expressions(pattern):
    with pytest.raises(re.error):
        Expression(pattern)


@pytest.mark.parametrize(
    ("pattern", "flags", "text"),
    [
        (r"^(b\s)*$", re.MULTILINE, "a\nb\v\nc"), (r"(\S)+", 0, "\v"), (r"([\s]a)+", 0, "\va"),
        (r"(a){,2}\Z", 0, "a\n"), (r"([]a])*b", 0, "]ab"), (r"([^]a]x)+", 0, "bx"), (r"(\[\s\])+", 0, "[\v]"),
        (r"(a{}x)+", 0, "a{}x"), (r"(\w+ )+$", re.ASCII, "é "), (r"(?i)(A|B)+c", 0, "xabC"), (r"(?P<n>a)+b", 0, "aab"),
        (r"(a.b)+", 0, "a\nb"), (r"\A(a|b)+", re.MULTILINE, "x\na"), (r"^(a|b)+$", re.MULTILINE, "x\nab\ny"),
    ],
)  # fmt: skip
def test_both_engines_agree(pattern, flags, text):
    expression = Expression(pattern, flags)
    assert expression.matcher(text) is not expression.plain
    assert expression.search(text) is bool(re.search(pattern, text, flags))
    assert expression.without(text) == re.sub(pattern, "", text, flags=flags)
    assert expression.fullmatch(text) is bool(re.fullmatch(pattern, text, flags))


def test_both_engines_agree_on_patterns_made_at_random():
    rng = random.Random(11)
    pieces = ["a", "b", ".", "[ab]", "[^a]", r"\w", r"\s", "(a|b)", "(ab)", "(?:a|bb)", "^", "$", r"\b", r"\n"]
    tried = 0
    for _ in range(3000):
        parts = [
            rng.choice(pieces) + rng.choice(["", "", "*", "+", "?", "{1,2}", "*?"]) for _ in range(rng.randint(1, 5))
        ]
        pattern = "".join(parts)
        text = "".join(rng.choice("ab \n") for _ in range(rng.randint(0, 8)))
        try:
            expression = Expression(pattern, re.MULTILINE | re.ASCII)
            if expression.matcher(text) is expression.plain:
                continue
        except (re.error, TooCostlyError):
            continue  # such as `^*`
        tried += 1
        assert expression.search(text) is bool(re.search(pattern, text, re.MULTILINE | re.ASCII)), (pattern, text)
    assert tried > 500


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [("^a", 1_000_000), ("a", 2000), (".*.*.*.*.*", 5), ("(a|b)*", -1), ("(a?){3}", -1), (r"[)]+\)", 150),
     (r"^\)*", 2000)],
)  # fmt: skip
def test_re_is_asked_up_to_a_length_that_follows_from_the_expression(pattern, letters):
    assert Expression(pattern).letters_of_line == letters


def test_the_first_that_matches_is_reported_however_many_there_are():
    expressions = [Expression(f"^k{number}$") for number in range(100)]
    assert first(expressions, "k70") == 70
    assert first(expressions, "k100") is None
    assert first((), "k") is None


def test_it_returns_whether_any_of_many_texts_matches():
    assert Expression("^k70$").finds_any(f"k{number}" for number in range(100))
    assert not Expression("^k$").finds_any(f"k{number}" for number in range(100))
    assert not Expression("^k$").finds_any(())


def test_a_run_bounds_all_of_its_expressions_together(monkeypatch):
    monkeypatch.setattr(bounded, "RUN_SECONDS", 0.0)
    expression = Expression("^a")
    assert expression.search("a")
    with one_run():
        with pytest.raises(TooCostlyError, match="all expressions of a run") as found, one_run():
            expression.search("a")
        assert (found.value.expression, found.value.ends_run) == (expression, True)
        for work in (
            lambda: expression.fullmatch("a"),
            lambda: expression.without("a"),
            lambda: expression.finds_any(["a"]),
            lambda: Expression("^b"),
        ):
            with pytest.raises(TooCostlyError):
                work()
    assert expression.search("a")


def test_each_run_has_its_own_bound(monkeypatch):
    monkeypatch.setattr(bounded, "RUN_SECONDS", 1000.0)
    expression = Expression("^a")
    with one_run():
        expression.search("a")
        inside = bounded._run.get()
    with one_run():
        assert bounded._run.get() is not inside
    assert inside.spent_s > 0


def test_it_works_outside_of_the_main_thread():
    found = []

    def work():
        with one_run():
            found.append(Expression(EVIL[0]).search(TEXT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]


def test_letters_of_any_kind_are_taken():
    assert Expression("(é|ü)+x").search("aéüx")
    assert Expression(f"([{re.escape(string.punctuation)}])+x").search("]^-x")
