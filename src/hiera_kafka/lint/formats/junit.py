"""Findings as a JUnit report: one test case a finding, or one that passed when there is none."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hiera_kafka.errors import Severity
from hiera_kafka.lint.formats.paths import shown
from hiera_kafka.lint.runner import Report
from hiera_kafka.rule_pages import reference
from hiera_kafka.text import one_line


def render(report: Report, base: str) -> str:
    """Return the report as XML."""
    failed = sum(finding.level is not Severity.INFO for finding in report.findings)
    cases = max(1, len(report.findings))
    suites = ET.Element("testsuites", tests=str(cases), failures=str(failed))
    suite = ET.SubElement(
        suites, "testsuite", name="hiera-kafka lint", tests=str(cases), failures=str(failed), errors="0", skipped="0"
    )
    if not report.findings:
        ET.SubElement(suite, "testcase", classname="hiera-kafka.lint", name="no findings")
    for finding in report.findings:
        place = finding.where
        name = "data" if place is None else f"{shown(place, base)}:{place.line}:{place.column}"
        case = ET.SubElement(suite, "testcase", classname=f"hiera-kafka.lint.{finding.id}", name=one_line(name))
        words = [finding.message, finding.diagnostic.note, finding.diagnostic.hint, f"docs: {reference(finding.id)}"]
        text = "\n".join(one_line(word) for word in words if word)
        if finding.level is Severity.INFO:
            ET.SubElement(case, "system-out").text = text
        else:
            message = one_line(finding.message)
            ET.SubElement(case, "failure", type=str(finding.level), message=message).text = text
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'
