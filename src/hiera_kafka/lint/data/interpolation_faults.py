"""What interpolation refuses whatever the host: found by the code that lookups run, with nothing known of any host."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.merging import interpolation
from hiera_kafka.hiera.values import keys
from hiera_kafka.hiera.values.node import MARK, Node
from hiera_kafka.lint.data.file import DataFile


class NoHost:
    """Answers interpolation where no host is known: every variable and key is without value, if well written."""

    def __init__(self) -> None:
        self.stack: list[str] = []

    def variable(self, name: str, where: Position | None) -> Node | None:  # noqa: ARG002 - part of the protocol
        """Return None: no variable is known."""
        return None

    def lookup(self, key: str) -> Node | None:
        """Return None: no key is known.

        Raises:
            HieraError: `key-syntax`.
        """
        keys.parse(key)
        return None

    def text(self, node: Node, subject: str, methods: bool) -> Node:
        """Return a text with its expressions taken out.

        Raises:
            HieraError: When an expression is wrong.
        """
        return interpolation.expanded(node, subject, self, methods)


@functools.lru_cache(maxsize=4)  # several rules ask, one after another
def faults_in(file: DataFile) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the interpolations of a data file, at most one fault for each text."""
    if MARK not in file.text:
        return ()
    found: dict[Diagnostic, None] = {}
    for node in file.entries.values():
        for text in _texts(node):
            found.update(dict.fromkeys(_faults(text)))
    return tuple(found)


def faults_in_config(config: Config) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the interpolations of a hiera.yaml: each fails every lookup."""
    found: dict[Diagnostic, None] = {}
    for entry in (*config.entries, *(config.default_entries or ())):
        found.update(dict.fromkeys(_faults_of_level(entry)))
    return tuple(found)


def _texts(node: Node) -> Iterator[Node]:
    """Yield each text of a value that holds an interpolation, names in hashes included."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if not node.live:
            continue
        if isinstance(node.data, str):
            yield node
        elif isinstance(node.data, list):
            waiting += reversed(node.data)
        else:
            waiting += reversed(node.data.values())
            places = node.keys or {}
            for key in node.data:
                if isinstance(key, str) and MARK in key:
                    yield Node(key, places.get(key, node.at))


def _faults(node: Node) -> tuple[Diagnostic, ...]:
    try:
        interpolation.interpolate(node, NoHost())
    except HieraError as error:
        return error.diagnostics
    return ()


def _faults_of_level(entry: LevelConfig) -> Iterator[Diagnostic]:
    texts = [entry.datadir, *entry.locations]
    if entry.location_kind == "mapped_paths":
        texts = [entry.datadir, entry.locations[2]]
        try:
            interpolation.variable(entry.locations[0], NoHost(), entry.position)
        except HieraError as error:
            yield from error.diagnostics
    waiting: list[object] = [entry.options]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
    for text in texts:
        try:
            interpolation.expand(text, NoHost(), entry.position)
        except HieraError as error:
            yield from error.diagnostics
