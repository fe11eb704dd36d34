"""What the Puppet code of a repository asks Hiera for: parameters of classes, and keys that are named in quotes.

Code is read as text and never run. What it names is rather taken for looked up than not: rules say of a key that
nothing looks it up only where no code of the repository names it, in whatever call.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hiera_kafka.border import Border
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.hierarchy.walk_limits import MAX_NAMES_BELOW, Names, walk
from hiera_kafka.hiera.values.text_files import read_bytes
from hiera_kafka.lint.data.file import text_of

ENDINGS = (".pp", ".epp", ".erb", ".rb", "/Puppetfile")
MAX_TEXT = 64 * 2**20
"""Characters of code that are read; the largest control repository that is known has three million."""

_LEFT_OUT = {"node_modules", "__pycache__", "spec"}  # tests of modules name keys, and look none up for a host
# Each quote begins one, so that an apostrophe before it in the line hides no text.
_QUOTED = re.compile(r"""(?=(['"])([^'"\n]{1,300})\1)""")
_IN_BOTH_QUOTES = re.compile(r"""(?<=['"\\])(['"])([^'"\n\\]{1,300})\\?\1""")
_CALL = re.compile(
    r"""\b(?:lookup|(?:function_)?hiera(?:_array|_hash|_include)?)\s*\(\s*(?:\[|\{\s*['"]?name['"]?\s*=>)?\s*(['"])([\w:-]+)\1"""
    r"""|(['"])([\w:-]+)\3\s*\.\s*lookup\b"""
)
_CALL_WITH_VARIABLE = re.compile(r"""\b(?:lookup|hiera\w*)\s*\(\s*"([^"\n]{1,300})\"""")
_MODULE = re.compile(r"""^\s*mod\s*\(?\s*['"](?:\w+[-/])?(\w+)['"]""", re.MULTILINE)
_VARIABLE = re.compile(r"\$\{[^}]*\}|\$(?:::)?\w+|#\{[^}]*\}|<%=.*?%>")
_CLASS = re.compile(r"^[ \t]*class[ \t]+(?:::)?([a-z]\w*(?:::[a-z]\w*)*)\s*(?:inherits\s+[\w:]+\s*)?", re.MULTILINE)
_TOKEN = re.compile(
    r"""\#[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[()\[\]{}]|,|=|\$\w+(?:::\w+)*""", re.DOTALL | re.ASCII
)


@dataclass(frozen=True, eq=False)
class Manifests:
    """The Puppet code of a repository.

    Attributes:
        texts: Text of each file.
        is_whole: Whether all code was read; else nothing is known of what is not named.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @cached_property
    def named(self) -> frozenset[str]:
        """Every text in quotes."""
        return frozenset(match.group(2) for text in self.texts.values() for match in _QUOTED.finditer(text))

    @cached_property
    def named_whole(self) -> frozenset[str]:
        """Every text in quotes within quotes, as in `lookup("'a.b'")`: a key with dots is looked up so."""
        return frozenset(match.group(2) for text in self.texts.values() for match in _IN_BOTH_QUOTES.finditer(text))

    @cached_property
    def classes(self) -> Mapping[str, frozenset[str]]:
        """Name of each class to the names of its parameters."""
        found: dict[str, frozenset[str]] = {}
        for path, text in self.texts.items():
            if not path.endswith(".pp"):
                continue
            for match in _CLASS.finditer(text):
                own = frozenset(_parameters(text, match.end()))
                found[match.group(1)] = found.get(match.group(1), frozenset()) | own
        return found

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The key of each parameter of each class, which Puppet looks up by itself."""
        return frozenset(f"{name}::{parameter}" for name, own in self.classes.items() for parameter in own)

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """The keys that calls of `lookup` and `hiera` name."""
        found = (match for text in self.texts.values() for match in _CALL.finditer(text))
        return frozenset(match.group(2) or match.group(4) for match in found)

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that are here, or that a Puppetfile names; empty where none is there: then not all are known."""
        files = [text for path, text in self.texts.items() if path.endswith("/Puppetfile")]
        named = {match.group(1) for text in files for match in _MODULE.finditer(text)}
        return frozenset({*named, *(name.partition("::")[0] for name in self.classes)}) if named else frozenset()

    def asks_for(self, key: str) -> bool:
        """Return whether code looks a key up, or may do so.

        Args:
            key: A root key of data.
        """
        if not self.is_whole or key in self.parameters:
            return True
        if "." in key or "'" in key or '"' in key:
            return key in self.named_whole
        return key in self.named or any(_fits(key, pieces) for pieces in self._patterns["::" in key])

    @cached_property
    def _patterns(self) -> Mapping[bool, list[tuple[str, ...]]]:
        """What stands around the variables of texts, where that is enough to tell a key by: without and with `::`."""
        found: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
        looked_up = {match.group(1) for text in self.texts.values() for match in _CALL_WITH_VARIABLE.finditer(text)}
        for text in self.named:
            pieces = tuple(_VARIABLE.split(text)) if "$" in text or "#{" in text or "<%" in text else ()
            fixed = "".join(pieces)
            # `include "app::${name}"` names classes; a text that is not looked up at once must say how a key ends.
            if len(pieces) > 1 and _tells(fixed if text in looked_up else pieces[-1]):
                found["::" in fixed].append(pieces)
        return found


def _tells(text: str) -> bool:
    """Return whether the fixed part of a text is enough to name a key by: words of some length, and nothing else."""
    return re.fullmatch(r"[\w:-]+", text) is not None and len(re.sub("[_:-]", "", text)) > 2


def _fits(key: str, pieces: tuple[str, ...]) -> bool:
    """Return whether a key has the pieces in their order, the first at its start and the last at its end."""
    first, *between, last = pieces
    if len(key) < len(first) + len(last) or not (key.startswith(first) and key.endswith(last)):
        return False
    at, end = len(first), len(key) - len(last)
    for piece in between:
        at = key.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _parameters(text: str, start: int) -> Iterator[str]:
    """Yield the parameters of a class whose name ends at `start`; none where no list of them follows."""
    if not text.startswith("(", start):
        return
    depth, begins = 0, False
    for match in _TOKEN.finditer(text, start):
        word = match.group()
        if word in "([{":
            depth += 1
            begins = begins or depth == 1
        elif word in ")]}":
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and word in {",", "="}:
            begins = word == ","
        elif depth == 1 and begins and word.startswith("$"):
            yield word[1:]
            begins = False


@functools.lru_cache(maxsize=2)  # of a run, whose rules ask for those of one border
def manifests_within(border: Border | None) -> Manifests:
    """Return the Puppet code of the trees that may be read; none where there is no border."""
    return Manifests(*texts_within(border, ENDINGS))


def texts_within(border: Border | None, endings: tuple[str, ...]) -> tuple[Mapping[str, str], bool]:
    """Return the files of some kind below the trees that may be read, and whether those are all.

    What cannot be read, and what is too much, is no error: those who ask claim nothing then.

    Args:
        border: The trees; None is none.
        endings: How the names of the files end.
    """
    texts: dict[str, str] = {}
    if border is None:
        return texts, True
    names, left = Names(MAX_NAMES_BELOW), MAX_TEXT
    try:
        for path in _files(border.trees, names, endings):
            if path in texts or not border.holds(path) or not os.path.exists(path):  # noqa: PTH110 - as walks ask
                continue  # a link to nothing hides nothing
            texts[path] = _text(path, border)
            left -= len(texts[path])
            if left < 0:
                return texts, False
    except HieraError:
        return texts, False
    return texts, True


def _text(path: str, border: Border) -> str:
    try:
        return text_of(path, border)
    except HieraError:  # code of old modules may be in Latin-1
        return read_bytes(path, border).decode("utf-8", "replace")


def _files(trees: Iterable[str], names: Names, endings: tuple[str, ...]) -> Iterator[str]:
    for tree in trees:
        for directory, others in walk(tree, names, _LEFT_OUT):
            yield from (path for name in others if (path := f"{directory}/{name}").endswith(endings))
