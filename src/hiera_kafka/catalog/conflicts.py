"""Two owners of one thing: what several sections of a host want, in different ways."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from hiera_kafka.catalog.resources import Section
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.errors import Diagnostic, Position

Places = Callable[[Resource, Resource], tuple[Position, ...]]
"""Returns where the data says two things that clash."""


def conflicts(
    host: str, sections: Iterable[Section], *, places: Places, left_out: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yield `two-owners` for each thing that is wanted in different ways; the same thing twice is one thing.

    What is owned, and by which name, is said where each kind of resource is declared.

    Args:
        host: The host.
        sections: All of its sections.
        places: Finds the data of what clashes.
        left_out: Paths that others check.
    """
    owners: dict[tuple[str, str], tuple[str, Resource]] = {}
    for section in sections:
        for resource in section.resources():
            owns = resource.declared.owns
            if not owns:
                continue
            name = resource.declared.name(resource)
            if owns == "path" and name in left_out:
                continue
            role, other = owners.setdefault((owns, name), (section.role, resource))
            if other != resource:
                yield Diagnostic(
                    "two-owners",
                    f"{owns} {name} of {host} is wanted by {_both(role, section.role)}, in different ways",
                    where=places(resource, other),
                    hint="move one of them: each path, service and port of a host has one owner",
                )


def _both(one: str, other: str) -> str:
    return f"{one} and by {other}" if one != other else f"{one} twice"
