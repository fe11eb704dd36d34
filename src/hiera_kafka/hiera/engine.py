"""Hiera 5 lookup: `Hiera.load(path).lookup(key, scope)`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.failures import failure
from hiera_kafka.hiera.found import Found
from hiera_kafka.hiera.invocation import Invocation
from hiera_kafka.hiera.layers import Layers
from hiera_kafka.hiera.node import Node
from hiera_kafka.hiera.session import Session
from hiera_kafka.hiera.settings import Settings
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin

MISSING: Any = object()
"""Stands for a default that was not given; None is a default like any other."""

_KEPT_SESSIONS = 256
_NOTHING: Mapping[str, Any] = {}


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
        self, key: str, scope: Scope, *, merge: str | Mapping[str, Any] | None = None, default: Any = MISSING
    ) -> Found:
        """Return what a key is for a host.

        Args:
            key: The key, with dots to dig into the value.
            scope: The host.
            merge: A strategy or its hash of options; None leaves it to `lookup_options`.
            default: Returned as it is when nothing is found.

        Raises:
            HieraError: `lookup-not-found` when there is neither value nor default, and whatever the data does wrong.
        """
        found = self.find(key, scope, merge=merge)
        if found is not None:
            return found
        if default is not MISSING:
            return Found(key, Node.of(default, Origin.given("default of the lookup")))
        raise failure("lookup-not-found", f"no level of the hierarchy has a value for the key {key!r}")

    def find(self, key: str, scope: Scope, *, merge: str | Mapping[str, Any] | None = None) -> Found | None:
        """Return what a key is for a host, None when nothing is found.

        Raises:
            HieraError: Whatever the data does wrong.
        """
        session = self._session(scope)
        invocation = Invocation(session)
        node = invocation.value(key, merge)
        return None if node is None else Found(key, node, invocation.diagnostics)

    def diagnostics(self, scope: Scope) -> tuple[Diagnostic, ...]:
        """Return the warnings of hiera.yaml and of every file that this host reads, and of its lookups so far.

        Raises:
            HieraError: When a file of this host cannot be read.
        """
        session = self._session(scope)
        Invocation(session).read_everything()
        return session.diagnostics

    def _session(self, scope: Scope) -> Session:
        """Return what lookups in this scope share; scopes hold dicts, so they are told apart by identity."""
        kept = self._sessions.get(id(scope))
        if kept is None or kept[0] is not scope:
            kept = (scope, Session(self._layers, scope))
            self._sessions[id(scope)] = kept
            if len(self._sessions) > _KEPT_SESSIONS:
                self._sessions.popitem(last=False)
        return kept[1]
