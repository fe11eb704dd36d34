"""The engine against the answers of real Puppet 7.23: every one of them.

The made-up corpus is beside this file, compressed. Real data is read from the folder that the environment variable
HIERA_KAFKA_CONFORMANCE names.
"""

from __future__ import annotations

import gzip
import json
import lzma
import os
from pathlib import Path

import pytest

from conformance.answer import answer_case, answer_wmf, main
from conformance.compare import same, same_category

VARIABLE = "HIERA_KAFKA_CONFORMANCE"
HERE = Path(__file__).parent
PARTS = 8
"""The corpus is run in parts, so that several processes can share it."""


def packed(name):
    with lzma.open(HERE / f"{name}.jsonl.xz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module", params=range(PARTS), ids=lambda part: f"part-{part + 1}")
def answers(request):
    """Each case of one part with the expected answer and ours."""
    part = request.param
    pairs = zip(packed("cases")[part::PARTS], packed("expected")[part::PARTS], strict=True)
    return [(case, expected, answer_case(case)) for case, expected in pairs]


def test_every_case_agrees_with_puppet(answers):
    assert len(answers) > 400
    assert all(case["id"] == expected["id"] for case, expected, _ in answers)
    assert [case["id"] for case, expected, got in answers if not same(expected, got)] == []


def test_errors_are_of_puppets_category(answers):
    both = [(e, g) for _, e, g in answers if not e["ok"] and not g["ok"]]
    wrong = [(e["id"], e["error_category"], g["error_category"]) for e, g in both if not same_category(e, g)]
    assert wrong == []


def test_hashes_keep_puppets_order_of_keys(answers):
    wrong = [
        case["id"]
        for case, expected, got in answers
        if expected["ok"] and same(expected, got) and json.dumps(expected["value"]) != json.dumps(got["value"])
    ]
    assert wrong == []


def test_other_sets_of_questions_are_answered_whatever_they_hold(tmp_path, capsys):
    """One that nothing is known about is an error of its own; the others are answered as ever."""
    known = next(case for case in packed("cases") if case["id"] == "hocon-037")
    odd = [
        {"id": "files", "key": "a", "scope": {}, "files": {"hiera.yaml": 5, "../../escape": "x"}},
        {"id": "key", "key": {"nothing": 1}, "scope": {}, "files": {}},
        {"id": "scope", "key": "a", "scope": {"facts": [1]}, "files": {}, "settings": 3},
        {"id": "deep", "key": "a", "scope": {}, "files": {}, "options": {"default_value": nested(400)}},
        {"id": "options", "key": "a", "scope": {}, "files": {}, "options": {"nosuch": 1}},
        {"id": "bare"},
    ]
    lines = [json.dumps(case) for case in [*odd, known]]
    (tmp_path / "cases.jsonl").write_text("\n".join([*lines, '{"id": "not JSON']) + "\n", encoding="utf-8")
    assert main(["hiera", str(tmp_path)]) == 0
    got = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["id"] for each in got] == [*(case["id"] for case in odd), known["id"]]
    assert got[-1]["value"] == 1
    assert [each["ok"] for each in got[:3]] == [False, False, False]
    assert all("value" in each if each["ok"] else "error_category" in each for each in got)
    assert not list(tmp_path.parent.rglob("escape"))


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.fixture(scope="module")
def real_data():
    named = os.environ.get(VARIABLE)
    if named is None:
        pytest.skip(f"{VARIABLE} is not set; it names the folder that holds the real data, hiera/open/wmf")
    folder = Path(named).absolute() / "hiera" / "open" / "wmf"
    if not (folder / "expected.jsonl.gz").is_file():
        pytest.fail(f"{VARIABLE} is set, but there is no {folder}/expected.jsonl.gz")
    return folder


def test_lookups_of_real_data_agree_with_puppet(real_data):
    got = {(each["tree"], each["host"], each["n"]): each for each in answer_wmf(real_data)}
    with gzip.open(real_data / "expected.jsonl.gz", "rt", encoding="utf-8") as file:
        expected = [json.loads(line) for line in file]
    wrong = [(e["tree"], e["host"], e["n"]) for e in expected if not same(e, got[e["tree"], e["host"], e["n"]])]
    assert len(expected) > 3000
    assert wrong == []
