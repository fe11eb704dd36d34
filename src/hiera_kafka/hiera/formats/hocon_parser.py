"""Parses HOCON text into a tree, by the grammar of Ruby's hocon gem."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Severity
from hiera_kafka.hiera.formats.hocon_tokens import Piece, Token, tokens
from hiera_kafka.hiera.formats.hocon_tree import Joined, Listing, Reference, Scalar, Table, Value
from hiera_kafka.hiera.values.failures import failure
from hiera_kafka.hiera.values.places import LevelFile, Place

MAX_DEPTH = 100
"""Nested lists and objects; the limit that JSON files have."""

MAX_NODES = 300_000
"""Values in a file."""

_PATH = {Token.TEXT, Token.QUOTED, Token.SPACE}
_SIMPLE = {Token.TEXT, Token.QUOTED}


class Parser:
    """Parses one text.

    Attributes:
        diagnostics: Warnings.
    """

    def __init__(self, text: str, source: LevelFile, border: Border | None = None) -> None:
        self._border = border
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._tokens = tokens(text)
        self._now = next(self._tokens)
        self._depth = 0
        self._values = 0
        self._in_list = False

    def document(self) -> Table:
        """Return the object that the text is.

        Raises:
            HieraError: `hocon-syntax`, `hocon-include`, `outside-repository`.
        """
        self._skip_lines()
        if self._is("["):
            raise self._error("the file must be an object, found a list")
        if not self._is("{"):
            table = Table(self._place())
            self._fields(table, (), "")
            return table
        table = self._table(())
        self._skip_lines()
        if self._now.kind is not Token.END:
            raise self._error("there is text after the end of the object")
        return table

    def _next(self) -> Piece:
        before = self._now
        if before.kind is not Token.END:
            self._now = next(self._tokens)
        return before

    def _place(self) -> Place:
        return Place(self._source, self._now.line, self._now.column)

    def _is(self, mark: str) -> bool:
        return self._now.kind is Token.MARK and self._now.text == mark

    def _skip_space(self) -> None:
        while self._now.kind is Token.SPACE:
            self._next()

    def _skip_lines(self) -> bool:
        """Skip blanks and line ends; whether a line ended."""
        ended = False
        while self._now.kind in {Token.SPACE, Token.NEWLINE}:
            ended |= self._next().kind is Token.NEWLINE
        return ended

    def _error(self, message: str) -> HieraError:
        if self._now.kind is Token.PROBLEM:
            message = self._now.text
        return failure(
            "hocon-syntax",
            f"not valid HOCON: {message}",
            self._place().position,
            hint='texts with any of $"{}[]:=,+#`^?!@*&\\ in them are written in double quotes',
        )

    def _found(self) -> str:
        """Return what stands here; a text may be a piece of a secret that was to be in quotes."""
        if self._now.kind in _SIMPLE:
            return "a text"
        return "the end of the line" if self._now.kind is Token.NEWLINE else repr(self._now.text)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise failure(
                "hocon-depth",
                f"lists and objects nest more than {MAX_DEPTH} levels deep",
                self._place().position,
                hint="look for brackets that are opened and never closed",
            )

    def _table(self, path: tuple[str, ...]) -> Table:
        self._deeper()
        table = Table(self._place())
        self._next()
        self._fields(table, path, "}")
        self._next()
        self._depth -= 1
        return table

    def _fields(self, table: Table, path: tuple[str, ...], end: str) -> None:
        """Read fields up to the closing brace, which is left, or up to the end of the file when `end` is empty."""
        while True:
            self._skip_lines()
            if self._is("}") and end:
                return
            if self._now.kind is Token.END and not end:
                return
            if self._now.kind is Token.TEXT and self._now.text == "include":
                self._include()
            else:
                self._field(table, path)
            ended = self._skip_lines()
            if self._is(","):
                self._next()
            elif not ended and not self._is("}") and self._now.kind is not Token.END:
                raise self._error(f"a comma or a new line is missing before {self._found()}")

    def _field(self, table: Table, path: tuple[str, ...]) -> None:
        place = self._place()
        key = self._path("a key was expected")
        self._skip_lines()
        inside = (*path, *key)
        if self._is("{"):
            table.define(key, self._value(inside), place)
            return
        mark = self._next().text if self._now.kind is Token.MARK else ""
        if mark not in {":", "=", "+="}:
            raise self._error("'=', ':', '+=' or an object is missing after the key")
        if mark != "+=":
            table.define(key, self._value(inside), place)
            return
        if self._in_list:
            raise self._error("'+=' cannot be used inside a list")
        added = Listing((self._value(inside),), place)
        table.define(key, Joined((Reference(inside, optional=True, place=place), added), place), place)

    def _path(self, expected: str) -> tuple[str, ...]:
        """Read a key with dots; texts in quotes hold their dots, blanks inside belong to it."""
        if self._now.kind not in _SIMPLE:
            raise self._error(f"{expected}, found {self._found()}")
        pieces: list[Piece] = []
        while self._now.kind in _PATH:
            pieces.append(self._next())
        while pieces[-1].kind is Token.SPACE:
            pieces.pop()
        segments, quoted = [""], [False]
        for piece in pieces:
            if piece.kind is Token.QUOTED:
                segments[-1] += piece.text
                quoted[-1] = True
                continue
            first, *rest = piece.text.split(".")
            segments[-1] += first
            segments += rest
            quoted += [False] * len(rest)
        if not all(segment or quote for segment, quote in zip(segments, quoted, strict=True)):
            raise self._error("a key must not begin or end with a dot, or hold two in a row")
        if len(segments) > MAX_DEPTH:
            raise self._error(f"the key has more than {MAX_DEPTH} segments")
        return tuple(segments)

    def _value(self, path: tuple[str, ...]) -> Value:
        """Read what stands up to the end of the line, a comma or a closing bracket."""
        self._skip_lines()
        place = self._place()
        self._values += 1
        if self._values > MAX_NODES:
            raise failure(
                "hocon-too-large",
                f"the file holds more than {MAX_NODES} values",
                place.position,
                hint="data files hold settings; look whether this is one",
            )
        pieces: list[Value] = []
        while True:
            space = self._now if self._now.kind is Token.SPACE else None
            self._skip_space()
            here = self._place()
            if self._now.kind in _SIMPLE:
                piece: Value = Scalar(self._now.value, self._now.text, here)
                self._next()
            elif self._now.kind is Token.REFERENCE:
                piece = self._reference(here)
            elif self._is("{"):
                piece = self._table(path)
            elif self._is("["):
                piece = self._list(path)
            else:
                break
            if space is not None and pieces:
                pieces.append(Scalar(space.text, space.text, here))
            pieces.append(piece)
        if self._now.kind is Token.PROBLEM or not pieces:
            raise self._error(f"a value was expected, found {self._found()}")
        return pieces[0] if len(pieces) == 1 else Joined(tuple(pieces), place)

    def _reference(self, place: Place) -> Reference:
        optional = self._next().text.endswith("?")
        self._skip_space()
        path = self._path("the name of a key was expected after '${'")
        if not self._is("}"):
            raise self._error(f"'}}' is missing before {self._found()}")
        self._next()
        return Reference(path, optional, place)

    def _list(self, path: tuple[str, ...]) -> Listing:
        self._deeper()
        place = self._place()
        outer, self._in_list = self._in_list, True
        self._next()
        items: list[Value] = []
        self._skip_lines()
        while not self._is("]"):
            items.append(self._value(path))
            ended = self._skip_lines()
            if self._is(","):
                self._next()
                self._skip_lines()
            elif not ended and not self._is("]"):
                raise self._error(f"a comma, a new line or ']' is missing before {self._found()}")
        self._next()
        self._depth -= 1
        self._in_list = outer
        return Listing(tuple(items), place)

    def _include(self) -> None:
        """Step over an include; Puppet ignores those of missing files, as relative names always are to it.

        Raises:
            HieraError: `hocon-syntax`, `hocon-include` when Puppet would read another file, or `outside-repository`
                when it might.
        """
        place = self._place()
        self._next()
        self._skip_space()
        wrapped = self._now.kind is Token.TEXT and self._now.text in {"file(", "url(", "classpath("}
        form = self._next().text if wrapped else ""
        self._skip_space()
        if self._now.kind is not Token.QUOTED:
            raise self._error("the name of a file in double quotes was expected after 'include'")
        name = self._next().text
        if wrapped:
            self._skip_space()
            if self._next().text != ")":
                raise self._error("')' is missing after the name of the file")
            self._next()
        absolute = form == "file(" and Path(name).is_absolute()
        if absolute and self._border is not None:
            self._border.check(name, place.position)  # before it is asked whether there is such a file
        read = form == "url(" or (absolute and Path(name).exists())
        level = Severity.ERROR if read else Severity.WARNING
        problem = Diagnostic(
            "hocon-include",
            f"the include of {name!r} is not read",
            (place.position,),
            note="Puppet ignores includes of relative names as well" if level is Severity.WARNING else None,
            hint="give the file a level of its own in hiera.yaml",
            level=level,
        )
        if level is Severity.ERROR:
            raise HieraError(problem)
        self.diagnostics.append(problem)
