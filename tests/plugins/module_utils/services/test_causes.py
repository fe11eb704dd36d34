"""Why services do not start, from what they really printed: a directory a case, with the versions that wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services import causes
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.table import SYMPTOMS
from lib.repository import ROOT

CASES = sorted(path.parent for path in (ROOT / "tests/cases/start_failures").glob("*/printed.log"))
PAGE = (ROOT / "docs/rules/service-died.md").read_text()


def printed(case: Path) -> list[str]:
    return (case / "printed.log").read_text().splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_service_printed_has_a_cause(case: Path, golden: Callable[[Path, str], None]) -> None:
    about = json.loads((case / "case.json").read_text())
    found = causes.cause_of(printed(case))
    assert found is not None
    assert found.id == about["cause"]
    golden(
        case / "expected.txt",
        f"{found.message}\nhint: {found.hint}\nsays: {found.said}\n"
        f"options: {', '.join(found.options) or 'none'}\nvalue: {found.value or 'none'}\n",
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_words_of_a_stop_and_of_an_earlier_end_do_not_hide_it(case: Path) -> None:
    found = causes.cause_of(printed(case))
    before = ["ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)", "java.lang.OutOfMemoryError: Metaspace"]
    after = ["WARN Session 0x0 for server h/192.0.2.1:2181, Closing socket connection.", "java.net.ConnectException: x"]
    assert causes.cause_of([*before, *printed(case), *after]) == found


def test_every_cause_was_seen_on_a_real_service_and_is_explained() -> None:
    seen = {json.loads((case / "case.json").read_text())["cause"] for case in CASES}
    known = {symptom.id for symptom in SYMPTOMS}
    assert seen == known
    assert {name for name in known if f"\n### {name}\n" not in PAGE} == set()
    assert set(re.findall(r"^### (.+)$", PAGE, re.MULTILINE)) == known


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["INFO [KafkaServer id=1] started (kafka.server.KafkaServer)"],
        ["WARN [Controller id=1] Connection to node 1 failed", "java.net.BindException: Address already in use"],
        ["[2026-01-01 00:00:00,000] INFO java.lang.OutOfMemoryError: no longer (x)"],
        ["2026-01-01 00:00:00,000 [myid:1] - WARN  [main:X@1] - No snapshot found, but there are log entries"],
        ["\tat java.lang.OutOfMemoryError: a frame"],
    ],
)
def test_what_nothing_ends_with_is_no_cause(lines: list[str]) -> None:
    assert causes.cause_of(lines) is None


def test_the_last_end_counts() -> None:
    first = ["ERROR Exiting Kafka (kafka.Kafka$)", "java.lang.OutOfMemoryError: Java heap space"]
    last = ["ERROR Exiting Kafka (kafka.Kafka$)", "java.io.IOException: No space left on device"]
    for lines, expected in ((first + last, "disk-full"), (last + first, "out-of-memory")):
        found = causes.cause_of(lines)
        assert found is not None
        assert found.id == expected


def test_a_log_is_not_trusted() -> None:
    hostile = ["ERROR x", "ConfigException: Invalid value \x1b[31m{0.__class__}\u202e for configuration a.b: {why}\x07"]
    found = causes.cause_of(hostile)
    assert found is not None
    assert "\x1b" not in repr(found.message) + found.message
    assert "{0.__class__}" in found.message
    secret = ["ERROR x", "ConfigException: Invalid value a for configuration b.c: ssl.key.password=hunter2 is wrong"]
    assert "hunter2" not in repr(causes.cause_of(secret))
    endless = ["Failed to load SSL keystore " * 100 + "/" * 10_000] * 10_000
    assert causes.cause_of(endless) is None


def test_frames_of_traces_are_left_out_and_what_was_thrown_is_not() -> None:
    lines = ["ERROR x", "a.b.CException: y", "\tat a.b.C(C.java:1)", "Caused by: d.E: z", "\t... 12 more", "at last"]
    assert causes.without_frames(lines) == ["ERROR x", "a.b.CException: y", "Caused by: d.E: z", "at last"]
