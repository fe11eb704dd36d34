"""Findings."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.lint.finding import Finding


def finding(*hosts: str, line: int = 1, level: Severity = Severity.ERROR) -> Finding:
    return Finding(Diagnostic("some-rule", "it is wrong", (Position("/f", line, 1),), level=level), hosts=hosts)


def test_one_host_is_named_where_the_message_does_not() -> None:
    assert finding("k1").message == "it is wrong (for k1)"
    assert Finding(Diagnostic("some-rule", "k1 is wrong"), hosts=("k1",)).message == "k1 is wrong"
    assert Finding(Diagnostic("some-rule", "k11 is wrong"), hosts=("k1",)).message == "k11 is wrong (for k1)"


def test_a_few_hosts_are_all_named() -> None:
    assert finding("k1", "k2").message == "it is wrong (for k1, k2)"


def test_of_many_hosts_the_first_are_named_and_the_others_counted() -> None:
    assert finding("k1", "k2", "k3", "k4").message == "it is wrong (for k1, k2, k3 and 1 more host)"
    assert finding("k1", "k2", "k3", "k4", "k5").message.endswith("and 2 more hosts)")


def test_findings_are_ordered_by_place_then_by_level() -> None:
    mild, bad, later = finding(level=Severity.INFO), finding(), finding(line=2)

    assert sorted([later, mild, bad], key=Finding.order) == [bad, mild, later]


def test_the_json_form_holds_all_of_it() -> None:
    assert finding("k1").to_dict() == {
        "id": "some-rule",
        "level": "error",
        "message": "it is wrong (for k1)",
        "where": [{"file": "/f", "line": 1, "column": 1}],
        "note": None,
        "hint": None,
        "length": 1,
        "hosts": ["k1"],
        "fixable": False,
    }


def test_the_json_form_has_the_host_of_a_diagnostic_among_the_hosts() -> None:
    made = Finding(Diagnostic("some-rule", "k1 is wrong", host="k1"), hosts=("k1",)).to_dict()

    assert "host" not in made
    assert made["hosts"] == ["k1"]
