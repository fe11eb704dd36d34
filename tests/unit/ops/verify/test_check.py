"""What all checks have in common."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.source import Origin, OriginKind
from lib.data.verify_verdicts import Runs


def test_each_status_has_its_word() -> None:
    check = Runs()
    made = [word("k1", expected="a", observed="b") for word in (check.ok, check.warning, check.critical, check.unknown)]

    assert [result.status for result in made] == [Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN]
    assert made[0] == Result("made-up-state", "k1", Status.OK, "a", "b")


def test_places_of_an_origin_follow_those_that_are_given() -> None:
    first, second = Position("a.yaml", 1, 1), Position("b.yaml", 2, 2)
    origin = Origin(OriginKind.DATA, second)
    result = Runs().critical(
        "k1", expected="a", observed="b", where=[first], origin=origin, hint="do", hosts=["k1"], value=1.0, unit="s"
    )

    assert result.where == (first, second)
    assert (result.hint, result.hosts, result.value, result.unit) == ("do", ("k1",), 1.0, "s")


def test_a_check_may_say_that_nobody_asked_for_it() -> None:
    assert not Runs().unknown("k1", expected="a", observed="b", asked=False).asked
