"""Looks up made-up data that is legal and odd: what is neither a value nor a Diagnostic ends the run.

    PYTHONPATH=tests python -m hostile.odd_inputs --count 1000000 --seed 1

A case is two data files and some questions; each question counts as one input. Every form in which `hiera-kafka lookup`
shows an answer is made. The seed is printed; that of a failure makes its case again with `--count 1`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from hiera_kafka.cli.lookup.text import rendered, with_origins
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.hiera.lookup.steps import origins_dict
from hiera_kafka.hiera.values.ruby import eql_key
from hiera_kafka.scope import Scope
from lib.data.odd_inputs import odd_case

EXPLAINED = 10
"""One in so many answers is explained as well: that is the lookup once more, and slow."""


def ask(hiera: Hiera, scope: Scope, question: dict, *, explained: bool) -> str:
    """Look up one key in every form; return the id of the Diagnostic that it ended with, `value` for an answer."""
    options = question["options"]
    default = options.get("default_value", MISSING)
    asked = {"merge": options.get("merge"), "default": default, "value_type": options.get("value_type")}
    try:
        if explained:
            explanation = hiera.explain(question["key"], scope, **asked)
            json.dumps(explanation.to_dict())
            explanation.text()
        found = hiera.lookup(question["key"], scope, **asked)
        hash(eql_key(found.value))
        json.dumps([found.shown(secrets=True), origins_dict(found.trace)])
        with_origins(found, secrets=True)
        for form in (None, "s", "json", "yaml"):
            rendered(found, form, secrets=True)
    except HieraError as error:
        error.render()
        return error.diagnostics[0].id
    return "value"


def run(first: int, count: int, directory: Path) -> dict[str, int]:
    """Ask `count` questions, those of the case of number `first` and of the next ones; return how often each ended how.

    Raises:
        AssertionError: One ended in neither a value nor a Diagnostic.
    """
    ended: dict[str, int] = {}
    asked, number = 0, first
    while asked < count:
        case = odd_case(number)
        path = case.write(directory)
        hiera = Hiera.load(path, settings=Settings(as_puppet=number % 2 == 0))
        scope = Scope(facts=case.nodes[0]["facts"])
        for question in case.questions:
            asked += 1
            try:
                end = ask(hiera, scope, question, explained=asked % EXPLAINED == 0)
            except Exception as error:
                files = "\n".join(f"--- {name}\n{text}" for name, text in case.files.items())
                raise AssertionError(
                    f"--seed {number} --count 1: {question}\n{files}\n{''.join(traceback.format_exception(error))}"
                ) from error
            ended[end] = ended.get(end, 0) + 1
        number += 1
    return ended


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, help="number of the first case; a random one when it is left out")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if given.seed is None else given.seed
    sys.stdout.write(f"--seed {seed} --count {given.count}\n")
    sys.stdout.flush()
    start = time.process_time()
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-odd-") as temporary:
        ended = run(seed, given.count, Path(temporary))
    rows = [f"{number:9} {end}" for end, number in sorted(ended.items(), key=lambda item: -item[1])]
    sys.stdout.write("\n".join([*rows, f"{time.process_time() - start:.1f} s of processor time"]) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
