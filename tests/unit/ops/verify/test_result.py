"""What a check finds."""

from __future__ import annotations

import json

from hiera_kafka.errors import Position
from hiera_kafka.ops.verify.result import Result, Status, worst


def test_a_result_is_json_able_with_all_its_fields() -> None:
    result = Result("a-b", "k1 kafka", Status.WARNING, "x", "y", (Position("f.yaml", 1, 2),), "do", ("k1",), 1.5, "ms")

    assert json.loads(json.dumps(result.to_dict())) == {
        "check": "a-b",
        "subject": "k1 kafka",
        "status": "warning",
        "expected": "x",
        "observed": "y",
        "where": [{"file": "f.yaml", "line": 1, "column": 2}],
        "hint": "do",
        "hosts": ["k1"],
        "value": 1.5,
        "unit": "ms",
        "asked": True,
        "cause": None,
    }
    assert set(result.to_dict()) == set(Result.__slots__)


def test_what_is_seen_to_be_broken_is_worse_than_what_is_unknown() -> None:
    assert worst([Status.UNKNOWN, Status.CRITICAL, Status.WARNING]) is Status.CRITICAL
    assert worst([Status.UNKNOWN, Status.WARNING, Status.OK]) is Status.UNKNOWN
    assert worst([]) is Status.OK
