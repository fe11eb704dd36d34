"""How far a mirror is behind."""

from __future__ import annotations

from hiera_kafka.clients.groups import Range
from hiera_kafka.ops.mirrors.health import Limits
from hiera_kafka.ops.mirrors.lag import Standing
from hiera_kafka.ops.verify.checks.mirrors.mirror_lag import MirrorLag
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_mirror import NOW_MS, PLACE, results, source


def test_nothing_is_left_to_take() -> None:
    (result,) = results(MirrorLag, source())

    assert (result.status, result.observed) == (Status.OK, "0 messages behind")
    assert result.expected == "the first message that is not taken is younger than 5 min"
    assert (result.value, result.unit) == (0.0, "s")


def test_a_little_is_well_and_more_is_a_warning() -> None:
    (little,) = results(MirrorLag, source(Standing(PLACE, 5, Range(0, 10), NOW_MS - 299_000)))
    (more,) = results(MirrorLag, source(Standing(PLACE, 5, Range(0, 10), NOW_MS - 301_000)))

    assert (little.status, little.observed) == (Status.OK, "5 messages behind, the first 4 min 59 s old")
    assert (more.status, more.value, more.unit) == (Status.WARNING, 301.0, "s")
    assert "301 s old" in more.observed


def test_a_time_that_is_not_known_has_no_value() -> None:
    (result,) = results(MirrorLag, source(Standing(PLACE, 5, Range(0, 10))), limits=Limits(messages=1))

    assert (result.status, result.value) == (Status.WARNING, None)
    assert result.observed == "5 messages behind, allowed are 1"


def test_positions_that_are_not_known_leave_it_unknown() -> None:
    (silent,), (bare,) = results(MirrorLag, None, silent=True), results(MirrorLag, None)

    assert (silent.status, bare.status) == (Status.UNKNOWN, Status.UNKNOWN)
    assert silent.observed.startswith("cluster a does not answer")
    assert bare.observed == "its positions are not known"
