"""What a lookup did, step by step: a tree that is read as text or as JSON, with secrets masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secrets import HIDES_ALL, MASK, is_secret, is_secret_key, shown_key, shown_node
from hiera_kafka.hiera.values.value_text import value_lines
from hiera_kafka.source import Trace


class StepKind(StrEnum):
    """What a step is."""

    ROOT = "root"
    OPTIONS = "lookup-options"  # the gathering of `lookup_options` from all levels
    OPTIONS_OF_KEY = "options-of-key"  # what they say of the key
    MERGE_GIVEN = "merge-given"  # the caller's own strategy, which replaces that of `lookup_options`
    SEARCH = "search"
    LAYER = "layer"
    DEFAULT_HIERARCHY = "default-hierarchy"
    LEVEL = "level"
    PATH = "path"
    MERGE = "merge"
    INTERPOLATION = "interpolation"
    VARIABLE = "variable"
    SUB_KEY = "sub-key"
    CONVERSION = "conversion"
    GIVEN = "given"  # found among overrides or default values


class Outcome(StrEnum):
    """How a step ended."""

    FOUND = "found"
    NOT_FOUND = "not-found"
    MISSING = "missing"  # the file is not there
    FAILED = "failed"


@dataclass(slots=True)
class Step:
    """One step.

    Attributes:
        kind: What it is.
        name: The key, level, path, strategy or expression it is about.
        detail: More of it, JSON-able, by name.
        outcome: How it ended; None when there is nothing to report.
        node: What was found.
        error: What went wrong here.
        steps: The steps inside it.
        hidden: Whether a secret is made here, so that nothing found inside may be shown.
        at: Where the level or the text with the expressions stands.
    """

    kind: StepKind
    name: str
    detail: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    node: Node | None = None
    error: HieraError | None = None
    steps: list[Step] = field(default_factory=list)
    hidden: bool = False
    at: Position | None = None

    def ended(self, node: Node | None) -> None:
        """Keep what was found, None being nothing."""
        self.node = node
        self.outcome = Outcome.NOT_FOUND if node is None else Outcome.FOUND

    def to_dict(self, *, secrets: bool = False, hidden: bool = False) -> dict[str, Any]:
        """Return a JSON-able form.

        Args:
            secrets: Whether to show secrets.
            hidden: Whether the step around it makes a secret.

        Returns:
            `step`, `name`, the details, `outcome`, `value` with `origins` (a list of `leaf` and where it stands),
            `diagnostics` of a failure, and `steps`; what is empty is left out.
        """
        found: dict[str, Any] = {"step": str(self.kind), "name": self.name, **self.detail}
        if self.at is not None:
            found["at"] = {"file": self.at.file, "line": self.at.line, "column": self.at.column}
        if self.outcome is not None:
            found["outcome"] = str(self.outcome)
        hidden = hidden or self._hides
        if self.node is not None:
            name = HIDES_ALL if hidden else self._key
            found["value"] = shown_node(name, self.node, secrets=secrets)
            found["origins"] = origins_dict(self.node.trace())
        if self.error is not None:
            found["diagnostics"] = [diagnostic.to_dict() for diagnostic in self.error.diagnostics]
        if self.steps:
            found["steps"] = [step.to_dict(secrets=secrets, hidden=hidden) for step in self.steps]
        return found

    def lines(self, base: str | None, *, secrets: bool = False, hidden: bool = False) -> Iterator[str]:
        """Yield the step as text, steps inside it indented.

        Args:
            base: Directory that file names are shown relative to.
            secrets: Whether to show secrets.
            hidden: Whether the step around it makes a secret.
        """
        hidden = hidden or self._hides
        if self.kind is StepKind.MERGE and len(self.steps) < 2 and self.error is None:
            for step in self.steps:  # nothing was merged
                yield from step.lines(base, secrets=secrets, hidden=hidden)
            return
        if self.kind is StepKind.OPTIONS_OF_KEY and self.outcome is Outcome.NOT_FOUND:
            return
        for number, line in enumerate(_HEADS[self.kind](self)):
            yield line if number or self.at is None else f"{line}  # {self.at.text(base)}"
        inside = [line for step in self.steps for line in step.lines(base, secrets=secrets, hidden=hidden)]
        inside += self._ending(base, secrets=secrets, hidden=hidden)
        yield from (f"  {line}" for line in inside)

    def _ending(self, base: str | None, *, secrets: bool, hidden: bool) -> list[str]:
        if self.error is not None:
            return [f"Failed: {line}" if number == 0 else line for number, line in enumerate(_failure(self, base))]
        if self.kind not in _WITH_ENDING:
            return []
        if self.outcome is Outcome.MISSING:
            return ["Path not found"]
        if self.outcome is Outcome.NOT_FOUND:
            return [] if self.kind is StepKind.MERGE else [f'No such key: "{self._key}"']
        if self.node is None:
            return []
        start = _FOUND.get(self.kind, f'Found key: "{self._key}" value: ')
        name = HIDES_ALL if hidden else self._key
        lines = list(value_lines(self.node, base, secret=None if secrets else is_secret, name=name))
        return [start + lines[0], *lines[1:]]

    @property
    def _hides(self) -> bool:
        return self.hidden or (self.kind is StepKind.SEARCH and is_secret_key(self.name))

    @property
    def _key(self) -> str:
        return str(self.detail.get("key", self.name))


def origins_dict(trace: Trace) -> list[dict[str, Any]]:
    """Return where each leaf of a value came from: `leaf`, its path, and the fields of its Origin."""
    return list(_origins(trace, ()))


def _origins(trace: Trace, path: tuple[object, ...]) -> Iterator[dict[str, Any]]:
    for key, child in trace.children.items():
        written = trace.keys.get(key)
        yield from _origins(child, (*path, MASK if written is not None and written.secret else shown_key(key)))
    if not trace.children:
        origin = trace.origin
        fields = {name: value for name, value in origin.to_dict().items() if name not in {"path", "inputs"}}
        if origin.inputs:
            fields["inputs"] = [place.text() for place in origin.positions()]
        yield {"leaf": list(path), **fields}


_WITH_ENDING = frozenset(
    {
        StepKind.PATH,
        StepKind.MERGE,
        StepKind.VARIABLE,
        StepKind.SUB_KEY,
        StepKind.CONVERSION,
        StepKind.GIVEN,
        StepKind.OPTIONS_OF_KEY,
    }
)
_FOUND = {
    StepKind.MERGE: "Merged result: ",
    StepKind.CONVERSION: "Converted value: ",
    StepKind.OPTIONS_OF_KEY: "Options: ",
}


def _failure(step: Step, base: str | None) -> list[str]:
    return [] if step.error is None else step.error.render(base).splitlines()


def _layer(step: Step) -> list[str]:
    module = step.detail.get("module")
    title = f'Module "{module}" Data Provider' if module is not None else f"{step.name.capitalize()} Data Provider"
    configuration = step.detail.get("configuration")
    return [title, f'  Using configuration "{configuration}"' if configuration else "  No hiera.yaml"]


def _path(step: Step) -> list[str]:
    original = step.detail.get("original")
    head = f'Path "{step.name}"'
    return [head] if original is None else [head, f'  Original path: "{original}"']


def _merge(step: Step) -> list[str]:
    options = step.detail.get("options")
    head = f"Merge strategy {step.name}"
    return [head] if not options else [head, f"  Options: {options}"]


def _options_of_key(step: Step) -> list[str]:
    used = step.detail.get("used")
    return [f'Using {used} options from "lookup_options" hash' if used else f'Options of "{step.name}" are not used']


_HEADS: dict[StepKind, Callable[[Step], list[str]]] = {
    StepKind.ROOT: lambda _: [],
    StepKind.OPTIONS: lambda _: ['Searching for "lookup_options"'],
    StepKind.OPTIONS_OF_KEY: _options_of_key,
    StepKind.MERGE_GIVEN: lambda step: [f"Using merge strategy {step.name} given with the lookup"],
    StepKind.SEARCH: lambda step: [f'Searching for "{step.name}"'],
    StepKind.LAYER: _layer,
    StepKind.DEFAULT_HIERARCHY: lambda step: [f'Searching default_hierarchy of module "{step.name}"'],
    StepKind.LEVEL: lambda step: [f'Hierarchy entry "{step.name}"'],
    StepKind.PATH: _path,
    StepKind.MERGE: _merge,
    StepKind.INTERPOLATION: lambda step: [f'Interpolation on "{step.name}"'],
    StepKind.VARIABLE: lambda _: ["Global Scope"],
    StepKind.SUB_KEY: lambda step: [f'Sub key: "{step.name}"'],
    StepKind.CONVERSION: lambda step: [f"Applying convert_to lookup_option with arguments {step.name}"],
    StepKind.GIVEN: lambda step: [f"Given: {step.detail['rule']}"],
}
