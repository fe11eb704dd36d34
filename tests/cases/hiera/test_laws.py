"""Laws of lookups over random hierarchies."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.hiera.values.ruby import eql_key
from hiera_kafka.scope import Scope
from lib.data.hierarchies import Case, cases

PUPPET = Settings(as_puppet=True)


def asked(hiera, scope, question, *, explain=False):
    """Return all that a lookup says: value, origins and warnings, or the errors."""
    options = question["options"]
    given = {"merge": options.get("merge"), "default": options.get("default_value", MISSING)}
    try:
        if explain:
            explanation = hiera.explain(question["key"], scope, **given)
            if explanation.error is not None:
                raise explanation.error
            found = explanation.found
        else:
            found = hiera.lookup(question["key"], scope, **given)
    except HieraError as error:
        return "error", error.diagnostics
    return eql_key(found.value), list(found.value) if isinstance(found.value, dict) else None, found.origins


def scope_of(node):
    return Scope(facts=node["facts"])


@settings(max_examples=40)
@given(cases(), st.randoms(use_true_random=False))
def test_no_host_sees_what_was_looked_up_for_another(case: Case, random):
    with tempfile.TemporaryDirectory() as directory:
        path = case.write(Path(directory))
        shared = Hiera.load(path, settings=PUPPET)
        scopes = [scope_of(node) for node in case.nodes]
        rounds = [(scope, question) for scope in scopes for question in case.questions] * 2
        random.shuffle(rounds)
        for scope, question in rounds:
            alone = asked(Hiera.load(path, settings=PUPPET), scope, question)
            assert asked(shared, scope, question) == alone


@settings(max_examples=40)
@given(cases())
def test_explaining_a_lookup_changes_nothing_of_it(case: Case):
    with tempfile.TemporaryDirectory() as directory:
        hiera = Hiera.load(case.write(Path(directory)), settings=PUPPET)
        for node in case.nodes:
            for question in case.questions:
                before = asked(hiera, scope_of(node), question)
                assert asked(hiera, scope_of(node), question, explain=True) == before
                assert asked(hiera, scope_of(node), question) == before
