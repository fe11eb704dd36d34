"""A report as JUnit has it: a test case for each result.

What is critical failed, what is unknown is an error, what nobody asked for was skipped. A warning has passed, with its
text as output, unless warnings count.
"""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

from hiera_kafka.ops.verify.report import Verdict
from hiera_kafka.ops.verify.result import Result, Status
from hiera_kafka.rule_pages import check_reference
from hiera_kafka.text import one_line

_ELEMENTS = {Status.CRITICAL: "failure", Status.UNKNOWN: "error"}


def render(verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> str:
    """Return the report as XML."""
    del details
    suite = ET.Element("testsuite", name="hiera-kafka verify")
    elements: Counter[str] = Counter()
    for result in verdict.results():
        element = _element(result, strict=strict)
        elements[element or "passed"] += 1
        case = ET.SubElement(
            suite, "testcase", classname=f"hiera-kafka.verify.{result.check}", name=one_line(result.subject)
        )
        if element == "skipped":
            ET.SubElement(case, element, message=one_line(result.observed))
        elif element is not None:
            more = {"type": str(result.status), "message": one_line(result.observed)}
            ET.SubElement(case, element, more).text = _text(result, base)
        elif result.status is Status.WARNING:
            ET.SubElement(case, "system-out").text = _text(result, base)
    counts = {
        "tests": str(elements.total()),
        "failures": str(elements["failure"]),
        "errors": str(elements["error"]),
        "skipped": str(elements["skipped"]),
        "time": f"{verdict.took_s:.3f}",
    }
    suite.attrib |= counts
    suites = ET.Element("testsuites", counts)
    suites.append(suite)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'


def _element(result: Result, *, strict: bool) -> str | None:
    if not result.asked:
        return "skipped"
    if result.status is Status.WARNING and strict:
        return "failure"
    return _ELEMENTS.get(result.status)


def _text(result: Result, base: str) -> str:
    lines = [f"{result.status}: {result.subject}", f"expected: {result.expected}", f"observed: {result.observed}"]
    lines += [f"data: {place.text(base)}" for place in result.where]
    lines += [f"hint: {result.hint}"] if result.hint else []
    lines.append(f"docs: {check_reference(result.check)}")
    return "\n".join(map(one_line, lines))
