"""What stands after a second `---` is never read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Position, Severity
from hiera_kafka.lint.data.file import YAML_ENDINGS, DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import FileRule

_MARK = re.compile(r"---(\s|$)")
_DIRECTIVE_OR_EMPTY = re.compile(r"\s*(#.*)?$|%")


class YamlSecondDocument(FileRule):
    """A second document of a file, of which Hiera reads the first alone."""

    id = "yaml-second-document"
    level = Severity.WARNING
    summary = "Only the first document of a file is read; what follows a second --- does not count."

    def check(self, file: DataFile) -> Iterator[Finding]:
        """Return the mark that begins the second document."""
        if not file.path.endswith(YAML_ENDINGS) or file.root is None:
            return
        begun = False
        for number, line in enumerate(file.lines, start=1):
            if _MARK.match(line):
                if begun and not _inside_scalar(file, number):
                    yield self.finding(
                        "a second document begins here, and only the first of a file is read",
                        Position(file.path, number, 1),
                        hint="join the two, or move the second to a file of its own",
                        length=3,
                    )
                    return
                begun = True
            elif not _DIRECTIVE_OR_EMPTY.match(line):
                begun = True


def _inside_scalar(file: DataFile, number: int) -> bool:
    return any(item.line < number < item.end_line for item in file.written)
