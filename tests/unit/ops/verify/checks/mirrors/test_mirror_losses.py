"""What a mirror can no longer take."""

from __future__ import annotations

from hiera_kafka.clients.groups import Range
from hiera_kafka.ops.mirrors.lag import Standing
from hiera_kafka.ops.verify.checks.mirrors.mirror_losses import MirrorLosses
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_mirror import NOW_MS, PLACE, results, source


def test_nothing_is_lost_while_the_source_has_it() -> None:
    (result,) = results(MirrorLosses, source(Standing(PLACE, 5, Range(5, 10), 0)))

    assert (result.status, result.observed, result.value) == (Status.OK, "nothing was lost", 0)


def test_messages_that_were_deleted_before_they_were_taken_are_critical() -> None:
    (result,) = results(MirrorLosses, source(Standing(PLACE, 5, Range(7, 10), NOW_MS)))

    assert (result.status, result.value) == (Status.CRITICAL, 2)
    assert result.observed == "2 messages were deleted at the source before they were taken"


def test_a_topic_that_was_made_anew_is_critical() -> None:
    (result,) = results(MirrorLosses, source(Standing(PLACE, 12, Range(0, 10))))

    assert (result.status, result.value) == (Status.CRITICAL, 0)
    assert result.observed.startswith("t:0 ends at 10, and the mirror stands at 12")


def test_positions_that_are_not_known_leave_it_unknown() -> None:
    assert results(MirrorLosses, None, silent=True)[0].status is Status.UNKNOWN
