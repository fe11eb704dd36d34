"""Reports as JUnit has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hiera_kafka.ops.verify.formats import junit
from lib.data.verify_verdicts import BASE, every_kind, nothing_wrong
from lib.repository import ROOT


def test_each_result_is_a_test_case(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "tests/cases/verify/every-kind.xml", f"{junit.render(every_kind(), BASE)}\n")


@pytest.mark.parametrize(("strict", "failures"), [(False, "3"), (True, "4")])
def test_a_warning_has_passed_unless_warnings_count(failures: str, *, strict: bool) -> None:
    suite = ET.fromstring(junit.render(every_kind(), BASE, strict=strict)).find("testsuite")

    assert suite is not None
    assert suite.attrib["failures"] == failures
    assert (suite.attrib["tests"], suite.attrib["errors"], suite.attrib["skipped"]) == ("10", "2", "1")


def test_where_all_is_well_nothing_failed() -> None:
    root = ET.fromstring(junit.render(nothing_wrong(), BASE))

    assert (root.attrib["tests"], root.attrib["failures"], root.attrib["errors"]) == ("1", "0", "0")
