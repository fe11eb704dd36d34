"""Random hierarchies, asked of real Puppet and of us; runs where Debian's puppet-agent is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from conformance.answer import LIKE_PUPPET, encoded
from conformance.compare import comparable
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.scope import Scope
from lib.data.hierarchies import Case, cases

ASK_PUPPET = Path(__file__).resolve().parents[1] / "lib" / "puppet_lookup.rb"
EXAMPLES = 100


def made() -> list[Case]:
    """Return the same random cases in every run."""
    found: list[Case] = []

    @seed(20261123)
    @settings(max_examples=EXAMPLES, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(cases())
    def keep(case: Case) -> None:
        found.append(case)

    keep()
    return found


def ours(case: Case, path: Path) -> list[dict]:
    hiera = Hiera.load(path, settings=Settings(as_puppet=True, **LIKE_PUPPET))
    answers = []
    for node in case.nodes:
        scope = Scope(facts=node["facts"])
        for question in case.questions:
            options = question["options"]
            default = options.get("default_value", MISSING)
            try:
                found = hiera.lookup(question["key"], scope, merge=options.get("merge"), default=default)
                answers.append({"ok": True, "value": encoded(found.value)})
            except HieraError as error:
                answers.append({"ok": False, "error": error.diagnostics[0].message})
    return answers


@pytest.mark.skipif(
    shutil.which("puppet") is None or shutil.which("ruby") is None,
    reason="Puppet is not installed: apt-get install puppet-agent",
)
def test_puppet_gives_the_same_answers(tmp_path):
    all_cases = made()
    paths = [case.write(tmp_path / str(number) / "production") for number, case in enumerate(all_cases)]
    lines = [
        json.dumps({"directory": str(path.parents[1]), "nodes": case.nodes, "questions": case.questions})
        for case, path in zip(all_cases, paths, strict=True)
    ]
    asked = subprocess.run(
        ["ruby", ASK_PUPPET], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    )
    differ, found = [], 0
    for case, path, line in zip(all_cases, paths, asked.stdout.splitlines(), strict=True):
        questions = [(node, question) for node in case.nodes for question in case.questions]
        for (node, question), theirs, own in zip(questions, json.loads(line)["answers"], ours(case, path), strict=True):
            found += theirs["ok"]
            same = theirs["ok"] == own["ok"]
            if not same or (theirs["ok"] and comparable(theirs["value"]) != comparable(own["value"])):
                differ.append((case.files, node, question, theirs, own))
    assert differ[:3] == []
    assert found > EXAMPLES  # most questions have an answer, so that values were compared and not errors only
