"""All checks there are: their order, files, pages and the list of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka import rule_pages
from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.registry import all_checks
from lib.repository import ROOT

PAGES = ROOT / "docs" / "checks"
LIST = ROOT / "docs" / "reference" / "checks.md"
HEAD = """\
# Checks

What `hiera-kafka verify` checks, in this order: what others rest on comes first. Each has a page, which
`hiera-kafka rule ID` shows as well. [How to verify clusters](../howto/verify.md) says how to run them.

| check | what holds when it is ok | |
| --- | --- | --- |
"""


def test_checks_run_in_their_order_and_no_two_have_one_place() -> None:
    orders = [check.order for check in all_checks()]

    assert orders == sorted(orders)
    assert len(orders) == len(set(orders))
    assert all_checks()[0].id == "hosts-answer"


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_a_check_is_in_the_file_of_its_name_and_has_a_page(check: Check) -> None:
    assert Path(inspect.getfile(type(check))).stem == check.id.replace("-", "_")
    assert check.title
    assert not check.title.endswith(".")
    page = rule_pages.find(check.id)
    assert page is not None, f"write docs/checks/{check.id}.md"
    assert page.text.startswith(f"# {check.id}\n")


def test_every_page_is_that_of_a_check() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {check.id for check in all_checks()}


def test_the_list_has_all_checks_in_their_order(golden: Callable[[Path, str], None]) -> None:
    rows = (
        f"| [{check.id}](../checks/{check.id}.md) | {check.title} | {'with `--canary`' if check.canary else ''} |\n"
        for check in all_checks()
    )
    golden(LIST, HEAD + "".join(rows))
