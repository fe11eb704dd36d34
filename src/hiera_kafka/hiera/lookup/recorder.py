"""Why a lookup answers what it does: the same walk once more, with every step of it kept.

`Explaining` wraps the methods of the walk; an ordinary lookup has no part in this and costs no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.hierarchy.config import Config, LevelConfig
from hiera_kafka.hiera.hierarchy.layers import Layer
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.lookup.invocation import Invocation
from hiera_kafka.hiera.lookup.session import Session
from hiera_kafka.hiera.lookup.steps import Outcome, Step, StepKind
from hiera_kafka.hiera.merging.lookup_options import LookupOptions
from hiera_kafka.hiera.merging.merge import FIRST, Strategy
from hiera_kafka.hiera.values import ruby
from hiera_kafka.hiera.values.keys import LookupKey
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secrets import secrets_in, unquoted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a level: its absolute path, and the text of hiera.yaml that it was made from."""

    original: str
    file: str


_EXPRESSION = re.compile(r"%\{[^}]*\}")


@dataclass
class Book:
    """What an explanation keeps on the way.

    Attributes:
        root: The whole tree.
        current: The step that is under way.
        paths: Original text and absolute path of each file of a level, by the identity of its entry.
        failed: The error that ended the lookup.
    """

    root: Step = field(default_factory=lambda: Step(StepKind.ROOT, ""))
    current: Step = field(init=False)
    paths: dict[int, list[DataFile]] = field(default_factory=dict)
    failed: HieraError | None = None
    _secret: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.current = self.root

    @contextmanager
    def step(self, kind: StepKind, name: str, **detail: Any) -> Iterator[Step]:
        """Keep a step; what happens meanwhile is inside it. The innermost step that fails records the failure."""
        step, outer = Step(kind, name, detail), self.current
        outer.steps.append(step)
        self.current = step
        try:
            yield step
        except HieraError as error:
            if self.failed is None:
                self.failed = step.error = error
            step.outcome = Outcome.FAILED
            raise
        finally:
            self.current = outer

    def secret(self, text: Node) -> bool:
        """Whether a text of a data file stands below a secret name."""
        return id(text) in self._secret

    def file(self, name: str, value: Node) -> None:
        """Keep which texts of a value are secret; it is one of a data file, which is not read again meanwhile."""
        self._secret.update(map(id, secrets_in(name, value)))


