"""JUnit reports."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hiera_kafka.lint.formats.junit import render
from lib.data.reports import BASE, FINDINGS, report


def test_errors_and_warnings_fail_and_infos_do_not() -> None:
    root = ET.fromstring(render(report(*FINDINGS), BASE))

    assert root.attrib == {"tests": "3", "failures": "2"}
    assert [case.get("name") for case in root.iter("testcase")] == [
        "data/a b.yaml:3:12",
        "/elsewhere/c.yaml:0:0",
        "data",
    ]
    assert [failure.get("type") for failure in root.iter("failure")] == ["warning", "error"]


def test_each_finding_says_where_its_page_is() -> None:
    root = ET.fromstring(render(report(*FINDINGS), BASE))

    texts = [str(node.text) for node in root.iter() if node.tag in {"failure", "system-out"}]
    assert [text.split("\n")[-1] for text in texts] == [
        "docs: docs/rules/yaml-boolean.md",
        "docs: docs/rules/some-rule.md",
        "docs: docs/rules/other-rule.md",
    ]


def test_characters_that_xml_cannot_hold_are_escaped() -> None:
    assert "the file\\x07" in str(ET.fromstring(render(report(FINDINGS[1]), BASE))[0][0][0].text)


def test_a_clean_run_is_one_case_that_passed() -> None:
    root = ET.fromstring(render(report(), BASE))

    assert root.attrib == {"tests": "1", "failures": "0"}
