"""The engine against the answers of real Puppet: no case that passed may fail.

The folder of the corpus is named by the environment variable HIERA_KAFKA_CONFORMANCE. `not-yet.txt` lists the cases
that do not pass yet; it may only shrink, so a listed case that passes is a failure as well.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from conformance.answer import answer_case, answer_wmf, lines
from conformance.compare import same, same_category

VARIABLE = "HIERA_KAFKA_CONFORMANCE"
NOT_YET = Path(__file__).with_name("not-yet.txt")


@pytest.fixture(scope="module")
def corpus():
    named = os.environ.get(VARIABLE)
    if named is None:
        pytest.skip(f"{VARIABLE} is not set; it names the folder that holds the corpus hiera/open")
    folder = Path(named).absolute() / "hiera" / "open"
    if not (folder / "cases.jsonl").is_file():
        pytest.fail(f"{VARIABLE} is set, but there is no {folder}/cases.jsonl")
    return folder


def listed() -> set[str]:
    """Return the ids of `not-yet.txt`: lines of a prefix and the numbers that follow it."""
    found = set()
    for line in NOT_YET.read_text(encoding="utf-8").splitlines():
        prefix, colon, numbers = line.partition(":")
        if colon and not line.startswith("#"):
            found |= {f"{prefix}-{number}" for number in numbers.split()}
    return found


@pytest.fixture(scope="module")
def answers(corpus):
    """Each case with the expected answer and ours."""
    expected = {each["id"]: each for each in lines(corpus / "expected.jsonl")}
    return [(case, expected[case["id"]], answer_case(case)) for case in lines(corpus / "cases.jsonl")]


def test_every_case_but_the_listed_ones_agrees_with_puppet(answers):
    failed = {case["id"] for case, expected, got in answers if not same(expected, got)}
    assert failed - listed() == set(), "these agreed with Puppet before"
    assert listed() - failed == set(), f"these agree with Puppet now: take them out of {NOT_YET.name}"


def test_errors_are_of_puppets_category(answers):
    both = [(e, g) for case, e, g in answers if not e["ok"] and not g["ok"] and case["id"] not in listed()]
    wrong = [(e["id"], e["error_category"], g["error_category"]) for e, g in both if not same_category(e, g)]
    assert [each for each in wrong if not each[0].startswith("hocon-")] == []


def test_hashes_keep_puppets_order_of_keys(answers):
    wrong = [
        case["id"]
        for case, expected, got in answers
        if expected["ok"] and same(expected, got) and json.dumps(expected["value"]) != json.dumps(got["value"])
    ]
    assert wrong == []


def test_lookups_of_real_data_agree_with_puppet(corpus):
    got = {(each["tree"], each["host"], each["n"]): each for each in answer_wmf(corpus / "wmf")}
    with gzip.open(corpus / "wmf" / "expected.jsonl.gz", "rt", encoding="utf-8") as file:
        expected = [json.loads(line) for line in file]
    wrong = [(e["tree"], e["host"], e["n"]) for e in expected if not same(e, got[e["tree"], e["host"], e["n"]])]
    assert len(expected) > 3000
    assert wrong == []
