"""Asks real Puppet about odd inputs, and records its answers.

    PYTHONPATH=tests python -m conformance.record_odd 1200

It writes `odd.jsonl.xz` beside itself: one case a line, as `lib.data.hierarchies.Case` has it, with Puppet's `answers`.
Debian's puppet-agent has to be installed; see `lib/puppet_lookup.rb`.
"""

from __future__ import annotations

import json
import lzma
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lib.data.hierarchies import Case
from lib.data.odd_inputs import odd_case

ASK_PUPPET = Path(__file__).resolve().parents[1] / "lib" / "puppet_lookup.rb"
RECORDED = Path(__file__).with_name("odd.jsonl.xz")
_ENDLESS = re.compile(r"9{20}|1e400")
"""Numbers of which Puppet would make lists as long."""


def asked(count: int) -> list[Case]:
    """Return the first cases; those that would fill Puppet's memory are left out."""
    return [case for case in map(odd_case, range(count)) if not _ENDLESS.search("".join(case.files.values()))]


def answered(cases: list[Case], directory: Path) -> list[list[dict[str, Any]]]:
    """Return Puppet's answers to each case."""
    lines = []
    for number, case in enumerate(cases):
        path = case.write(directory / str(number) / "production")
        lines.append(json.dumps({"directory": str(path.parents[1]), "nodes": case.nodes, "questions": case.questions}))
    done = subprocess.run(
        ["ruby", ASK_PUPPET], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    )
    return [json.loads(line)["answers"] for line in done.stdout.splitlines()]


def main(count: int) -> None:
    """Record the answers to the first cases."""
    cases = asked(count)
    with tempfile.TemporaryDirectory() as temporary:
        answers = answered(cases, Path(temporary))
    with lzma.open(RECORDED, "wt", encoding="utf-8") as file:
        for case, found in zip(cases, answers, strict=True):
            short = [answer if answer["ok"] else {"ok": False} for answer in found]
            file.write(json.dumps({**case._asdict(), "answers": short}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
