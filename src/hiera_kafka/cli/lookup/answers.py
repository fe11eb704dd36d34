"""Answers to many questions at once: nodes that see the same value stand together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from hiera_kafka.errors import ExitCode, HieraError
from hiera_kafka.hiera import Found
from hiera_kafka.hiera.values.ruby import eql_key
from hiera_kafka.text import one_line, printable

NOT_FOUND = "lookup-not-found"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one node sees.

    Attributes:
        node: Its name, None for a question without one.
        found: The value.
        error: Why there is none.
    """

    node: str | None
    found: Found | None = None
    error: HieraError | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing is wrong but that there is no value."""
        return self.error is not None and self.error.diagnostics[0].id == NOT_FOUND

    @property
    def code(self) -> ExitCode:
        """What a script should hear of it."""
        if self.found is not None:
            return ExitCode.OK
        return ExitCode.FINDINGS if self.missing else ExitCode.USAGE


@dataclass(slots=True)
class NodeGroup:
    """Nodes that see the same.

    Attributes:
        answer: That of the first of them.
        nodes: Their names.
    """

    answer: Answer
    nodes: list[str] = field(default_factory=list)

    def to_dict(self, *, secrets: bool, origins: bool) -> dict[str, Any]:
        """Return a JSON-able form: `nodes`, and `value`, `origins` or `diagnostics`."""
        found, error = self.answer.found, self.answer.error
        made: dict[str, Any] = {"nodes": self.nodes, "found": None if found is None else found.key}
        if found is not None:
            made["value"] = found.shown(secrets=secrets)
            if origins:
                from hiera_kafka.hiera.lookup.steps import origins_dict  # noqa: PLC0415 - few ask for origins

                made["origins"] = origins_dict(found.trace)
        if error is not None:
            made["diagnostics"] = [diagnostic.to_dict() for diagnostic in error.diagnostics]
        return made


def grouped(answers: Iterable[Answer], *, origins: bool) -> list[NodeGroup]:
    """Return answers by value, in the order of the first node of each; missing and failed ones come last.

    Args:
        answers: One a node.
        origins: Whether equal values from different places count as different.
    """
    groups: dict[Hashable, NodeGroup] = {}
    for answer in sorted(answers, key=lambda answer: answer.code):
        group = groups.setdefault(_key(answer, origins), NodeGroup(answer))
        group.nodes.append(str(answer.node))
    return list(groups.values())


def _key(answer: Answer, origins: bool) -> Hashable:
    if answer.found is None:
        return answer.error.diagnostics if answer.error is not None and not answer.missing else NOT_FOUND
    value = eql_key(answer.found.value)
    places = tuple(answer.found.origins.values()) if origins else ()
    return "value", answer.found.key, value, places


def text(groups: Iterable[NodeGroup], shown: Callable[[Found], str]) -> str:
    """Return groups as text: nodes, and indented below them what they see."""
    lines: list[str] = []
    for group in groups:
        names = one_line(", ".join(group.nodes))
        if group.answer.found is not None:
            lines += [f"{names}:", *(f"  {line}" for line in printable(shown(group.answer.found)).splitlines() or [""])]
        elif group.answer.missing:
            lines.append(f"{names}: not found")
        elif group.answer.error is not None:
            lines.append(one_line(f"{names}: {group.answer.error.diagnostics[0].message}"))
    return "\n".join(lines)
