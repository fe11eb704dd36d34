"""What of a section goes to its host; a section that holds what cannot go there is refused, and never cut down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hiera_kafka.catalog.resources import Section
from hiera_kafka.catalog.resources.section import RESOURCES
from hiera_kafka.catalog.resources.wire import Bundled, Resource, Way, bundled, cached, default_only, parameters
from hiera_kafka.errors import CatalogError, Diagnostic

Make = Callable[[Resource], Mapping[str, Any]]
"""Returns what rendering makes of a resource, by the names in its `declared.made`; these replace fields of its own."""


def bundle_content(host: str, section: Section, make: Make) -> dict[str, list[dict[str, Any]]]:
    """Return the resources of a section that go to the host in a bundle, as JSON-able builtins and tuples.

    Args:
        host: The host.
        section: One of its sections.
        make: Renders.

    Returns:
        Field of the section to its resources; a field without any is left out.

    Raises:
        CatalogError: `resource-not-shipped`, for each resource and field that nothing on a host would act on.
    """
    content: dict[str, list[dict[str, Any]]] = {}
    problems = [*_of_other_fields(host, section)]
    for name in RESOURCES:
        for resource in getattr(section, name):
            if resource.declared.way is Way.BUNDLE:
                entry = {**{field: getattr(resource, field) for field in bundled(type(resource))}, **make(resource)}
                content.setdefault(name, []).append(entry)
                problems += _without_value(host, section, resource, entry)
            problems += _not_shipped(host, section, resource)
    if problems:
        raise CatalogError(problems)
    return content


def parameters_of(resource: Resource, module: str) -> dict[str, Any]:
    """Return what of a resource a module of Ansible is given, by the names of the module."""
    return {mark.name or name: getattr(resource, name) for name, mark in parameters(type(resource), module).items()}


def _of_other_fields(host: str, section: Section) -> Iterator[Diagnostic]:
    for field, default in default_only(Section).items():
        value = getattr(section, field)
        if value != default:
            yield _refused(f"the section {section.role} of {host} has {field} {value!r}, allowed is {default!r} alone")


def _not_shipped(host: str, section: Section, resource: Resource) -> Iterator[Diagnostic]:
    if resource.declared.way is Way.NONE:
        yield _refused(f"{_named(host, section, resource)}, and nothing on a host acts on resources of this kind")
    for field, default in default_only(type(resource)).items():
        value = getattr(resource, field)
        if value != default:
            yield _refused(
                f"{_named(host, section, resource)} with {field} {value!r}, allowed is {default!r} alone, "
                "since nothing on a host acts on it"
            )


def _without_value(host: str, section: Section, resource: Resource, entry: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for field in entry.keys() & _not_nullable(type(resource)) if None in entry.values() else ():
        if entry[field] is None:
            yield _refused(f"{_named(host, section, resource)} with {field} None, which a bundle cannot say")


@cached
def _not_nullable(kind: type[Resource]) -> frozenset[str]:
    made = {name: mark.form for name, mark in kind.declared.made.items() if isinstance(mark, Bundled)}
    return frozenset(name for name, form in {**bundled(kind), **made}.items() if not form.nullable)


def _named(host: str, section: Section, resource: Resource) -> str:
    declared = resource.declared
    return f"the section {section.role} of {host} has {declared.word} {declared.name(resource)}"


def _refused(message: str) -> Diagnostic:
    return Diagnostic(
        "resource-not-shipped",
        message,
        note="it would show in catalog and diff, and never be applied",
        hint="let the section say it in resources that are applied; CONTRIBUTING.md has how a new kind is added",
    )
