"""The answer to "why this value": what a lookup found or failed with, and every step on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.lookup.found import Found
from hiera_kafka.hiera.lookup.steps import Outcome, Step, StepKind
from hiera_kafka.text import one_line


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a lookup answers what it does. Its text is laid out as that of `puppet lookup --explain`.

    Attributes:
        keys: The keys that were asked for.
        root: The steps, as a tree.
        found: What was found, the default included; None when nothing was.
        error: Why there is nothing.
    """

    keys: tuple[str, ...]
    root: Step
    found: Found | None = None
    error: HieraError | None = None

    def __str__(self) -> str:
        return self.text()

    def text(self, base: str | None = None, *, secrets: bool = False, options_only: bool = False) -> str:
        """Return the steps as text; each value is followed by `# file:line:column`.

        Args:
            base: Directory that file names are shown relative to.
            secrets: Whether to show secrets; else they are masked.
            options_only: Whether to show only what concerns `lookup_options`.
        """
        lines = [line for step in self._steps(options_only) for line in step.lines(base, secrets=secrets)]
        if options_only:
            lines += [f'No options for "{step.name}" in "lookup_options"' for step in self._without_options()]
        elif self.error is not None:
            lines.append(self.error.diagnostics[0].message)
        return "\n".join(map(one_line, lines))

    def to_dict(self, *, secrets: bool = False, options_only: bool = False) -> dict[str, Any]:
        """Return a JSON-able form.

        Args:
            secrets: Whether to show secrets; else they are masked.
            options_only: Whether to keep only what concerns `lookup_options`.

        Returns:
            `keys`, `found` (the key that answered, None for none), `value` where there is one, `steps` (see
            `Step.to_dict`) and `diagnostics`.
        """
        made: dict[str, Any] = {"keys": list(self.keys), "found": None if self.found is None else self.found.key}
        if self.found is not None:
            made["value"] = self.found.shown(secrets=secrets)
        made["steps"] = [step.to_dict(secrets=secrets) for step in self._steps(options_only)]
        diagnostics = self.found.diagnostics if self.found is not None else ()
        if self.error is not None:
            diagnostics = self.error.diagnostics
        made["diagnostics"] = [diagnostic.to_dict() for diagnostic in diagnostics]
        return made

    def _without_options(self) -> list[Step]:
        steps = self.root.steps
        return [s for s in steps if s.kind is StepKind.OPTIONS_OF_KEY and s.outcome is Outcome.NOT_FOUND]

    def _steps(self, options_only: bool) -> list[Step]:
        if not options_only:
            return self.root.steps
        return [step for step in self.root.steps if step.kind in {StepKind.OPTIONS, StepKind.OPTIONS_OF_KEY}]
