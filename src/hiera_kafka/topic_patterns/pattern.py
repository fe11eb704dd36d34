"""A pattern as the two MirrorMakers read it, and the question whether it takes a name."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hiera_kafka.topic_patterns.alphabet import BIT
from hiera_kafka.topic_patterns.errors import PatternError, TooComplexError
from hiera_kafka.topic_patterns.graph import Graph
from hiera_kafka.topic_patterns.matching import Steps, takes
from hiera_kafka.topic_patterns.parser import parse
from hiera_kafka.topic_patterns.syntax import Node


class Form(enum.Enum):
    """Who reads the pattern."""

    MIRROR_MAKER_1 = 1
    MIRROR_MAKER_2 = 2
    JAVA = 0

    def text(self, given: str | Sequence[str]) -> str:
        """Return what Java is given in the end.

        MirrorMaker 1 leaves out blanks, takes commas for alternatives, and drops quotes around the whole (Kafka's
        IncludeList). MirrorMaker 2 takes a list, separated by commas with blanks around them, and makes alternatives of
        its entries (MirrorUtils.compilePatternList).

        Args:
            given: A pattern, or several of which one is to match.
        """
        if self is Form.JAVA:
            return given if isinstance(given, str) else "|".join(given)
        text = given if isinstance(given, str) else ",".join(given)
        if self is Form.MIRROR_MAKER_2:
            return "|".join(part.strip() for part in text.split(","))
        return _stripped(text.strip().replace(",", "|").replace(" ", ""))


def _stripped(text: str) -> str:
    return text.lstrip("\"'").rstrip("\"'")


@dataclass(frozen=True)
class Pattern:
    """A regular expression over names of topics that Java takes, and of which all can be proven.

    Attributes:
        text: As Java is given it.
    """

    text: str

    @classmethod
    def parse(cls, text: str | Sequence[str], form: Form = Form.JAVA) -> Pattern:
        """Read a pattern.

        Args:
            text: As the data has it.
            form: Who reads it.

        Raises:
            PatternError: Java refuses it, or nothing can be proven of it.
        """
        pattern = cls(form.text(text))
        try:
            pattern._graph  # noqa: B018  # made now, so that errors come here
        except TooComplexError as error:
            raise PatternError(pattern.text, 0, str(error), "repeat less") from None
        return pattern

    @cached_property
    def tree(self) -> Node:
        """What it says."""
        return parse(self.text)

    @cached_property
    def _graph(self) -> tuple[Graph, int]:
        graph = Graph()
        return graph, graph.add(self.tree)

    @cached_property
    def _steps(self) -> Steps:
        return {}

    def matches(self, name: str) -> bool:
        """Return whether it takes all of a topic's name; false for what is no such name because of its characters."""
        if any(char not in BIT for char in name):
            return False
        return takes(*self._graph, name, self._steps)
