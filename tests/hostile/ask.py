"""Answers one lookup, or fuzzes one reader, within bounds of memory and time: `ask.py HIERA_YAML KEY` prints a word.

It runs in a process of its own, since some of what it reads is made to end a process.
"""

from __future__ import annotations

import json
import resource
import sys

MEMORY, SECONDS = 2**30, 20


def main(hiera_yaml: str, key: str) -> str:
    from hiera_kafka.errors import HieraError
    from hiera_kafka.hiera import Hiera
    from hiera_kafka.scope import Scope

    try:
        found = Hiera.load(hiera_yaml).lookup(key, Scope(facts={"site": "north"}))
        return f"value of {len(json.dumps(found.shown()))} letters"
    except HieraError as error:
        return error.diagnostics[0].id


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(main(*sys.argv[1:]) + "\n")
