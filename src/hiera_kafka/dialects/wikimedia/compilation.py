"""The state of one host's compilation: which classes are declared, and what they have made so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments, PuppetClass, bind
from hiera_kafka.dialects.wikimedia.sites import Host
from hiera_kafka.errors import Diagnostic, Severity
from hiera_kafka.source import Key, Origin


class Compilation:
    """Classes and sections of one host, in the order in which they come up.

    Attributes:
        host: The host.
        sections: What the classes have made.
        warnings: Warnings about what Puppet accepts although it cannot work.
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.sections: list[Section] = []
        self.warnings: list[Diagnostic] = []
        self._declared: dict[str, dict[str, Argument]] = {}
        self._claimed: set[tuple[str, str]] = set()

    @property
    def classes(self) -> Mapping[str, Arguments]:
        """Declared classes and, as `name[title]`, defined types, in their order, and what each parameter received."""
        return self._declared

    def declared(self, name: str) -> bool:
        """Whether a class is declared already."""
        return name in self._declared

    def include(self, definition: PuppetClass) -> dict[str, Argument]:
        """Declare a class as `include` does: as often as one likes, its parameters from the data alone.

        Raises:
            WikimediaError: See bind.
        """
        if definition.name not in self._declared:
            self._declared[definition.name] = bind(self.host, definition)
        return self._declared[definition.name]

    def declare(self, definition: PuppetClass, passed: Arguments) -> dict[str, Argument]:
        """Declare a class with parameters, which only its first declaration may do.

        Raises:
            WikimediaError: `duplicate_declaration`, and see bind.
        """
        if definition.name in self._declared:
            raise refuse(
                "puppet-duplicate-declaration",
                f"the class {definition.name} is declared already, and cannot be declared again with parameters",
                hint="give the classes of this host in another order: that of the broker first",
            )
        self._declared[definition.name] = bound = bind(self.host, definition, passed)
        return bound

    def define(self, definition: PuppetClass, title: str, passed: Arguments) -> dict[str, Argument]:
        """Declare a defined type under a title.

        Raises:
            WikimediaError: See bind.
        """
        self._declared[f"{definition.name}[{title}]"] = bound = bind(self.host, definition, passed)
        return bound

    def claim(self, kind: str, name: str) -> bool:
        """Whether the caller is the first to want a thing of the host that several classes may want alike."""
        if (kind, name) in self._claimed:
            return False
        self._claimed.add((kind, name))
        return True

    def warn(self, id_: str, message: str, *origins: Origin, hint: str | None = None, note: str | None = None) -> None:
        """Keep a warning that names the places of values."""
        where = tuple(dict.fromkeys(place for origin in origins for place in origin.positions()[:1]))
        self.warnings.append(Diagnostic(id_, message, where, note=note, hint=hint, level=Severity.WARNING))

    def fact(self, *path: str) -> Argument:
        """Return a fact by its path; one that the host does not have is refused, since real hosts have it.

        Raises:
            WikimediaError: `undef_index`.
        """
        data: Any = self.host.scope.facts
        for key in path:
            data = data.get(key) if isinstance(data, dict) else None
            if data is None:
                raise refuse(
                    "puppet-undef-index",
                    f"the host has no fact {'.'.join(path)!r}, which its files need",
                    hint="record it among the facts of the host",
                )
        return Argument.derived(data, "fact", Origin.given(f"fact {'.'.join(path)}"))

    def top_scope(self, name: str) -> Argument:
        """Return a top-scope variable.

        Raises:
            WikimediaError: `undefined_variable`, where the server is strict.
        """
        return Argument.derived(self.host.variable(name), "top scope", Origin.given(f"variable {name}"))


def joined(rule: str, separator: str, argument: Argument) -> Argument:
    """Return the items of a list as one text; Ruby's `Array()` makes a list of what is none."""
    items: list[Any] = argument.data if isinstance(argument.data, list) else [argument.data]
    texts = [Argument(item, argument.trace).text for item in items]
    keys: list[Key] = list(range(len(items))) if isinstance(argument.data, list) else []
    inputs = dict.fromkeys(argument.trace.at(key) for key in keys)
    return Argument.derived(separator.join(texts), rule, *(inputs or {argument.origin: None}), secret=argument.secret)
