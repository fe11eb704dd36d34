"""What can go wrong in a lookup: one constructor for all of it, and the category each id belongs to.

The categories are those of the conformance corpus; they name what Puppet itself would complain about.
"""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, HieraError, Position

CATEGORIES = {
    "alias-not-alone": "interpolation",
    "convert-to": "convert",
    "data-depth": "internal",
    "data-location": "location",
    "data-not-a-hash": "data_parse",
    "data-type": "data_type",
    "dig-type": "dig_type",
    "eyaml-decrypt": "decrypt",
    "eyaml-edit": "other",
    "eyaml-editor": "other",
    "eyaml-file": "io",
    "eyaml-key": "decrypt",
    "eyaml-scheme": "decrypt",
    "file-encoding": "data_parse",
    "file-too-large": "data_parse",
    "file-unreadable": "io",
    "hiera-backend": "config",
    "hiera-backend-failed": "other",
    "hiera-backend-result": "data_type",
    "hiera-config-missing": "config",
    "hiera-config-type": "config",
    "hiera-config-unknown-key": "config",
    "hiera-datadir-missing": "config",
    "hiera-duplicate-level": "config",
    "hiera-recursion": "recursion",
    "hiera-unknown-function": "config",
    "hiera-version": "config",
    "hocon-depth": "internal",
    "hocon-include": "data_parse",
    "hocon-join": "data_parse",
    "hocon-reference": "data_parse",
    "hocon-syntax": "data_parse",
    "hocon-too-large": "data_parse",
    "glob-too-wide": "config",
    "interpolation-too-large": "internal",
    "interpolation-not-allowed": "interpolation",
    "json-syntax": "data_parse",
    "json-too-large": "data_parse",
    "key-syntax": "key_syntax",
    "lookup-arguments": "arguments",
    "lookup-not-found": "not_found",
    "lookup-options": "lookup_options",
    "lookup-options-pattern": "internal",
    "mapped-paths-type": "internal",
    "merge-options": "merge_options",
    "merge-type": "merge_type",
    "outside-repository": "io",
    "pattern-too-costly": "internal",
    "regex-data": "data_type",
    "too-many-files": "config",
    "too-many-paths": "config",
    "unknown-interpolation-function": "interpolation",
    "unknown-variable": "undefined_variable",
    "value-type": "value_type",
    "yaml-class": "data_parse",
    "yaml-date": "data_parse",
    "yaml-depth": "data_parse",
    "yaml-syntax": "data_parse",
    "yaml-tab": "data_parse",
    "yaml-too-large": "data_parse",
}
"""Diagnostic id to category, for every error this package raises."""


class ConfigError(HieraError):
    """A hiera.yaml that cannot be used; whatever its Diagnostics are, the category is `config`."""


def category_of(error: HieraError) -> str:
    """Return the category of the first Diagnostic of `error`, `other` when its id has none."""
    if isinstance(error, ConfigError):
        return "config"
    return CATEGORIES.get(error.diagnostics[0].id, "other")


def failure(
    id_: str,
    message: str,
    *where: Position | None,
    hint: str | None = None,
    note: str | None = None,
) -> HieraError:
    """Return the error of one Diagnostic; places that are None are left out."""
    places = tuple(position for position in where if position is not None)
    return HieraError(Diagnostic(id_, message, places, note=note, hint=hint))


def placed(error: HieraError, where: Position | None) -> HieraError:
    """Return the error with a place, such as that of the text that holds an expression, where it has none."""
    first = error.diagnostics[0]
    if first.where or where is None or isinstance(error, ConfigError):
        return error
    return failure(first.id, first.message, where, hint=first.hint, note=first.note)
