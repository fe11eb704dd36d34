"""Reports for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hiera_kafka.ops.verify.formats import json_
from lib.data.verify_verdicts import BASE, every_kind
from lib.repository import ROOT


def test_it_holds_every_result_with_its_origin(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "tests/cases/verify/every-kind.json", f"{json_.render(every_kind(), BASE)}\n")


def test_what_was_observed_is_read_back_as_it_was_and_obeyed_by_no_terminal() -> None:
    made = json_.render(every_kind(), BASE)
    observed = {row["observed"] for row in json.loads(made)["results"]}

    assert "\x1b[31mred\n::error::planted|x\u202e" in observed
    assert "\x1b" not in made
    assert "\u202e" not in made
