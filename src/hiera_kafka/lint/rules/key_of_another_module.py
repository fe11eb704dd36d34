"""Keys in a module's data that are not the module's own."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import HieraError, Severity
from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.merging.lookup_options import validate
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule


class KeyOfAnotherModule(TreeRule):
    """Root keys of a module's data that do not begin with the module's name: Puppet warns, and drops them."""

    id = "key-of-another-module"
    level = Severity.WARNING
    summary = "A key in a module's data does not begin with the name of the module, so no lookup finds it."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such key, and `lookup_options` that lookups refuse for the same reason."""
        module = tree.kind.module
        if module is None:
            return
        for file in tree.judged.values():
            yield from self._in_file(file, module)

    def _in_file(self, file: DataFile, module: str) -> Iterator[Finding]:
        for key in file.entries:
            if key == OPTIONS:
                try:
                    validate(file.entries[key], module)
                except HieraError as error:
                    yield from map(Finding, error.diagnostics)
            elif not key.startswith(f"{module}::"):
                yield self.finding(
                    f"the key {key!r} does not begin with {f'{module}::'!r}, so no lookup finds it",
                    file.key_position(key),
                    hint="move it into the data of the environment, or correct its name",
                    length=len(key),
                )
