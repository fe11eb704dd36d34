"""One lookup under way: the walk through layers, levels and files, and the lookups inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hiera_kafka.errors import Diagnostic, Position, nearest
from hiera_kafka.errors import Level as Severity
from hiera_kafka.hiera import interpolation, merge
from hiera_kafka.hiera.config import Config, Entry
from hiera_kafka.hiera.convert import convert
from hiera_kafka.hiera.failures import failure
from hiera_kafka.hiera.interpolation import interpolate, resolving
from hiera_kafka.hiera.keys import LookupKey, dig, parse
from hiera_kafka.hiera.levels import Level, value_of
from hiera_kafka.hiera.merge import Strategy, strategy_of
from hiera_kafka.hiera.node import Node
from hiera_kafka.hiera.options import KEY as OPTIONS
from hiera_kafka.hiera.options import LookupOptions, compiled, validate
from hiera_kafka.hiera.ruby import described
from hiera_kafka.hiera.session import Session, paths_of
from hiera_kafka.source import Origin

_NUMERIC_NAME = re.compile(r"(?:0|[1-9][0-9]*)")
_OPTIONS_KEY = LookupKey(OPTIONS, OPTIONS, ())


class Invocation:
    """One lookup under way.

    Attributes:
        stack: What is being resolved, outermost first.
    """

    def __init__(
        self,
        session: Session,
        *,
        overrides: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        stack: list[str] | None = None,
    ) -> None:
        self.stack: list[str] = [] if stack is None else stack
        self._session = session
        self._overrides = overrides or {}
        self._defaults = defaults or {}
        self._locals: Mapping[str, Any] = {}
        self._diagnostics: dict[Diagnostic, None] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings of this lookup, each once."""
        return tuple(self._diagnostics)

    def ask(self, names: Sequence[str], merge: Any = None) -> tuple[str, Node, str] | None:
        """Return the first of several keys that has a value.

        Args:
            names: The keys.
            merge: A strategy or its hash of options; None leaves it to `lookup_options`.

        Returns:
            The key, its value, and how messages name such a value; None when nothing is found.
        """
        for name in names:
            if name in self._overrides:
                origin = Origin.given(f"override of {name}")
                return name, Node.of(self._overrides[name], origin), f"value found for key {name!r} in override hash"
            found = self.value(name, merge)
            if found is not None:
                return name, found, "found value"
        for name in names:
            if name in self._defaults:
                origin = Origin.given(f"default_values_hash, {name}")
                return (
                    name,
                    Node.of(self._defaults[name], origin),
                    f"value found for key {name!r} in default values hash",
                )
        return None

    def value(self, text: str, merge: Any = None) -> Node | None:
        """Return the value of one key in the data, None when it has none."""
        if text == OPTIONS or text.startswith(f"{OPTIONS}."):
            return None
        key = parse(text)
        options = self._options_of(key)
        strategy = strategy_of(_option(options, "merge") if merge is None else merge)
        layers = self._session.layers
        stack: tuple[Callable[[], Config | None], ...] = (
            layers.global_layer,
            layers.environment,
            lambda: layers.module(key.module),
        )
        found = strategy.over(stack, lambda layer: self._in_layer(layer(), key, strategy))
        if found is not None and key.segments:
            found = dig(found, key.segments, text)
        if found is None:
            found = self._in_default_hierarchy(key)
        return None if found is None else convert(found, text, _option(options, "convert_to"))

    def lookup(self, key: str) -> Node:
        """Answer `%{lookup('key')}`: a key without value gives the empty text."""
        found = self.ask([key])
        return Node("", Origin.default(f"lookup of {key} found nothing")) if found is None else found[1]

    def variable(self, name: str, where: Position | None) -> Node | None:
        """Return a scope variable, None when there is none; says so once for each name.

        Raises:
            HieraError: `unknown-variable`, when `strict` is `error`.
        """
        if name in self._locals and "::" not in name:  # a qualified name never means a local variable
            return Node.of(self._locals[name], Origin.given(f"mapped_paths, {name}"))
        if name in self._overrides:
            return Node.of(self._overrides[name], Origin.given(f"override, {name}"))
        found = self._session.variables.get(name)
        if found is not None:
            return found
        if name in self._defaults:
            return Node.of(self._defaults[name], Origin.given(f"default_values_hash, {name}"))
        if not _NUMERIC_NAME.fullmatch(name):
            self._unknown_variable(name, where)
        return None

    def _unknown_variable(self, name: str, where: Position | None) -> None:
        strict = self._session.layers.settings.strict
        if strict == "off":
            return
        guess = nearest(name.removeprefix("::"), list(self._session.variables))
        message = f"unknown variable {name!r}; it becomes the empty text"
        hint = f"did you mean {guess!r}?" if guess else "give the host this fact or variable, or correct the name"
        if strict == "error":
            raise failure("unknown-variable", f"unknown variable {name!r}", where, hint=hint)
        places = () if where is None else (where,)
        warning = Diagnostic("unknown-variable", message, places, hint=hint, level=Severity.WARNING)
        self._diagnostics.setdefault(warning)
        self._session.warn((warning,))

    def read_everything(self) -> None:
        """Read every file of the global layer and the environment, so that their warnings are known."""
        for config in (self._session.layers.global_layer(), self._session.layers.environment()):
            for level in self.levels(config):
                level.data()

    def levels(self, config: Config | None, *, default: bool = False) -> list[Level]:
        """Return the levels of a layer with this host's files."""
        return self._session.levels(config, self._paths, default=default)

    def _paths(self, config: Config, entry: Entry) -> list[str]:
        def expand(text: str, local: Mapping[str, object]) -> str:
            own = Invocation(self._session, stack=self.stack)
            own._locals = local
            expanded = interpolation.expand(text, own, entry.position)
            self._diagnostics.update(own._diagnostics)
            return expanded

        def mapped(name: str) -> list[object]:
            own = Invocation(self._session, stack=self.stack)
            found = interpolation.variable(name, own, entry.position)
            return _elements(None if found is None else found.plain, entry)

        return paths_of(config, entry, expand, mapped)

    def _in_layer(
        self, config: Config | None, key: LookupKey, strategy: Strategy, *, default: bool = False
    ) -> Node | None:
        if config is None:
            return None
        with resolving(self, key.text):
            levels = self.levels(config, default=default)
            if strategy is not merge.FIRST:
                return strategy.over(
                    levels, lambda level: strategy.over(level.data(), lambda data: self._in_file(data, key.root))
                )
            for level in levels:
                for data in level.data():
                    if data is not None and key.root in data:
                        return self._in_file(data, key.root)
        return None

    def _in_file(self, data: dict[str, Node] | None, root: str) -> Node | None:
        node = value_of(data, root)
        return interpolate(node, self) if node is not None and node.live else node

    def _in_default_hierarchy(self, key: LookupKey) -> Node | None:
        config = self._session.layers.module(key.module)
        if config is None or config.default_entries is None:
            return None
        options = self._default_options(config, key.module)
        own = None if options is None else options.of(key.root)
        found = self._in_layer(config, key, strategy_of(_option(own, "merge")), default=True)
        return found if found is None else dig(found, key.segments, key.text)

    def _options_of(self, key: LookupKey) -> Node | None:
        options = self._session.options
        if (key.module, False) not in options:
            options[key.module, False] = self._gathered_options(key.module)
        found = options[key.module, False]
        return None if found is None else found.of(key.root)

    def _gathered_options(self, module: str | None) -> LookupOptions | None:
        layers = self._session.layers
        meta = Invocation(self._session, stack=self.stack)
        found: Node | None = None
        for config, name in (
            (layers.global_layer(), None),
            (layers.environment(), None),
            (layers.module(module), module),
        ):
            lower = meta._in_layer(config, _OPTIONS_KEY, merge.HASH)
            if lower is None:
                continue
            checked = validate(lower, name)
            found = checked if found is None else merge.HASH.merge(found, lower)
        self._diagnostics.update(meta._diagnostics)
        return compiled(found)

    def _default_options(self, config: Config, module: str | None) -> LookupOptions | None:
        options = self._session.options
        if (module, True) not in options:
            meta = Invocation(self._session, stack=self.stack)
            found = meta._in_layer(config, _OPTIONS_KEY, merge.HASH, default=True)
            options[module, True] = compiled(validate(found, module))
        return options[module, True]


def _option(options: Node | None, name: str) -> Any:
    """Return one of a key's options.

    Raises:
        HieraError: `lookup-options`, when they are neither hash nor text. Puppet takes a text for no options, unless
            the option's name is part of it.
    """
    if options is None:
        return None
    if isinstance(options.data, dict):
        found = options.data.get(name)
        return None if found is None else found.plain
    if isinstance(options.data, str):
        return name if name in options.data else None
    raise failure(
        "lookup-options",
        f"the options of a key must be a hash, found {described(options.data)}",
        options.position,
        hint="write {merge: deep}",
    )


def _elements(value: Any, entry: Entry) -> list[object]:
    """Return what `mapped_paths` goes through: a text is one element, a hash its pairs."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [[key, item] for key, item in value.items()]
    if isinstance(value, Sequence):
        return list(value)
    raise failure(
        "mapped-paths-type",
        f"the variable of 'mapped_paths' in the level {entry.name!r} must be text, a list or a hash, "
        f"found {described(value)}",
        entry.position,
    )
