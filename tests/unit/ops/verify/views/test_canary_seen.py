"""What became of the canary."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary, TripSeen, asked_for


def test_a_record_arrived_where_nothing_is_wrong_with_it() -> None:
    assert TripSeen(0, 3.5).arrived
    assert not TripSeen(0, None, "not read within 10 s").arrived


def test_what_nobody_asked_for_is_seen_by_nobody() -> None:
    with pytest.raises(LookupError):
        asked_for(None)


@pytest.mark.parametrize("seen", [ClusterCanary("a"), Diagnostic("cluster-not-answering", "no broker answers")])
def test_what_was_seen_or_why_it_was_not(seen: ClusterCanary | Diagnostic) -> None:
    assert asked_for(seen) is seen
