"""Timestamps and Timespans are read and written as Puppet does; each row was answered by Puppet 7.23."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.puppet import times

STAMPS = {
    "2001-02-03": "2001-02-03T00:00:00.000000000 UTC",
    "2001-2-3": "2001-02-03T00:00:00.000000000 UTC",
    "2001-02-30": "2001-03-02T00:00:00.000000000 UTC",
    "2001-02-03T04:05:06.789": "2001-02-03T04:05:06.789000000 UTC",
    "2001-02-03 04:05:06": "2001-02-03T04:05:06.000000000 UTC",
    "2001-02-03T04:05:06 +02:00": "2001-02-03T02:05:06.000000000 UTC",
    "2001-02-03T04:05:06Z": "2001-02-03T04:05:06.000000000 UTC",
    "2001-02-03 +0200": "2001-02-02T22:00:00.000000000 UTC",
    "2001-02-03 EST": "2001-02-03T05:00:00.000000000 UTC",
    "2001-02-03T04:05:06.7 CET": "2001-02-03T03:05:06.700000000 UTC",
    "2001-02-03T24:00:00": "2001-02-04T00:00:00.000000000 UTC",
    "2001-02-03T04:05:60": "2001-02-03T04:06:00.000000000 UTC",
    "2001-02-03T04:05:06.123456789123": "2001-02-03T04:05:06.123456789 UTC",
    5: "1970-01-01T00:00:05.000000000 UTC",
    -5: "1969-12-31T23:59:55.000000000 UTC",
    -0.25: "1969-12-31T23:59:59.750000000 UTC",
}
SPANS = {
    "1-02:03:04": "1-02:03:04.0",
    "1-02:03:04.5": "1-02:03:04.5",
    "02:03:04": "0-02:03:04.0",
    "1:2:3.25": "0-01:02:03.25",
    "25:61:61": "1-02:02:01.0",
    "5": "0-00:00:05.0",
    "100": "0-00:01:40.0",
    "-1-02:03:04": "-1-02:03:04.0",
    "1-02:03": "1-02:03:00.0",
    "1-02:03:04.0000005": "1-02:03:04.5",
    "100-02:03:04": "100-02:03:04.0",
    90061: "1-01:01:01.0",
    -0.25: "-0-00:00:00.25",
}


@pytest.mark.parametrize("value", STAMPS)
def test_a_timestamp_is_written_in_utc_with_nanoseconds(value):
    assert times.timestamp(value) == STAMPS[value]


@pytest.mark.parametrize(
    "value",
    [
        "2001-13-01",
        "2001-02-03T04:05",
        "x",
        "",
        " 2001-02-03",
        "20010203",
        "2001-02-03 nosuch",
        True,
        None,
        "0-01-01",
        "10000-01-01",
        1e300,
        float("nan"),
        10**15,
        "9" * 5000 + "-01-01",
    ],
)
def test_what_is_no_time_is_refused(value):
    with pytest.raises(ValueError, match=r"time|Timestamp"):
        times.timestamp(value)


@pytest.mark.parametrize("value", SPANS)
def test_a_timespan_is_written_with_days_and_a_fraction(value):
    assert times.timespan(value, []) == SPANS[value]


@pytest.mark.parametrize(
    "value", ["3:4", "", "1d", "1-2", " 5", "5 ", "5.1234567891", "1:2:3:4", True, [1], float("inf")]
)
def test_what_is_no_duration_is_refused(value):
    with pytest.raises(ValueError, match=r"duration|Timespan|time"):
        times.timespan(value, [])


def test_a_timespan_is_made_of_fields_too():
    assert times.timespan({"hours": 3, "negative": True}, []) == "-0-03:00:00.0"
    assert times.timespan({"string": "1-00:00"}, []) == "1-00:00:00.0"
    assert times.timespan(1, [2, 3, 4, 5]) == "1-02:03:04.5"
    with pytest.raises(ValueError, match="days, hours"):
        times.timespan({"hour": 3}, [])
