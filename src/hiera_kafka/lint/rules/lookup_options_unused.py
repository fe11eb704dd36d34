"""`lookup_options` of keys that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import Severity, nearest
from hiera_kafka.hiera.merging.lookup_options import KEY, PATTERN_START
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.known_keys import is_known
from hiera_kafka.lint.data.looked_up_keys import is_looked_up
from hiera_kafka.lint.data.manifests import manifests_within
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class LookupOptionsUnused(TreeRule):
    """Entries of `lookup_options` whose name or pattern matches no key of the data, and none that code asks for.

    A warning where a key of the data is a slip of typing away. Any other may wait for its data, and is an info.
    """

    id = "lookup-options-unused"
    level = Severity.WARNING
    summary = "An entry of lookup_options matches no key of any data file."
    needs_all = True

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such entry."""
        for file in tree.judged.values():
            options = file.entries.get(KEY)
            if options is None or not isinstance(options.data, dict):
                continue
            for name in options.data:
                try:
                    if not isinstance(name, str) or _matches(name, tree):
                        continue
                except TooCostlyError as error:
                    yield from map(Finding, ruby_regex.too_costly(error, file.key_position(KEY, name)).diagnostics)
                    if error.ends_run:
                        return
                    continue
                guess = None if name.startswith(PATTERN_START) else nearest(name, sorted(tree.keys))
                what = "pattern" if name.startswith(PATTERN_START) else "key"
                yield self.finding(
                    f"no data file has a key that the {what} {name!r} of lookup_options means",
                    file.key_position(KEY, name),
                    hint=f"did you mean {guess!r}?" if guess else "remove the entry, or correct its name",
                    note="keys of a private tree that is not here count as missing",
                    level=Severity.WARNING if guess else Severity.INFO,
                    length=len(name),
                )


def _matches(name: str, tree: DataTree) -> bool:
    if not name.startswith(PATTERN_START):
        # Options of a key that is only looked up with its default are harmless, and wait for the data.
        return name in tree.keys or is_known(name) or "%{" in name or is_looked_up(name, tree.border)
    try:
        pattern = ruby_regex.compile_pattern(name)
    except re.error:
        return True  # another fault, which the lookup says
    return pattern.finds_any(tree.keys) or pattern.finds_any(manifests_within(tree.border).parameters)
