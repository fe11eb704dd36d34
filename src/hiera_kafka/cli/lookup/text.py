"""Values as `hiera-kafka lookup` prints them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hiera_kafka.cli.kit.output import aligned, plain
from hiera_kafka.errors import Diagnostic, HieraError
from hiera_kafka.hiera import Found
from hiera_kafka.hiera.values import ruby
from hiera_kafka.source import Key
from hiera_kafka.text import json_text

RENDERINGS = ("s", "json", "yaml")


def rendered(found: Found, form: str | None, *, secrets: bool) -> str:
    """Return a value as text.

    Args:
        found: The value.
        form: `s`, `json` or `yaml`, as Puppet prints them; None is our own: scalars bare, the rest as indented JSON.
        secrets: Whether to show secrets.

    Raises:
        HieraError: `value-not-representable`.
    """
    value = found.shown(secrets=secrets)
    if form is None:
        return plain(value)
    try:
        if form == "json":
            return json_text(value, indent=None, allow_nan=False)
        if form == "yaml":
            from hiera_kafka.hiera.formats.yaml_writer import dump  # noqa: PLC0415 - few ask for it

            return dump(value).removesuffix("\n")
    except ValueError as error:
        raise HieraError(
            Diagnostic(
                "value-not-representable",
                f"the value of {found.key!r} cannot be written as {form}: {error}",
                hint="--render-as s shows any value",
            )
        ) from error
    return ruby.text(value)


def leaves(value: object, path: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], object]]:
    """Yield path and value of each leaf; an empty hash or list is one."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    if not items:
        yield path, value
    for key, item in items:
        yield from leaves(item, (*path, key))


def with_origins(found: Found, *, secrets: bool) -> str:
    """Return each leaf of a value with where it came from."""
    base, key = str(Path.cwd()), found.key
    value = found.shown(secrets=secrets)
    rows = [(f"{dotted(key, path)} = {plain(leaf)}", found.trace.at(*path).text(base)) for path, leaf in leaves(value)]
    return aligned(rows)


def dotted(key: str, path: tuple[Key, ...]) -> str:
    """Return a path as lookup keys are written: segments that hold a dot stand in quotes."""
    return ".".join([key, *(f"'{part}'" if isinstance(part, str) and "." in part else str(part) for part in path)])
