"""Lookups of which no host is known: among files that some host reads together, for what fails whatever its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.hierarchy.config import Config
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.lookup.engine import deep_enough
from hiera_kafka.hiera.lookup.invocation import Invocation
from hiera_kafka.hiera.lookup.session import Session
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.values.keys import parse
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.scope import Scope


class Failed(NamedTuple):
    """Why a lookup fails.

    Attributes:
        error: What it is refused with.
        roots: The keys that it looked up besides its own; another value of one of them may be another answer.
        by_variable: Whether a variable was asked for, whose value may be another answer.
    """

    error: HieraError
    roots: frozenset[str]
    by_variable: bool


class WithoutHost:
    """Lookups in some files of an environment, with no variable known.

    Attributes:
        levels: The levels, with the files that are looked at.
    """

    def __init__(self, layers: Layers, levels: Sequence[Level]) -> None:
        self.levels = list(levels)
        self._session = Session(layers, Scope())

    def is_joined(self, key: str) -> bool:
        """Return whether `lookup_options` say anything of a key, so that more than its first value counts.

        Raises:
            HieraError: When the options themselves are wrong.
        """
        return self._invocation().options_of(parse(_asked(key))) is not None

    def options_failure(self) -> Failed | None:
        """Return why `lookup_options` fail every lookup, None when they do not."""
        invocation = self._invocation()
        try:
            invocation.options_of(parse(OPTIONS))
        except HieraError as error:
            return Failed(error, frozenset(invocation.roots), bool(invocation.variables))
        return None

    def failure(self, key: str) -> Failed | None:
        """Return why the lookup of a root key fails, None when it does not."""
        invocation = self._invocation()
        asked = _asked(key)
        try:
            deep_enough(lambda: invocation.value(asked))
        except HieraError as error:
            return Failed(error, frozenset(invocation.roots - {key}), bool(invocation.variables))
        return None

    def _invocation(self) -> _Lookup:
        return _Lookup(self._session, self.levels)


def _asked(key: str) -> str:
    """Return how a root key is asked for: one with dots or quotes in quotes."""
    if not set(key) & set("'\"."):
        return key
    return f'"{key}"' if '"' not in key else f"'{key}'"


class _Lookup(Invocation):
    def __init__(
        self,
        session: Session,
        only: list[Level],
        *,
        outer: _Lookup | None = None,
        local: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(session, outer=outer, local=local)
        self._session = session
        self._only = only
        self.file = session.layers.path
        self.roots: set[str] = set() if outer is None else outer.roots
        self.variables: set[str] = set() if outer is None else outer.variables

    def nested(self, local: Mapping[str, Any] | None = None) -> Invocation:
        return _Lookup(self._session, self._only, outer=self, local=local)

    def levels(self, config: Config | None, *, default: bool = False) -> list[Level]:
        if config is not None and config.file == self.file:
            return self._only
        return super().levels(config, default=default)

    def variable(self, name: str, where: Position | None) -> Node | None:  # noqa: ARG002 - as the inherited one
        self.variables.add(name)
        return None

    def lookup(self, key: str) -> Node:
        self.roots.add(parse(key).root)
        return super().lookup(key)
