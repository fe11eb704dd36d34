"""Findings."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, Position, Severity
from hiera_kafka.lint.finding import Finding, folded


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
        "count": 1,
        "places": [{"file": "/f", "line": 1, "column": 1}],
    }


def test_the_json_form_has_the_host_of_a_diagnostic_among_the_hosts() -> None:
    made = Finding(Diagnostic("some-rule", "k1 is wrong", host="k1"), hosts=("k1",)).to_dict()

    assert "host" not in made
    assert made["hosts"] == ["k1"]


def of_cause(cause: str | None, line: int, *hosts: str, file: str = "/f") -> Finding:
    places = (Position(file, line, 1), Position("/other", line))
    return Finding(Diagnostic("some-rule", f"wrong {line}", places), hosts=hosts, cause=cause)


def test_findings_of_one_cause_are_one_at_the_first_place_with_a_few_of_the_others() -> None:
    single = [of_cause("a", line) for line in range(1, 31)]
    (one,) = folded(single)

    assert one.message == "wrong 1 (and 29 more places)"
    assert one.diagnostic.where == (*single[0].diagnostic.where, *(Position("/f", line, 1) for line in (2, 3, 4)))
    assert one.each() == tuple(single)
    assert one.to_dict()["count"] == len(one.to_dict()["places"]) == 30


def test_hosts_of_all_places_are_named_and_files_counted() -> None:
    (one,) = folded([of_cause("a", 1, "k1"), of_cause("a", 2, "k2", file="/g")])

    assert one.message == "wrong 1 (for k1, k2) (and 1 more place, in 2 files)"


def test_other_causes_and_findings_without_one_stay_by_themselves() -> None:
    findings = [of_cause("a", 1), of_cause(None, 2), of_cause("b", 3), of_cause(None, 4)]

    assert folded(findings) == findings
