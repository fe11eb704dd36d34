"""Wikimedia's two functions for hiera.yaml, as back ends: `wmflib::expand_path` and `wmflib::regex_data`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.hiera.hierarchy.site_functions import Context
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import Rich

_PATTERN = "__regex"


def expand_path(key: str, options: Mapping[str, Any], context: Context) -> Node:
    """Answer for a `lookup_key` level: the key `a::b::c` stands in `PATH/a/b.yaml`, one without `::` in `PATH.yaml`.

    Args:
        key: The root key; a leading `::` is dropped.
        options: `path`, a directory without ending.
        context: The lookup.

    Raises:
        NotFound: The file is missing or lacks the key.
        HieraError: When the file cannot be read or is not YAML.
    """
    name = key.removeprefix("::")
    *folders, _ = name.split("::")
    base = Path(options["path"])
    file = base.with_name(base.name + ".yaml") if not folders else base.joinpath(*folders).with_suffix(".yaml")
    if any(not folder or "/" in folder or folder.startswith(".") for folder in folders):
        context.not_found()
    found = context.read_yaml(str(file)).get(name)
    if found is None:
        context.not_found()
    value: Node = context.interpolate(found)
    return value


def regex_data(key: str, options: Mapping[str, Any], context: Context) -> Node:
    """Answer for a `lookup_key` level: the first label whose pattern matches the host and that holds the key.

    Args:
        key: The root key.
        options: `path`, the file of labels; `node`, the host's name.
        context: The lookup.

    Raises:
        NotFound: No label matches and holds the key.
        HieraError: `regex-data`, for a pattern that is none; `pattern-too-costly`; or when the file cannot be read or
            is not YAML.
    """
    host = str(options.get("node", ""))
    for name, label in context.read_yaml(options["path"]).items():
        if isinstance(label.data, dict) and key in label.data and key != _PATTERN and _matches(name, label, host):
            value: Node = context.interpolate(label.data[key])
            return value
    return context.not_found()


def _matches(name: str, label: Node, host: str) -> bool:
    pattern = label.data.get(_PATTERN)
    if pattern is None:
        return False
    text = pattern.data.text if isinstance(pattern.data, Rich) else pattern.data
    try:
        if not isinstance(text, str):
            raise re.error("it is no text")
        return ruby_regex.compile_pattern(_unslashed(text)).search(host)
    except re.error as error:
        raise failure(
            "regex-data",
            f"'{_PATTERN}' of the label {name!r} is no regular expression: {error.msg}",
            pattern.position,
            hint="write it as `__regex: !ruby/regexp /^kafka[0-9]+/`",
        ) from error
    except TooCostlyError as error:
        raise ruby_regex.too_costly(error, pattern.position) from error


def _unslashed(text: str) -> str:
    """Return the pattern of `/pattern/flags`, with the flags inside it."""
    match = re.fullmatch(r"/(.*)/([imx]*)", text, re.DOTALL)
    if match is None:
        return text
    return f"(?{match[2]}){match[1]}" if match[2] else match[1]
