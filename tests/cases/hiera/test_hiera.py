"""Lookups from end to end: each directory below a topic is one question, its data, and what is answered.

`case.json` holds key, scope and options; `value.json` the value, `origins.txt` where each leaf was written,
`messages.txt` the error or the warnings.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Hiera, Settings
from hiera_kafka.scope import Scope

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/*/case.json"))


def origins_of(found, base):
    lines = []
    for path, origin in found.trace.leaves():
        place = ".".join(map(str, path)) or "(the value)"
        inputs = "".join(f"\n    from {given.text(base)}" for given in origin.inputs)
        lines.append(f"{place}: {origin.text(base)}{inputs}\n")
    return "".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_lookup_answers_as_recorded(case, golden):
    asked = json.loads((case / "case.json").read_text(encoding="utf-8"))
    base = str(case)
    try:
        hiera = Hiera.load(case / "hiera.yaml", settings=Settings(**asked.get("settings", {})))
        scope = Scope(**asked.get("scope", {}))
        found = hiera.lookup(asked["key"], scope, merge=asked.get("merge"))
        diagnostics = {**dict.fromkeys(hiera.diagnostics(scope)), **dict.fromkeys(found.diagnostics)}
    except HieraError as error:
        golden(case / "messages.txt", error.render(base) + "\n")
        return
    golden(case / "value.json", json.dumps(found.value, indent=1, ensure_ascii=False) + "\n")
    golden(case / "origins.txt", origins_of(found, base))
    if diagnostics:
        golden(case / "messages.txt", "".join(each.render(base) + "\n" for each in diagnostics))
    else:
        assert not (case / "messages.txt").exists()


def test_every_topic_has_cases():
    assert {case.parent.name for case in CASES} >= {"errors", "interpolation", "merge", "hierarchy", "warnings"}
