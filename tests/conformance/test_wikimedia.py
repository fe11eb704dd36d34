"""Wikimedia's data against the records of real Puppet, and the ledger of it.

The folder of the records is named by the environment variable HIERA_KAFKA_CONFORMANCE.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.answer import answer_rows, lines, main
from conformance.parity import LEDGER, VARIABLE, records_of, tally_of
from conformance.parity_ledger import ledger


@pytest.fixture(scope="module")
def folder() -> Path:
    named = os.environ.get(VARIABLE)
    if named is None:
        pytest.skip(f"{VARIABLE} is not set; it names the folder that holds wikimedia/open")
    found = Path(named).absolute() / "wikimedia"
    if not (found / "hieradata" / "hosts.json").is_file():
        pytest.fail(f"{VARIABLE} is set, but there is no {found}/hieradata/hosts.json")
    return found


def test_every_recorded_call_is_answered_or_refused_as_by_puppet(folder: Path) -> None:
    file = folder / "kafka_config_open.jsonl"
    rows = {row["id"]: row for row in lines(file)}
    answers = {answer["id"]: answer for answer in answer_rows(file, folder / "hieradata")}
    assert rows.keys() == answers.keys()
    for id_, row in rows.items():
        assert json.dumps(answers[id_].get("result")) == json.dumps(row.get("result")), id_
        assert answers[id_].get("error", {}).get("category") == row.get("error", {}).get("category"), id_


def test_the_ledger_is_what_comparing_with_all_records_gives(folder: Path, golden: Callable[[Path, str], None]) -> None:
    tally, outcomes = tally_of(folder)
    golden(LEDGER, ledger(tally, outcomes))
    assert [each.text() for each in tally.differences] == []


def test_hosts_are_written_one_root_each_or_refused_with_a_category(folder: Path, tmp_path: Path) -> None:
    answered = main(["hosts", str(folder / "open"), "--data", str(folder / "hieradata"), "--out", str(tmp_path)])
    assert answered == 0
    for record in records_of(folder / "open"):
        root, refusal = tmp_path / record["host"], tmp_path / f"{record['host']}.error"
        assert (root.is_dir(), refusal.is_file()) == (record["outcome"] == "ok", record["outcome"] == "error")
        if refusal.is_file():
            assert refusal.read_text() == record["error"]["category"] + "\n"
            continue
        for path, file in record["files"].items():
            if file["mode"] and (root / path.lstrip("/")).exists():
                assert f"{(root / path.lstrip('/')).stat().st_mode & 0o7777:04o}" == file["mode"]
