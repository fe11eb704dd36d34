"""What the checks of one mirror look at."""

from __future__ import annotations

from hiera_kafka.ops.verify.views.mirror import MirrorView
from lib.data.healthy_mirror import MIRROR, SILENT


def test_nobody_asked_for_a_canary_unless_it_is_there() -> None:
    view = MirrorView(MIRROR, {}, SILENT)

    assert (view.mirror.name, view.answer, view.canary) == ("a_to_b", SILENT, None)
