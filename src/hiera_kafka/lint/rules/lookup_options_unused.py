"""`lookup_options` of keys that are not there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.errors import Level
from hiera_kafka.hiera.merging.lookup_options import KEY, PATTERN_START
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.known_keys import known_keys
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class LookupOptionsUnused(TreeRule):
    """Entries of `lookup_options` whose name or pattern matches no key of the data."""

    id = "lookup-options-unused"
    level = Level.WARNING
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
                guess = None if name.startswith(PATTERN_START) else _near(name, tree)
                what = "pattern" if name.startswith(PATTERN_START) else "key"
                yield self.finding(
                    f"no data file has a key that the {what} {name!r} of lookup_options means",
                    file.key_position(KEY, name),
                    hint=f"did you mean {guess!r}?" if guess else "remove the entry, or correct its name",
                    note="keys of a private tree that is not here count as missing",
                    length=len(name),
                )


def _near(name: str, tree: DataTree) -> str | None:
    # A slip leaves the first or the last third of a name as it is; comparing with all keys of a large tree takes long.
    third = max(1, len(name) // 3)
    alike = [key for key in tree.keys if key[:third] == name[:third] or key[-third:] == name[-third:]]
    close = difflib.get_close_matches(name, sorted(alike), n=1, cutoff=0.85)
    return close[0] if close else None


def _matches(name: str, tree: DataTree) -> bool:
    if not name.startswith(PATTERN_START):
        # Options of a key that is only looked up with its default are harmless, and wait for the data.
        return name in tree.keys or name in known_keys() or "%{" in name
    try:
        pattern = ruby_regex.compile_pattern(name)
    except re.error:
        return True  # another fault, which the lookup says
    return pattern.finds_any(tree.keys)
