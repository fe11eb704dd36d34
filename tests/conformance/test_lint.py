"""What lookups refuse lint reports as well, without an inventory: every error of the corpus, and those of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.answer import lay_out, question, scope_of
from conformance.test_hiera import PARTS, packed
from hiera_kafka.errors import HieraError, Severity
from hiera_kafka.hiera import Hiera
from hiera_kafka.hiera import Settings as LookupSettings
from hiera_kafka.hiera.values.keys import parse
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, run
from hiera_kafka.scope import Scope

OWN = sorted(path.parent for path in (Path(__file__).parents[1] / "cases/hiera/errors").glob("*/case.json"))
OF_THE_QUESTION = {"lookup-not-found", "lookup-arguments", "hiera-config-missing"}
"""Nothing in the files is wrong then; without a hiera.yaml there is nothing to lint."""
NOT_CERTAIN = {
    "rnd-0958",  # converts a hash with a variable in it, and lint does not try what other values would do
    "rnd-1214",  # another file of the same level has the value, and a host may read that alone
}
LINT_HAS_NO_KEYS = {"eyaml-key": "undecryptable-enc"}


def refusal(hiera_yaml, settings, key, scope):
    """Return the first Diagnostic of a refused lookup of a whole root key, None where it answers."""
    try:
        Hiera.load(hiera_yaml, settings=settings).lookup(key, scope)
    except HieraError as error:
        return error.diagnostics[0]
    return None


def root_key(key):
    """Return how the root of a key that a case asks for is asked for alone."""
    first = next(iter(key), "") if isinstance(key, list) else key
    try:
        root = parse(first).root if isinstance(first, str) else ""
    except HieraError:  # a fault of the question
        root = ""
    return f'"{root}"' if set(root) & set(".'") else root or "no_such_key"


def lint(top):
    (top / ".git").mkdir(exist_ok=True)
    found = run(LintRequest((top,), Settings(top))).findings
    return {finding.id: finding.level for finding in found}


def unreported(hiera_yaml, settings, key, scope, top):
    """Return what lint lacks of a refusal, None when all is well.

    Nothing is asked of lint where a host without facts is answered otherwise: it knows no host.
    """
    refused = refusal(hiera_yaml, settings, key, scope)
    if refused is None or refused.id in OF_THE_QUESTION:
        return None
    bare = refusal(hiera_yaml, settings, key, Scope(environment=scope.environment))
    if bare is None or bare.id != refused.id:
        return None
    found = lint(top)
    level = found.get(LINT_HAS_NO_KEYS.get(refused.id, refused.id))
    if refused.id == "outside-repository":  # lint goes on, decision 0025
        return None if level is Severity.INFO else (refused.id, level)
    return None if level is refused.level else (refused.id, level)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_error_of_the_corpus_is_found(part, tmp_path):
    pairs = list(zip(packed("cases"), packed("expected"), strict=True))
    refused = [case for case, expected in pairs if not expected["ok"] and case["id"] not in NOT_CERTAIN][part::PARTS]
    lacking = {}
    for case in refused:
        if (case.get("settings") or {}).get("strict") == "error":
            continue  # lint reports a warning where only the caller makes an error of it
        top = tmp_path.resolve() / case["id"]
        scope = scope_of(case["scope"])
        environment = top / "environments" / scope.environment
        names = {"__ENVDIR__": str(environment), "__GLOBALDIR__": str(top / "global")}
        lay_out(case["files"], environment, names)
        lay_out(case.get("global_files") or {}, top / "global", names)
        settings = LookupSettings(
            global_config=top / "global/hiera.yaml" if case.get("global_files") else None, repository=top
        )
        key = root_key(question(case)[0])
        if (
            case["id"] not in NOT_CERTAIN
            and (lack := unreported(environment / "hiera.yaml", settings, key, scope, top)) is not None
        ):
            lacking[case["id"]] = lack
    assert len(refused) > 90
    assert lacking == {}


@pytest.mark.parametrize("case", OWN, ids=lambda path: path.name)
def test_every_error_of_our_own_cases_is_found(case, tmp_path):
    asked = json.loads((case / "case.json").read_text(encoding="utf-8"))
    top = tmp_path.resolve()
    for file in case.rglob("*"):
        if file.is_file() and file.name not in {"case.json", "messages.txt"}:
            (top / file.relative_to(case)).parent.mkdir(parents=True, exist_ok=True)
            (top / file.relative_to(case)).write_bytes(file.read_bytes())
    scope = Scope(**asked.get("scope", {}))

    # Not with `strict: error`: lint reports a warning where only the caller makes an error of it.
    assert unreported(top / "hiera.yaml", LookupSettings(), root_key(asked["key"]), scope, top) is None
