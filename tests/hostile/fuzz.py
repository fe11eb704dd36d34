"""Throws made-up text at one reader: `fuzz.py NAME COUNT DIRECTORY`; what is neither value nor Diagnostic ends it.

It runs in a process of its own, since a C parser that is upset ends the process.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Hiera
from hiera_kafka.hiera.formats import hocon_resolver, json_reader, yaml_reader
from hiera_kafka.hiera.puppet.types import TypeSyntaxError, parse_type
from hiera_kafka.hiera.values import keys
from hiera_kafka.scope import Scope

MEMORY = 2**30
SCOPE = Scope(facts={"site": "north", "list": [1, {"a": None}], "loop": "%{lookup('a')}"})

YAML = [
    *"[]{}:,&*!|>-?#%@`'\"\n\t ~.=\\",
    *(
        "a",
        "b",
        "1",
        "0x",
        "1e3",
        ": ",
        "- ",
        "\n  ",
        "\n- ",
        "&a ",
        "*a",
        "<<: ",
        "!!binary ",
        "!ruby/regexp ",
        "!!omap",
    ),
    *(
        "true",
        "null",
        "2001-01-01",
        "1:30",
        ".5",
        ":sym",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\ufeff",
        "\x00",
        "\x85",
        "é",
        "😀",
    ),
]
HOCON = [*'[]{}:,=+$?"#/\\.\n ', "a", "b", "1", "${a}", "${?b}", "include ", '"""', "null", "+=", "a.b", "010"]
JSON = [*'[]{}:,"\\/*\n ', "1", "-", ".5", "e9", "true", "null", '"a"', "\\u00", "\\ud800", "NaN"]
KEY = [*"'\".: +-0\n", "a", "b::c", "1", "lookup_options"]
EXPRESSION = [
    "%{",
    "}",
    "(",
    ")",
    "'",
    '"',
    "lookup",
    "alias",
    "scope",
    "hiera",
    "literal",
    "::",
    ".",
    "a",
    "b",
    "site",
]
EXPRESSION += ["list", "loop", "0", " ", "\n", "%", "'a'", "facts.list.1.a", "%{lookup('b')}", "%{alias('a')}"]
TYPE = [*"[]{},'\"/ ", "Integer", "Array", "Struct", "Optional", "Variant", "=>", "1", "default", "a", "\\", "Pattern"]


def looked_up(text: str) -> None:
    (directory := Path(HOME) / "data").mkdir(exist_ok=True)
    (directory / "a.json").write_text(json.dumps({"a": text, "b": {text: [text]}}))
    hiera = Hiera.load(Path(HOME) / "hiera.yaml")
    for key in ("a", "b"):
        found = hiera.lookup(key, SCOPE)
        json.dumps([found.shown(), found.trace.origin.to_dict()])
        found.explain().to_dict()


def typed(text: str) -> None:
    try:
        parse_type(text).holds(text)
    except TypeSyntaxError:
        return


def shown(document: yaml_reader.Document) -> None:
    if document.root is not None:
        str(document.root.plain)
        list(document.root.trace().leaves())


TARGETS = {
    "yaml": (YAML, lambda text: shown(yaml_reader.parse(text, "f"))),
    "hocon": (HOCON, lambda text: hocon_resolver.parse(text, "f").root.trace()),
    "json": (JSON, lambda text: json_reader.parse(text, "f").trace()),
    "key": (KEY, keys.parse),
    "interpolation": (EXPRESSION, looked_up),
    "type": (TYPE, typed),
}


def fuzz(name: str, count: int) -> None:
    pieces, work = TARGETS[name]
    texts = st.lists(st.sampled_from(pieces) | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(texts)
    def run(text: str) -> None:
        try:
            work(text)
        except HieraError as error:
            error.render()

    run()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    HOME = sys.argv[3]
    (Path(HOME) / "hiera.yaml").write_text("version: 5\nhierarchy: [{name: c, path: a.json, data_hash: json_data}]\n")
    fuzz(sys.argv[1], int(sys.argv[2]))