class Explaining(Invocation):
    """A lookup under way that keeps each step in a Book."""

    def __init__(
        self,
        session: Session,
        book: Book,
        *,
        overrides: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        outer: Invocation | None = None,
        local: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(session, overrides=overrides, defaults=defaults, outer=outer, local=local)
        self.book = book
        self._session = session
        self._explicit = False
        self._asked = ""

    def nested(self, local: Mapping[str, Any] | None = None) -> Invocation:
        """Return one that keeps its steps in the same Book."""
        return Explaining(self._session, self.book, outer=self, local=local)

    def given(self, name: str, value: Any, rule: str) -> Node:
        """Keep that a value was given with the lookup."""
        node = super().given(name, value, rule)
        with self.book.step(StepKind.GIVEN, name, rule=rule) as step:
            step.ended(node)
        return node

    def value(self, text: str, merge: Any = None) -> Node | None:
        """Keep whether the caller gave a strategy of its own."""
        outer, self._explicit = self._explicit, merge is not None
        try:
            return super().value(text, merge)
        finally:
            self._explicit = outer

    def options_of(self, key: LookupKey) -> Node | None:
        """Keep what `lookup_options` say of a key, and what of it counts."""
        found = super().options_of(key)
        names = found.data if found is not None and isinstance(found.data, dict) else {}
        used = [name for name in ("merge", "convert_to") if name in names]
        if self._explicit and "merge" in used:
            used.remove("merge")
        with self.book.step(StepKind.OPTIONS_OF_KEY, key.root, used=" and ".join(used)) as step:
            step.ended(found)
        return found

    def gathered_options(self, module: str | None) -> LookupOptions | None:
        """Keep how `lookup_options` were put together."""
        with self.book.step(StepKind.OPTIONS, "lookup_options"):
            return super().gathered_options(module)

    def search(self, key: LookupKey, strategy: Strategy) -> Node | None:
        """Keep the search for a key."""
        if self._explicit:
            with self.book.step(StepKind.MERGE_GIVEN, strategy.name):
                pass
        with self.book.step(StepKind.SEARCH, key.text) as step, self._asking(key):
            found = super().search(key, strategy)
            step.ended(found)
            return found

    def over(self, strategy: Strategy, variants: Sequence[T], find: Callable[[T], Node | None]) -> Node | None:
        """Keep what was merged, and how."""
        if strategy is FIRST:
            return super().over(strategy, variants, find)
        detail = {"options": strategy.options} if strategy.options else {}
        with self.book.step(StepKind.MERGE, strategy.name, key=self._asked, **detail) as step:
            found = super().over(strategy, variants, find)
            step.ended(found)
            return found

    def in_layer(self, layer: Layer, key: LookupKey, strategy: Strategy, *, default: bool = False) -> Node | None:
        """Keep that a layer was asked."""
        if default:
            config = layer.config()
            with self.book.step(StepKind.DEFAULT_HIERARCHY, "" if config is None else Path(config.root).name):
                return self._in_layer(layer, key, strategy, default=True)
        return self._in_layer(layer, key, strategy, default=False)

    def _in_layer(self, layer: Layer, key: LookupKey, strategy: Strategy, *, default: bool) -> Node | None:
        module = {"module": key.module} if layer.name == "module" and key.module is not None else {}
        with self.book.step(StepKind.LAYER, layer.name, **module) as step, self._asking(key):
            config = layer.config()
            if config is not None:
                step.detail["configuration"] = config.file
            return super().in_layer(layer, key, strategy, default=default)

    def in_level(self, level: Level, key: LookupKey, strategy: Strategy) -> Node | None:
        """Keep which files of a level were asked, and which are missing."""
        with self.book.step(StepKind.LEVEL, level.entry.name) as step:
            step.at = level.entry.position
            step.detail["function"] = level.entry.function
            data = level.sources(key, self)
            files = list(zip(self.book.paths.get(id(level.entry), ()), data, strict=False))
            if len(files) != len(data):  # not made from files
                return super().in_level(level, key, strategy)
            return self.over(strategy, files, lambda file: self._in_path(*file, key))

    def _in_path(self, path: DataFile, data: dict[str, Node] | None, key: LookupKey) -> Node | None:
        with self.book.step(StepKind.PATH, path.file, key=key.root, original=path.original) as step:
            found = self.in_file(data, key.root)
            step.ended(found)
            if data is None:
                step.outcome = Outcome.MISSING
            return found

    def in_file(self, data: dict[str, Node] | None, root: str) -> Node | None:
        """Keep which texts must not be shown, before they are interpolated."""
        if data is not None and root in data:
            self.book.file(root, data[root])
        return super().in_file(data, root)

    def paths(self, config: Config, entry: LevelConfig) -> list[str]:
        """Keep what the paths of a level are called in hiera.yaml."""
        found = super().paths(config, entry)
        texts = entry.locations
        if entry.location_kind == "mapped_paths":
            texts = texts[2:]
        originals = texts if len(texts) == len(found) else [", ".join(texts)] * len(found)
        self.book.paths[id(entry)] = [DataFile(*pair) for pair in zip(originals, found, strict=True)]
        return found

    def dug(self, found: Node, key: LookupKey) -> Node | None:
        """Keep what the segments of a key lead to."""
        with self.book.step(StepKind.SUB_KEY, ".".join(map(str, key.segments)), key=key.text) as step:
            part = super().dug(found, key)
            step.ended(part)
            return part

    def converted(self, found: Node, text: str, convert_to: Any) -> Node:
        """Keep a conversion."""
        if convert_to is None:
            return super().converted(found, text, convert_to)
        arguments = convert_to if isinstance(convert_to, list) else [convert_to]
        words = ", ".join(map(ruby.text, arguments))
        with self.book.step(StepKind.CONVERSION, f"[{words}]", key=text) as step:
            made = super().converted(found, text, convert_to)
            step.ended(made)
        if made.at.secret:  # what it was before is the same secret
            for before in self.book.current.steps:
                before.hidden = before.hidden or (before.kind is StepKind.SEARCH and before.name == text)
        return made

    def text(self, node: Node, subject: str, methods: bool) -> Node:
        """Keep the expressions of a text; not what is around them, which may be secret."""
        words = " ".join(_EXPRESSION.findall(subject, 0, subject.rfind("}") + 1))
        with self.book.step(StepKind.INTERPOLATION, unquoted(words, node.origin())) as step:
            step.at = node.position
            step.hidden = self.book.secret(node)
            return super().text(node, subject, methods)

    def variable(self, name: str, where: Position | None) -> Node | None:
        """Keep what a variable is."""
        with self.book.step(StepKind.VARIABLE, name) as step:
            found = super().variable(name, where)
            step.ended(found)
            return found

    @contextmanager
    def _asking(self, key: LookupKey) -> Iterator[None]:
        outer, self._asked = self._asked, key.text
        try:
            yield
        finally:
            self._asked = outer
