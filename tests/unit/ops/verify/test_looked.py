"""Sources whose hosts were looked at before."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.reach.ways import Ways
from hiera_kafka.ops.verify.looked import Looked
from lib.data.verify_views import SILENT, compiler, host_seen, hosts


def test_hosts_are_as_they_are_given_and_the_others_were_left_out() -> None:
    first, second, third = hosts()
    answers = Looked(compiler(), Ways.straight(), {first: host_seen(), second: SILENT}).look(hosts())

    assert answers[first] == host_seen()
    assert answers[second] is SILENT
    left_out = answers[third]
    assert isinstance(left_out, Diagnostic)
    assert left_out.id == "host-left-out"
    assert left_out.message == f"nobody looked at {third}: this run leaves it out"
