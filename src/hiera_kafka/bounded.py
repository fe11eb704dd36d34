"""Regular expressions that somebody else wrote, matched within bounds.

Python's `re`, as Ruby's own, goes on for ages with `^(a|a)*$`, and nothing can stop it. So it is asked only where a
bound of its steps, counted from expression and text, is small; that is so for nearly all that people write. All else is
asked of RE2, which needs a time in proportion to the text whatever the expression. It knows neither lookaround nor
references to groups: an expression that repeats groups and has those besides is refused.

Steps are counted, so that the answer depends on no machine. A run, which is one command or one call of a plugin, has
besides a bound for all of its expressions together, in time of the processor that this thread has used: a busy machine
raises no false alarm.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

MAX_LETTERS = 10_000
"""What one expression may have; compiling takes time as well. The longest of real data have some hundred."""
MAX_STEPS = 10_000_000
"""Up to which bound `re` is asked; it does more than that in a second."""
MAX_WORK = 200_000_000
"""Instructions times letters that RE2 is asked for; it does that in some seconds at worst."""
RUN_SECONDS = 60.0
"""Time of the processor that all expressions of a run may take."""

_BATCH = 16
"""Expressions or texts between two looks at the clock, which takes longer than most of them."""
_LENGTHS = (1_000_000, 100_000, 10_000, 2000, 1000, 500, 250, 150, 100, 70, 50, 35, 20, 10, 5)
"""Lengths of texts for which a bound is worked out."""
_GROUP_REPEATED = re.compile(r"\)[*+{]")
_WITH_BLANKS = re.compile(r"\(\?[a-z]*x")
_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_NO_STRUCTURE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
# Where RE2 has other words.
_PIECE = re.compile(r"\\.|\{,|\[\^?\]?|\]", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooCostlyError(Exception):
    """An expression was given up.

    Attributes:
        expression: The one.
        reason: What is allowed, for messages.
        ends_run: Whether no expression at all is matched any more in this run.
    """

    def __init__(self, expression: Expression, reason: str, *, ends_run: bool = False) -> None:
        super().__init__(reason)
        self.expression = expression
        self.reason = reason
        self.ends_run = ends_run


@dataclass(slots=True)
class _Run:
    spent_s: float = 0.0


_run: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Bound what all expressions inside take together; inside another run that one goes on."""
    if _run.get() is not None:
        yield
        return
    token = _run.set(_Run())
    try:
        yield
    finally:
        _run.reset(token)


class Expression:
    """A compiled expression.

    Attributes:
        text: The expression as it was given.
        plain: What `re` makes of it, for texts in which that is safe.
        letters: The longest such text.
        letters_of_line: The longest such text without a line break.
    """

    def __init__(self, text: str, flags: int = 0, *, shown: str | None = None) -> None:
        """Compile.

        Args:
            text: The expression, in Python's words.
            flags: `re.MULTILINE` and `re.ASCII` are known; to RE2 letters are those of ASCII in any case.
            shown: What it was before it was translated.

        Raises:
            re.error: It is no expression, or too long.
            TooCostlyError: The run has spent its time.
        """
        self.text = text if shown is None else shown
        if len(text) > MAX_LETTERS:
            raise re.error(f"it has more than {MAX_LETTERS} characters")
        with _charged(self):
            try:
                self.plain = re.compile(text, flags)
            except RecursionError:
                raise re.error("its groups nest too deep") from None
            except OverflowError as error:  # of a number of repetitions
                raise re.error(str(error)) from None
            self.letters, self.letters_of_line = _cheap_lengths(text)
        self._translated = text if flags & re.MULTILINE == 0 else f"(?m){text}"
        self._linear: Any = None

    def search(self, text: str) -> bool:
        """Return whether it matches somewhere in `text`.

        Raises:
            TooCostlyError: There is no answer within the bounds.
        """
        return first((self,), text) is not None

    def finds_any(self, texts: Iterable[str]) -> bool:
        """Return whether it matches somewhere in any of several texts.

        Raises:
            TooCostlyError: There is no answer within the bounds.
        """
        remaining = iter(texts)
        while batch := list(itertools.islice(remaining, _BATCH)):
            with _charged(self):
                if any(self.matcher(text).search(text) for text in batch):
                    return True
        return False

    def fullmatch(self, text: str) -> bool:
        """Return whether it matches all of `text`.

        Raises:
            TooCostlyError: There is no answer within the bounds.
        """
        with _charged(self):
            return bool(self.matcher(text).fullmatch(text))

    def without(self, text: str) -> str:
        """Return `text` without what matches.

        Raises:
            TooCostlyError: There is no answer within the bounds.
        """
        with _charged(self):
            return str(self.matcher(text).sub("", text))

    def matcher(self, text: str) -> Any:
        """Return what can search `text` within the bounds: compiled for `re`, or for RE2.

        Raises:
            TooCostlyError: Nothing can.
        """
        if len(text) <= self.letters or (len(text) <= self.letters_of_line and "\n" not in text):
            return self.plain
        if self._linear is None:
            self._linear = self._in_linear_time()
        if self._linear.programsize * len(text) > MAX_WORK:
            raise TooCostlyError(self, f"of a text of {len(text)} characters it asks too much")
        if not text.isascii() and _SURROGATE.search(text):
            raise TooCostlyError(self, "a text has half of a surrogate pair, which RE2 does not take")
        return self._linear

    def _in_linear_time(self) -> Any:
        import re2  # noqa: PLC0415 - it is rarely needed, and lookups are short

        options = re2.Options()
        options.log_errors = False
        try:
            return re2.compile(_for_re2(self._translated), options)
        except (re2.error, UnicodeEncodeError) as error:
            why = error.args[0].decode(errors="replace") if isinstance(error, re2.error) else error.reason
            raise TooCostlyError(self, f"its steps have no bound, and RE2 cannot read it ({why})") from None


