"""The words of a repository, counted: what is written once, and almost as another word, is probably misspelt."""

from __future__ import annotations

import functools
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hiera_kafka.border import Border
from hiera_kafka.lint.data.file import YAML_ENDINGS
from hiera_kafka.lint.data.manifests import ENDINGS, texts_within

SHORTEST = 5
"""Letters of the shortest word that is judged: of shorter ones, too many are a letter apart."""

_COMMON = 2
"""How often a word must stand somewhere to count as one that is meant."""
_WORD = re.compile(r"[A-Za-z]{3,}")
_PLURALS = ("s", "es", "d", "ed", "r", "er", "y", "n")


@dataclass(frozen=True, eq=False)
class Words:
    """Words in small letters with how often they stand in files.

    Attributes:
        counts: How often each stands anywhere.
        is_whole: Whether all files were read.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    is_whole: bool = True

    def meant_by(self, word: str) -> str | None:
        """Return the common word that a word which stands once is a slip of typing away from, None where none is.

        Args:
            word: In small letters.
        """
        if len(word) < SHORTEST or self.counts.get(word, 0) > 1:
            return None
        # It is only loaded where a word is rare, since it takes longer than to look for those.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        near = process.extract(word, self._common, scorer=OSA.distance, score_cutoff=1, limit=None)
        likely = [found for found, _, _ in near if not _is_form(word, found)]
        return max(likely, key=lambda found: self.counts[found], default=None)

    @functools.cached_property
    def _common(self) -> list[str]:
        return [word for word, count in self.counts.items() if count >= _COMMON and len(word) >= SHORTEST - 1]


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text or name in small letters; those of three letters or more."""
    yield from (word.lower() for word in _WORD.findall(text))


def _is_form(word: str, other: str) -> bool:
    """Return whether two words are forms of one, such as a plural, or begin differently as names do."""
    shorter, longer = sorted((word, other), key=len)
    return word[0] != other[0] or any(longer == shorter + ending for ending in _PLURALS)


@functools.lru_cache(maxsize=2)  # of a run, whose rules ask for those of one border
def words_within(border: Border | None) -> Words:
    """Return the words of all data, code and pages below the trees that may be read."""
    counts: Counter[str] = Counter()
    is_whole = True
    for endings in (YAML_ENDINGS, ENDINGS, (".md", "Puppetfile", ".json")):
        texts, whole = texts_within(border, endings)
        is_whole = is_whole and whole
        for path, text in texts.items():
            if not os.path.islink(path):  # noqa: PTH114 - what a link leads to counts once, and a Path takes longer
                counts.update(_WORD.findall(text.lower()))
    return Words(counts, is_whole)
