"""`unattended_upgrades::remove_unused_kernnel`: a word of a key that stands nowhere else, and almost as another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.hiera.formats.yaml_source import Written
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.known_keys import is_known
from hiera_kafka.lint.data.looked_up_keys import is_looked_up
from hiera_kafka.lint.data.misspellings import meant_by
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule
from hiera_kafka.lint.views.words import Words, words_of, words_within

_NAME = re.compile(r"[a-z][a-z0-9_:-]*")
"""Names of parameters and options; others are names of people, hosts and things."""


class UnusualWord(TreeRule):
    """Keys of hashes, and of classes that are not in the repository, where nothing but their words can be judged."""

    id = "unusual-word"
    level = Severity.INFO
    summary = "A word of a key stands nowhere else in the repository, and is a slip of typing away from a common one."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every such word; only where a whole tree is linted, since all of a repository is read for it."""
        if tree.focus is not None:
            return
        words = words_within(tree.border)
        if not words.is_whole:
            return
        for file in tree.judged.values():
            for item in file.written:
                if item.is_key and _NAME.fullmatch(item.text):
                    yield from self._of_key(tree, file, item, words)

    def _of_key(self, tree: DataTree, file: DataFile, item: Written, words: Words) -> Iterator[Finding]:
        for word in words_of(item.text):
            meant = words.meant_by(word)
            if meant is None or is_known(item.text) or is_looked_up(item.text, tree.border):
                continue
            if len(item.path) > 1 or meant_by(item.text, file) is None:  # misspelt-key says more
                yield self.finding(
                    f"the word {word!r} of the key {item.text!r} stands nowhere else in the repository",
                    file.position(item),
                    hint=f"did you mean {meant!r}?",
                    length=len(item.text),
                )
            return
