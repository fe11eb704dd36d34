"""Refusals carry Puppet's category."""

from __future__ import annotations

import pickle

import pytest

from hiera_kafka.dialects.wikimedia.errors import CATEGORIES, WikimediaError, of_lookup, refuse
from hiera_kafka.errors import Diagnostic, HieraError, Position


def test_a_refusal_names_its_category_and_each_place_once() -> None:
    place = Position("common.yaml", 3, 1)
    error = refuse("puppet-nil", "brokers: a hash is needed, found nothing", place, None, place, hint="write it")
    assert error.category == "ruby_nil"
    assert error.diagnostics[0].where == (place,)
    assert error.render().startswith("common.yaml:3:1: error[puppet-nil]: brokers: a hash is needed")


def test_a_refusal_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(refuse("puppet-arity", "no arguments")))
    assert (type(error), error.category, error.diagnostics[0].id) == (WikimediaError, "arity", "puppet-arity")


@pytest.mark.parametrize(
    ("id_", "category"), [("unknown-variable", "undefined_variable"), ("lookup-not-found", "missing_hiera_key")]
)
def test_lookups_that_puppet_refuses_get_its_category(id_: str, category: str) -> None:
    error = of_lookup(HieraError(Diagnostic(id_, "words")))
    assert isinstance(error, WikimediaError)
    assert error.category == category
    assert error.diagnostics[0].id == id_


def test_other_errors_of_lookups_stay_what_they_are() -> None:
    error = HieraError(Diagnostic("yaml-tab", "words"))
    assert of_lookup(error) is error


def test_an_id_has_one_category() -> None:
    assert set(CATEGORIES.values()) >= {"missing_hiera_key", "type_mismatch", "undefined_variable", "explicit_fail"}
    assert set(CATEGORIES.values()) >= {"duplicate_declaration", "unsortable_ids", "undef_index", "template_name_error"}
