"""The parity ledger: compiles all hosts of the records of real Puppet, compares everything, writes what came out.

HIERA_KAFKA_CONFORMANCE=DIR PYTHONPATH=tests python -m conformance.parity    # or: make parity

DIR holds wikimedia/open, wikimedia/kafka_config_open.jsonl and wikimedia/hieradata. The ledger is
docs/reference/parity.md; the exit code is 1 when there is a difference that is not meant.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from conformance.answer import answer_rows, lines, wikimedia_category
from conformance.parity_compare import compare_classes, compare_host
from conformance.parity_ledger import ledger
from conformance.parity_made import Made
from conformance.parity_tally import Tally
from hiera_kafka import project
from hiera_kafka.dialects.wikimedia.compile import compilation_of, compile_host
from hiera_kafka.dialects.wikimedia.sites import NodeList
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.render.engine import Renderer

VARIABLE = "HIERA_KAFKA_CONFORMANCE"
LEDGER = Path(__file__).parents[2] / "docs" / "reference" / "parity.md"


def records_of(folder: Path) -> list[dict[str, Any]]:
    """Return the records of a folder, by name of the host."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]


def tally_of(folder: Path) -> tuple[Tally, Counter[str]]:
    """Return all comparisons with the records of a folder, and how many records of each outcome there are."""
    site = NodeList.load(folder / "hieradata", (folder,))
    renderer = Renderer(project.find(Path(__file__)).templates)
    tally, outcomes = Tally(), Counter[str]()
    for record in records_of(folder / "open"):
        name = record["host"]
        outcomes[record["outcome"]] += 1
        host = site.host(name)
        for key, value in record["hiera"].items():
            found = host.find(key)
            tally.check(name, "lookup", "values", key, value, None if found is None else found.value, name=key)
        expected = record["error"]["category"] if record["outcome"] == "error" else None
        try:
            made = Made.of(compile_host(site, name), renderer)
            classes = compilation_of(host).classes
        except HieraKafkaError as error:
            tally.check(name, "refusal", "category", "host", expected, wikimedia_category(error))
            continue
        tally.check(name, "refusal", "category", "host", expected, None)
        if expected is None:
            compare_host(tally, record, made)
            given = {name: {key: each.data for key, each in classes[name].items()} for name in classes}
            compare_classes(tally, record, given)
    compare_rows(tally, folder)
    return tally, outcomes


def compare_rows(tally: Tally, folder: Path) -> None:
    """Compare the recorded calls of kafka_config and kafka_cluster_name."""
    file = folder / "kafka_config_open.jsonl"
    answers = {answer["id"]: answer for answer in answer_rows(file, folder / "hieradata")}
    for row in lines(file):
        answer = answers[row["id"]]
        expected, got = ((each.get("error") or {}).get("category") for each in (row, answer))
        tally.check(row["host"], "call", "category", row["function"], expected, got)
        tally.check(row["host"], "call", "values", row["function"], row.get("result"), answer.get("result"))


def main() -> int:
    named = os.environ.get(VARIABLE)
    if named is None:
        sys.stderr.write(f"{VARIABLE} is not set; it names the folder that holds wikimedia/open\n")
        return 3
    try:
        tally, outcomes = tally_of(Path(named) / "wikimedia")
    except HieraKafkaError as error:
        sys.stderr.write(f"{error.render()}\n")
        return 3
    if not outcomes:
        sys.stderr.write(f"there is no record in {named}/wikimedia/open\n")
        return 3
    LEDGER.write_text(ledger(tally, outcomes), encoding="utf-8")
    for difference in tally.differences:
        sys.stdout.write(difference.text() + "\n")
    comparisons = sum(tally.compared.values())
    sys.stdout.write(f"{comparisons} comparisons, {len(tally.differences)} differences, see {LEDGER.name}\n")
    return 1 if tally.differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
