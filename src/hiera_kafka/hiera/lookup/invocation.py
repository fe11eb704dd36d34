"""One lookup under way: the walk through layers, levels and files, and the lookups inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import Diagnostic, Position, Severity, nearest
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.layers import Layer
from hiera_kafka.hiera.hierarchy.levels import Extras, Level, value_of
from hiera_kafka.hiera.lookup.session import Session, paths_of
from hiera_kafka.hiera.merging import interpolation, merge
from hiera_kafka.hiera.merging.interpolation import interpolate, resolving
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.merging.lookup_options import LookupOptions, compiled, validate
from hiera_kafka.hiera.merging.merge import Strategy, strategy_of
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.puppet.convert import convert
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.keys import LookupKey, dig, parse
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.ruby import described
from hiera_kafka.source import Origin

T = TypeVar("T")

_NUMERIC_NAME = re.compile(r"(?:0|[1-9][0-9]*)")
_SHARED = 2
"""How many layers, the highest, the keys of all modules share."""
MAX_EFFORT = 32_000_000
"""Letters that interpolation may make in one lookup; each lookup inside counts as a thousand."""

_LOOKUP_EFFORT = 1000
_OPTIONS_KEY = LookupKey(OPTIONS, OPTIONS, ())


class Invocation:
    """One lookup under way.

    Attributes:
        stack: What is being resolved, outermost first.
        warnings: Diagnostics so far, each once; shared with the invocations inside.
    """

    def __init__(
        self,
        session: Session,
        *,
        overrides: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        outer: Invocation | None = None,
        local: Mapping[str, Any] | None = None,
    ) -> None:
        self.stack: list[str] = [] if outer is None else outer.stack
        self._spent: list[int] = [0] if outer is None else outer._spent  # noqa: SLF001 - of the same class
        self._session = session
        self._overrides = overrides or {}
        self._defaults = defaults or {}
        self._locals = local or {}
        self.warnings: dict[Diagnostic, None] = {} if outer is None else outer.warnings

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings of this lookup, each once."""
        return tuple(self.warnings)

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
                found = self.given(name, self._overrides[name], f"override of {name}")
                return name, found, f"value found for key {name!r} in override hash"
            answer = self.value(name, merge)
            if answer is not None:
                return name, answer, "found value"
        for name in names:
            if name in self._defaults:
                found = self.given(name, self._defaults[name], f"default_values_hash, {name}")
                return name, found, f"value found for key {name!r} in default values hash"
        return None

    def given(self, name: str, value: Any, rule: str) -> Node:  # noqa: ARG002 - for explanations, which show the name
        """Return a value that the caller gave with the lookup; `rule` says as what."""
        return Node.of(value, Origin.given(rule))

    def value(self, text: str, merge: Any = None) -> Node | None:
        """Return the value of one key in the data, None when it has none."""
        if text == OPTIONS or text.startswith(f"{OPTIONS}."):
            return None
        key = parse(text)
        options = self.options_of(key)
        strategy = strategy_of(_option(options, "merge") if merge is None else merge)
        try:
            found = self.search(key, strategy)
            if found is None:
                found = self.in_default_hierarchy(key)
            if found is None or options is None:
                return found
            return self.converted(found, text, _option(options, "convert_to"))
        except TooCostlyError as error:  # of `knockout_prefix`, or of a type such as Pattern[/a/]
            raise ruby_regex.too_costly(error, None if options is None else options.position) from error

    def search(self, key: LookupKey, strategy: Strategy) -> Node | None:
        """Return what all layers have for a key."""
        layers = self._session.layers.of(key.module)
        found = self.over(strategy, layers, lambda layer: self.in_layer(layer, key, strategy))
        return found if found is None or not key.segments else self.dug(found, key)

    def over(self, strategy: Strategy, variants: Sequence[T], find: Callable[[T], Node | None]) -> Node | None:
        """Return what variants (layers, levels or files) have together."""
        return strategy.over(variants, find)

    def dug(self, found: Node, key: LookupKey) -> Node | None:
        """Return the part of a value that the segments of the key name."""
        return dig(found, key.segments, key.text)

    def converted(self, found: Node, text: str, convert_to: Any) -> Node:
        """Return a value as what the option `convert_to` wants."""
        return convert(found, text, convert_to)

    def text(self, node: Node, subject: str, methods: bool) -> Node:
        """Return a text with every expression in it expanded."""
        found = interpolation.expanded(node, subject, self, methods)
        if isinstance(found.data, str):
            self._spend(len(found.data))
        return found

    def _spend(self, effort: int) -> None:
        """Count what interpolation does, since values that refer to values multiply.

        Raises:
            HieraError: `interpolation-too-large`.
        """
        self._spent[0] += effort
        if self._spent[0] > MAX_EFFORT:
            raise failure(
                "interpolation-too-large",
                "the value takes too many lookups, or too much text, to be put together",
                hint="look for values that refer several times to values that do the same",
            )

    def lookup(self, key: str) -> Node:
        """Answer `%{lookup('key')}`: a key without value gives the empty text."""
        self._spend(_LOOKUP_EFFORT)
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
        self.warnings.setdefault(warning)
        self._session.warn((warning,))

    def read_everything(self) -> None:
        """Read every file of the global layer and the environment, so that their warnings are known."""
        for config in (self._session.layers.global_layer(), self._session.layers.environment()):
            for level in self.levels(config):
                level.data()

    def levels(self, config: Config | None, *, default: bool = False) -> list[Level]:
        """Return the levels of a layer with this host's files."""
        return self._session.levels(config, self.paths, self.extras, default=default)

    def nested(self, local: Mapping[str, Any] | None = None) -> Invocation:
        """Return an invocation for what a lookup needs besides: it sees neither overrides nor default values."""
        return Invocation(self._session, outer=self, local=local)

    def paths(self, config: Config, entry: LevelConfig) -> list[str]:
        """Return the paths of a level for this host."""

        def expand(text: str, local: Mapping[str, object]) -> str:
            return interpolation.expand(text, self.nested(local), entry.position)

        def mapped(name: str) -> list[object]:
            found = interpolation.variable(name, self.nested(), entry.position)
            return _elements(None if found is None else found.plain, entry)

        return paths_of(config, entry, expand, mapped, self._session.glob)

    def extras(self, config: Config, entry: LevelConfig) -> Extras:
        """Return the options of a level, and its URIs, for this host."""
        if not entry.options and entry.location_kind not in {"uri", "uris"}:
            return Extras(config.root)
        given = Node.of(entry.options, Origin.given("hiera.yaml", entry.position))
        options = interpolate(given, self.nested(), methods=False).plain
        texts = entry.locations if entry.location_kind in {"uri", "uris"} else ()
        uris = tuple(interpolation.expand(text, self.nested(), entry.position) for text in texts)
        return Extras(config.root, options, uris)

    def in_layer(self, layer: Layer, key: LookupKey, strategy: Strategy, *, default: bool = False) -> Node | None:
        """Return what one layer has for a key; `default` asks the default hierarchy of a module instead."""
        config = layer.config()
        if config is None:
            return None
        with resolving(self, key.text):
            levels = self.levels(config, default=default)
            if strategy is not merge.FIRST:
                return self.over(strategy, levels, lambda level: self.in_level(level, key, strategy))
            for level in levels:
                found = self.in_level(level, key, strategy)
                if found is not None:
                    return found
        return None

    def in_level(self, level: Level, key: LookupKey, strategy: Strategy) -> Node | None:
        """Return what the files of one level have for a key."""
        root = key.root
        if strategy is not merge.FIRST:
            return strategy.over(
                level.sources(key, self),
                lambda data: self.in_file(data, root) if data is not None and root in data else None,
            )
        for data in level.sources(key, self):
            if data is not None and root in data:
                return self.in_file(data, root)
        return None

    def in_file(self, data: dict[str, Node] | None, root: str) -> Node | None:
        """Return the value of a root key in one file, interpolated."""
        node = value_of(data, root)
        return interpolate(node, self) if node is not None and node.live else node

    def in_default_hierarchy(self, key: LookupKey) -> Node | None:
        """Return what the default hierarchy of the key's module has."""
        config = self._session.layers.module(key.module)
        if config is None or config.default_entries is None:
            return None
        layer = Layer("module", lambda: config)
        options = self._default_options(layer, key.module)
        own = None if options is None else options.of(key.root)
        found = self.in_layer(layer, key, strategy_of(_option(own, "merge")), default=True)
        return found if found is None else dig(found, key.segments, key.text)

    def options_of(self, key: LookupKey) -> Node | None:
        """Return the `lookup_options` of a key, None when it has none."""
        options = self._session.options
        if (key.module, False) not in options:
            options[key.module, False] = self.gathered_options(key.module)
        found = options[key.module, False]
        return None if found is None else found.of(key.root)

    def gathered_options(self, module: str | None) -> LookupOptions | None:
        """Return the `lookup_options` of all layers together."""
        layers = self._session.layers.of(module)
        shared = self._session.shared_options
        if not shared:
            found: Node | None = None
            for layer in layers[:_SHARED]:
                found = self._with_options_of(layer, found, None)
            shared.append(found)
        found = shared[0]
        for layer in layers[_SHARED:]:
            found = self._with_options_of(layer, found, module)
        return compiled(found)

    def _with_options_of(self, layer: Layer, higher: Node | None, module: str | None) -> Node | None:
        lower = self.nested().in_layer(layer, _OPTIONS_KEY, merge.HASH)
        if lower is None:
            return higher
        checked = validate(lower, module)
        return checked if higher is None else merge.HASH.merge(higher, lower)

    def _default_options(self, layer: Layer, module: str | None) -> LookupOptions | None:
        options = self._session.options
        if (module, True) not in options:
            meta = self.nested()
            found = meta.in_layer(layer, _OPTIONS_KEY, merge.HASH, default=True)
            options[module, True] = compiled(validate(found, module))
        return options[module, True]


def _option(options: Node | None, name: str) -> Any:
    """Return one of a key's options.

    Raises:
        HieraError: `lookup-options`, when they are neither hash nor text. Puppet takes a text for no options, unless
            the option's name is part of it.
    """
    if options is None or options.data is False:
        return None
    if isinstance(options.data, dict):
        found = options.data.get(name)
        if found is not None and found.holds_secret():
            raise failure(
                "lookup-options",
                f"the option {name!r} of a key is made from a secret, and messages quote it",
                found.position,
                hint="write it in the clear",
            )
        return None if found is None else found.plain
    if isinstance(options.data, str):
        return name if name in options.data else None
    raise failure(
        "lookup-options",
        f"the options of a key must be a hash, found {described(options.data)}",
        options.position,
        hint="write {merge: deep}",
    )


def _elements(value: Any, entry: LevelConfig) -> list[object]:
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
