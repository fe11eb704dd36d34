"""What hosts say, where it is more than a record."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.look.seen import LogError


@pytest.mark.parametrize(
    ("first", "last", "shortly"),
    [
        ("2026-11-23 17:00:00", "2026-11-23 17:00:01", True),
        ("2026-11-23 17:00:00", "2026-11-23 17:01:01", False),
        ("2026-11-23 17:00:02", "2026-11-23 17:00:01", False),
        ("2026-99-99 17:00:00", "2026-11-23 17:00:01", False),
        (None, None, True),
        (None, "2026-11-23 17:00:01", False),
    ],
)
def test_errors_of_the_same_minute_are_of_one_event(first: str | None, last: str | None, shortly: bool) -> None:
    assert LogError(first, "a").shortly_before(LogError(last, "b")) is shortly


@pytest.mark.parametrize(
    ("text", "thrown"), [("a.b.RecordTooLargeException: x", True), ("java.lang.OutOfMemoryError", True), ("no", False)]
)
def test_an_error_may_say_what_was_thrown(text: str, thrown: bool) -> None:
    assert LogError(None, text).thrown is thrown
