"""What Puppet would refuse, with the category of the refusal.

Puppet's own words ("undefined method `[]' for nil") seldom say what is wrong with the data, so messages here name the
data; the category says what Puppet trips over. Records of real compilations are compared by category.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hiera_kafka.errors import Diagnostic, HieraError, HieraKafkaError, Position

CATEGORIES = {
    "puppet-arity": "arity",
    "puppet-duplicate-declaration": "duplicate_declaration",
    "puppet-explicit-fail": "explicit_fail",
    "puppet-missing-key": "missing_hiera_key",
    "puppet-nil": "ruby_nil",
    "puppet-template-name": "template_name_error",
    "puppet-type-mismatch": "type_mismatch",
    "puppet-undef-index": "undef_index",
    "puppet-undefined-variable": "undefined_variable",
    "puppet-unknown-cluster": "ruby_nil",
    "puppet-unknown-parameter": "unknown_parameter",
    "puppet-unsortable": "unsortable_ids",
    "puppet-wrong-type": "ruby_wrong_type",
}
"""Diagnostic id to the category of Puppet's error."""

_OF_LOOKUPS = {"unknown-variable": "undefined_variable", "lookup-not-found": "missing_hiera_key"}


class WikimediaError(HieraKafkaError):
    """Puppet would not compile this.

    Attributes:
        category: What Puppet trips over, see CATEGORIES.
    """

    def __init__(self, category: str, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.category = category

    def __reduce__(self) -> tuple[type[WikimediaError], tuple[Any, ...]]:
        return type(self), (self.category, self.diagnostics)


def refuse(
    id_: str, message: str, *where: Position | None, hint: str | None = None, note: str | None = None
) -> WikimediaError:
    """Return the error of one Diagnostic; places that are None are left out.

    Args:
        id_: One of CATEGORIES.
        message: What was found, and what is allowed.
        where: Places in the data.
        hint: What to do.
        note: Background, such as what Puppet itself says.
    """
    places = tuple(dict.fromkeys(position for position in where if position is not None))
    return WikimediaError(CATEGORIES[id_], Diagnostic(id_, message, places, note=note, hint=hint))


def of_lookup(error: HieraError) -> HieraKafkaError:
    """Return the error of a lookup as Puppet's compiler would class it; one without a class there stays as it is."""
    category = _OF_LOOKUPS.get(error.diagnostics[0].id)
    return error if category is None else WikimediaError(category, error.diagnostics)