def first(expressions: Sequence[Expression], text: str) -> int | None:
    """Return the number of the first expression that matches somewhere in `text`.

    Raises:
        TooCostlyError: There is no answer within the bounds.
    """
    if _run.get() is None:
        return _first(expressions, text, 0)
    for start in range(0, len(expressions), _BATCH):
        batch = expressions[start : start + _BATCH]
        with _charged(batch[0]):
            found = _first(batch, text, start)
        if found is not None:
            return found
    return None


def _first(expressions: Iterable[Expression], text: str, start: int) -> int | None:
    length = len(text)
    for number, expression in enumerate(expressions, start):
        cheap = length <= expression.letters  # as `matcher`, without a call
        if (expression.plain if cheap else expression.matcher(text)).search(text):
            return number
    return None


class _charged:  # noqa: N801 - used like the function that it is, which contextlib would make several times slower
    """Adds what is done inside to what the run has spent; what is more than that raises TooCostlyError."""

    __slots__ = ("_began", "_expression", "_in")

    def __init__(self, expression: Expression) -> None:
        self._expression = expression
        self._in = _run.get()

    def __enter__(self) -> None:
        if self._in is not None:
            self._began = time.thread_time()

    def __exit__(self, *_: object) -> None:
        if self._in is None:
            return
        self._in.spent_s += time.thread_time() - self._began
        if self._in.spent_s > RUN_SECONDS:
            reason = f"all expressions of a run may take {RUN_SECONDS:g} s of the processor"
            raise TooCostlyError(self._expression, reason, ends_run=True)


def _cheap_lengths(text: str) -> tuple[int, int]:
    """Return up to how many letters of a text, and of a text of one line, a match takes few enough steps.

    A matcher that goes back tries every way through the expression: each repetition can end at every letter, each
    alternative can be taken, each optional part left out. That product, times the length of a way, times the letters at
    which the match can begin, is never exceeded. A group that is repeated multiplies without such a bound.

    Args:
        text: An expression that `re` has compiled.
    """
    bare = _NO_STRUCTURE.sub("x", text)
    if _GROUP_REPEATED.search(bare) or _WITH_BLANKS.search(bare):
        return -1, -1
    repetitions = sum(map(bare.count, "*+{")) + len(_REFERENCE.findall(text))
    ways, bars = 2 ** (bare.count("?") - bare.count("(?")), [0]
    for letter in bare:
        if letter == "(":
            bars.append(0)
        elif letter == "|":
            bars[-1] += 1
        elif letter == ")" and len(bars) > 1:
            ways *= 1 + bars.pop()
    single = bars[0] == 0
    for count in bars:
        ways *= 1 + count

    def longest(begins: int) -> int:
        for letters in _LENGTHS:
            if ways * (letters + 1) ** (repetitions + begins) * (len(text) + letters) <= MAX_STEPS:
                return letters
        return -1

    if single and text.startswith(r"\A"):
        return longest(0), longest(0)
    return longest(1), longest(0 if single and text.startswith("^") else 1)


def _for_re2(text: str) -> str:
    """Return an expression in the words of RE2; it refuses what it cannot say, whether or not this knows of it."""
    inside = False

    def replace(match: re.Match[str]) -> str:
        nonlocal inside
        piece = match.group()
        if piece[0] in "[]":
            # Of brackets inside a class only the one that ends it is not escaped.
            inside = piece[0] == "["
            return piece
        return (_INSIDE if inside else _OUTSIDE).get(piece, piece)

    return _PIECE.sub(replace, text)


_BLANKS = r"\t-\r "
_INSIDE = {r"\s": _BLANKS}
_OUTSIDE = {r"\s": f"[{_BLANKS}]", r"\S": f"[^{_BLANKS}]", r"\Z": r"\z", "{,": "{0,"}
