"""Hiera 5 lookup: `Hiera.load(path).lookup(key, scope)`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from hiera_kafka.errors import Diagnostic, HieraError
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.lookup import arguments
from hiera_kafka.hiera.lookup.found import Found
from hiera_kafka.hiera.lookup.invocation import Invocation
from hiera_kafka.hiera.lookup.levels_of_key import LevelValue, level_values
from hiera_kafka.hiera.lookup.session import Session
from hiera_kafka.hiera.puppet.convert import check_value
from hiera_kafka.hiera.puppet.types import PuppetType
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.settings import Settings
from hiera_kafka.scope import Scope
from hiera_kafka.source import Key

if TYPE_CHECKING:
    from hiera_kafka.hiera.lookup.explanation import Explanation

MISSING: Any = object()
"""Stands for a default that was not given; None is a default like any other."""

_KEPT_SESSIONS = 256


class Question(NamedTuple):
    """What is asked, checked."""

    keys: tuple[str, ...]
    merge: str | Mapping[str, Any] | None = None
    default: Any = MISSING
    override: Mapping[str, Any] | None = None
    default_values: Mapping[str, Any] | None = None
    type: PuppetType | None = None


T = TypeVar("T")


class Hiera:
    """The data of one hiera.yaml. Files are read when first needed and once; values are shared and never changed."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._sessions: OrderedDict[int, tuple[Scope, Session]] = OrderedDict()

    @classmethod
    def load(cls, path: Path | str, *, settings: Settings | None = None) -> Hiera:
        """Return the Hiera of a hiera.yaml.

        Args:
            path: The hiera.yaml.
            settings: How lookups behave.

        Raises:
            HieraError: When hiera.yaml is missing or wrong.
        """
        return cls(Layers(str(Path(path).absolute()), settings or Settings()))

    def lookup(
        self,
        key: str | Sequence[str],
        scope: Scope,
        *,
        merge: str | Mapping[str, Any] | None = None,
        default: Any = MISSING,
        override: Mapping[str, Any] | None = None,
        default_values: Mapping[str, Any] | None = None,
        value_type: str | None = None,
    ) -> Found:
        """Return what a key is for a host.

        Args:
            key: The key, with dots to dig into the value; of several the first that has a value.
            scope: The host.
            merge: A strategy or its hash of options; None leaves it to `lookup_options`.
            default: Returned as it is when nothing is found.
            override: Key to value; asked before the data.
            default_values: Key to value; asked after the data, before `default`.
            value_type: A Puppet type that the answer must be of.

        Raises:
            HieraError: `lookup-not-found` when there is neither value nor default, and whatever the data does wrong.
        """
        asked = Question(
            arguments.checked(key, merge, override, default_values),
            merge,
            default,
            override,
            default_values,
            None if value_type is None else arguments.checked_type(value_type),
        )
        invocation = Invocation(self._session(scope), overrides=override, defaults=default_values)
        return self._answer(asked, scope, invocation)

    def explain(
        self,
        key: str | Sequence[str],
        scope: Scope,
        *,
        merge: str | Mapping[str, Any] | None = None,
        default: Any = MISSING,
        override: Mapping[str, Any] | None = None,
        default_values: Mapping[str, Any] | None = None,
        value_type: str | None = None,
    ) -> Explanation:
        """Return why a lookup answers what it does, also where it finds nothing or fails; see `lookup`.

        Raises:
            HieraError: `lookup-arguments`.
        """
        asked = Question(
            arguments.checked(key, merge, override, default_values),
            merge,
            default,
            override,
            default_values,
            None if value_type is None else arguments.checked_type(value_type),
        )
        return self._explain(asked, scope)

    def _explain(self, asked: Question, scope: Scope) -> Explanation:
        # Loaded when asked for: most who look up never ask why.
        from hiera_kafka.hiera.lookup.explanation import Explanation  # noqa: PLC0415 - as above
        from hiera_kafka.hiera.lookup.recorder import Book, Explaining  # noqa: PLC0415 - as above

        book = Book()
        # A session of its own, since what another lookup of this host has gathered already would show no steps.
        session = Session(self._layers, scope)
        invocation = Explaining(session, book, overrides=asked.override, defaults=asked.default_values)
        try:
            found = self._answer(asked, scope, invocation)
        except HieraError as error:
            return Explanation(asked.keys, book.root, error=error)
        return Explanation(asked.keys, book.root, found=found)

    def _answer(self, asked: Question, scope: Scope, invocation: Invocation) -> Found:
        answer = deep_enough(lambda: invocation.ask(asked.keys, asked.merge))
        if answer is None:
            if asked.default is MISSING:
                raise _not_found(asked.keys)
            name = asked.keys[0] if asked.keys else ""
            answer = (name, invocation.given(name, asked.default, "default of the lookup"), "default value")
        name, node, what = answer
        if asked.type is not None:
            check_value(node, asked.type, what)
        return Found(name, node, invocation.diagnostics, lambda: self._explain(asked, scope))

    def find(self, key: str, scope: Scope, *, merge: str | Mapping[str, Any] | None = None) -> Found | None:
        """Return what a key is for a host, None when nothing is found.

        Raises:
            HieraError: Whatever the data does wrong.
        """
        name = arguments.checked_key(key, merge)
        invocation = Invocation(self._session(scope))
        node = deep_enough(lambda: invocation.value(name, merge))
        if node is None:
            return None
        return Found(key, node, invocation.diagnostics, lambda: self._explain(Question((key,), merge), scope))

    def diagnostics(self, scope: Scope) -> tuple[Diagnostic, ...]:
        """Return the warnings of hiera.yaml and of every file that this host reads, and of its lookups so far.

        Raises:
            HieraError: When a file of this host cannot be read.
        """
        session = self._session(scope)
        Invocation(session).read_everything()
        return session.diagnostics

    def levels(self, scope: Scope) -> list[Level]:
        """Return the levels of the environment with the files that this host reads, in order.

        Raises:
            HieraError: When a path cannot be made, or a data directory is missing.
        """
        session = self._session(scope)
        return Invocation(session).levels(session.layers.environment())

    def level_values(self, path: Sequence[Key], scope: Scope) -> tuple[LevelValue, ...]:
        """Return what each level has at a key path, the first one first; merges and `lookup_options` play no part.

        Raises:
            HieraError: When a file of this host cannot be read.
        """
        return tuple(level_values(self._session(scope), path))

    def _session(self, scope: Scope) -> Session:
        """Return what lookups in this scope share; scopes hold dicts, so they are distinguished by identity."""
        kept = self._sessions.get(id(scope))
        if kept is None or kept[0] is not scope:
            kept = (scope, Session(self._layers, scope))
            self._sessions[id(scope)] = kept
            if len(self._sessions) > _KEPT_SESSIONS:
                self._sessions.popitem(last=False)
        return kept[1]


def deep_enough(work: Callable[[], T]) -> T:
    """Run a lookup; values that interpolation nests without end become an error of the data."""
    try:
        return work()
    except RecursionError:
        raise failure(
            "data-depth",
            "the value nests too deep once everything it refers to is put together",
            hint="look for an alias() that holds a value that holds an alias()",
        ) from None


def _not_found(names: Sequence[str]) -> HieraError:
    what = f"the key {names[0]!r}" if len(names) == 1 else f"any of the keys {', '.join(map(repr, names)) or '(none)'}"
    return failure(
        "lookup-not-found",
        f"no level of the hierarchy has a value for {what}",
        hint="add it to a data file that this host reads, or give a default",
    )
