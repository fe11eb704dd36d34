"""What a monitoring system hears where nothing could be verified."""

from __future__ import annotations

from hiera_kafka.cli.verify.nagios import UNKNOWN, failure_line
from hiera_kafka.errors import Diagnostic


def test_a_failure_is_one_line_that_begins_no_performance_data() -> None:
    first = Diagnostic("made-up-fault", "no\x1b[31m | cluster\nfound")

    assert failure_line((first,)) == "KAFKA UNKNOWN - made-up-fault: no\\x1b[31m / cluster\\nfound"
    assert failure_line((first, first, first)).endswith(" and 2 more")
    assert UNKNOWN == 3
