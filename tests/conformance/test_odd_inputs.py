"""Odd inputs, and the answers of real Puppet 7.23 to them: the same value, or an error where Puppet has one."""

from __future__ import annotations

import json
import lzma

import pytest

from conformance.answer import LIKE_PUPPET, encoded
from conformance.compare import same
from conformance.record_odd import RECORDED
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.scope import Scope
from lib.data.hierarchies import Case

pytestmark = pytest.mark.slow

NOT_MADE = 1 / 500
"""Part of all answers that we may refuse where Puppet has one, each time saying that it is not done here."""


def recorded():
    with lzma.open(RECORDED, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def ours(case, directory):
    """Yield our answer to each question of a case."""
    path = Case(case["files"], case["nodes"], case["questions"]).write(directory)
    hiera = Hiera.load(path, settings=Settings(as_puppet=True, **LIKE_PUPPET))
    scope = Scope(facts=case["nodes"][0]["facts"])
    for question in case["questions"]:
        options = question["options"]
        default = options.get("default_value", MISSING)
        asked = {"merge": options.get("merge"), "default": default, "value_type": options.get("value_type")}
        try:
            yield {"ok": True, "value": encoded(hiera.lookup(question["key"], scope, **asked).value)}
        except HieraError as error:
            yield {"ok": False, "message": error.diagnostics[0].message}


def test_puppet_gives_the_same_answers(tmp_path):
    differ, not_made, count = [], 0, 0
    for number, case in enumerate(recorded()):
        for question, expected, got in zip(
            case["questions"], case["answers"], ours(case, tmp_path / str(number)), strict=True
        ):
            count += 1
            if same(expected, got):
                continue
            if not got["ok"] and " here" in got["message"]:
                not_made += 1
            else:
                differ.append((case["files"], question, expected, got))
    assert differ[:3] == []
    assert count > 3900
    assert not_made < count * NOT_MADE
