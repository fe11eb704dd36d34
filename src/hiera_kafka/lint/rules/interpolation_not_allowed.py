"""Functions in hiera.yaml, where only variables are interpolated."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.level_faults import level_faults


class InterpolationNotAllowed(TreeRule):
    """Any function call in a hiera.yaml, `literal` included."""

    id = "interpolation-not-allowed"
    level = Severity.ERROR
    summary = "hiera.yaml can interpolate variables only, no functions."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every call."""
        yield from (Finding(fault) for fault in level_faults(tree) if fault.id == self.id)
