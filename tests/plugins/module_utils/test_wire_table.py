"""What a host accepts is what the control node declares, and nothing of a resource is lost between them.

Every field of every kind of resource is walked over, so a field that is added without saying what becomes of it fails
here: a value that is not the default must arrive, be refused by the control node, or be declared as not for the host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from typing import Any, get_type_hints

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.kinds import OPTIONS
from conftest import Golden
from hiera_kafka.catalog.resources import Section, Value
from hiera_kafka.catalog.resources.section import RESOURCES
from hiera_kafka.catalog.resources.wire import (
    Bundled,
    DefaultOnly,
    Form,
    OnControlNode,
    Parameter,
    Resource,
    Way,
    default_only,
    marks,
)
from hiera_kafka.catalog.shipping import bundle_content, parameters_of
from hiera_kafka.errors import CatalogError
from hiera_kafka.render import section_content
from hiera_kafka.source import Origin
from lib import wire_table

KINDS = list(wire_table.kinds())
FIELDS = [
    pytest.param(name, kind, field, id=f"{name}-{kind.__name__}-{field.name}")
    for name, kind in KINDS
    for field in fields(kind)
]
OF_FORM: dict[Form, tuple[Any, Any]] = {
    Form.FLAG: (True, True),
    Form.INTEGER: (7, 7),
    Form.KERNEL_SETTING: ("vm.swappiness", "vm.swappiness"),
    Form.MAPPING: ({"made": "up"}, {"made": "up"}),
    Form.MODE: ("0640", 0o640),
    Form.NAME: ("made-up", "made-up"),
    Form.PATH: ("/made/up", "/made/up"),
    Form.PATHS: (("/a", "/b"), ("/a", "/b")),
    Form.SYSTEM_PATH: ("/home/made-up", "/home/made-up"),
    Form.TEXT: ("made up", "made up"),
    Form.TEXTS: (("made up",), ("made up",)),
    Form.USER_ID: (916, 916),
}
"""A value of each form that no field has by default, and what the host makes of it."""
FILE = {"path": "/made", "owner": "root", "group": "root", "mode": "0644", "content": "text"}
MADE = {Form.CONTENT: "text", Form.FILE: FILE, Form.FLAG: False, Form.PATH: "/made"}
"""What rendering would make."""
VALUES: Mapping[str, Any] = {
    "str": "made up",
    "str | None": "made up",
    "int": 7,
    "bool": True,
    "bool | None": None,
    "tuple[str, ...]": ("made up",),
    "Mapping[str, int]": {"made up": 7},
    "Mapping[str, str]": {"made": "up"},
}
"""A value of each type, for fields that no bundle has."""


def test_the_table_is_what_the_resources_declare(golden: Golden) -> None:
    golden(wire_table.TABLE, wire_table.text())


@pytest.mark.parametrize(("name", "kind", "field"), FIELDS)
def test_every_field_says_what_becomes_of_it(name: str, kind: type[Resource], field: Field[Any]) -> None:
    found = marks(kind)[field.name]

    if kind.declared.way is Way.NONE:
        assert found == ()  # the resource as a whole is refused
        return
    assert found, f"{kind.__name__}.{field.name} must say what becomes of it: see catalog/resources/wire.py"
    alone = [mark for mark in found if isinstance(mark, OnControlNode | DefaultOnly)]
    assert not alone or alone == list(found)
    assert all(mark.reason for mark in found if isinstance(mark, OnControlNode))
    if any(isinstance(mark, Bundled) for mark in found):
        assert kind.declared.way is Way.BUNDLE


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        param
        for param in FIELDS
        if any(isinstance(mark, Bundled) for mark in marks(param.values[1])[param.values[2].name])
    ],
)
def test_what_is_bundled_arrives_with_its_value(name: str, kind: type[Resource], field: Field[Any]) -> None:
    form = wire_table.forms(kind)[field.name]
    value, arrived = OF_FORM[form]
    resource = replace(made_up(kind), **{field.name: value})  # type: ignore[type-var]  # every kind is a dataclass
    assert field.default is MISSING or field.default != value

    content = bundle_content("k1", Section("role", "cluster", **{name: (resource,)}), make)
    (found,) = getattr(parse(name, content), name)

    assert getattr(found, field.name) == arrived


@pytest.mark.parametrize(("name", "kind", "field"), FIELDS)
def test_what_a_module_is_given_is_the_value(name: str, kind: type[Resource], field: Field[Any]) -> None:
    resource = made_up(kind)
    for mark in marks(kind)[field.name]:
        if isinstance(mark, Parameter):
            given = parameters_of(resource, mark.module)
            assert given[mark.name or field.name] == getattr(resource, field.name)


@pytest.mark.parametrize(
    ("name", "kind", "field"), [param for param in FIELDS if param.values[2].name in default_only(param.values[1])]
)
def test_what_no_host_acts_on_must_be_the_default(name: str, kind: type[Resource], field: Field[Any]) -> None:
    other = not field.default if isinstance(field.default, bool) else VALUES[type_of(kind, field.name)]
    resource = replace(made_up(kind), **{field.name: other})  # type: ignore[type-var]  # as above

    with pytest.raises(CatalogError, match=rf"resource-not-shipped.* with {field.name} {other!r}"):
        bundle_content("k1", Section("role", "cluster", **{name: (resource,)}), make)


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind in KINDS if kind.declared.way is Way.NONE])
def test_a_kind_that_no_host_acts_on_is_refused(name: str, kind: type[Resource]) -> None:
    with pytest.raises(CatalogError, match=rf"resource-not-shipped.* has {kind.declared.word} "):
        bundle_content("k1", Section("role", "cluster", **{name: (made_up(kind),)}), make)


def test_both_sides_have_the_same_format() -> None:
    assert section_content.FORMAT == bundle_format.FORMAT


def test_every_other_field_of_a_section_says_so_too() -> None:
    others = {field.name: marks(Section)[field.name] for field in fields(Section) if field.name not in RESOURCES}

    assert set(others) == {"role", "cluster", "packages"}
    assert all(others.values())


def test_every_kind_in_a_bundle_is_read_and_every_form_can_be() -> None:
    forms = {str(form) for _, kind in wire_table.shipped() for form in wire_table.forms(kind).values()}

    assert forms == set(bundle_format._READ)


def test_a_mode_that_nobody_sets_is_refused_where_nothing_sets_it() -> None:
    (directory,) = (kind for _, kind in KINDS if kind.__name__ == "Directory")
    section = Section("role", "cluster", directories=(replace(made_up(directory), mode=None),))  # type: ignore[type-var]

    with pytest.raises(CatalogError, match="resource-not-shipped"):
        bundle_content("k1", section, make)


def test_what_the_module_ready_takes_is_what_its_page_says() -> None:
    documented = wire_table.documented("ready")["checks"]["suboptions"]
    taken = {"kind": {"type": "str"}, **{name: spec for kind in OPTIONS.values() for name, spec in kind.items()}}

    assert documented.keys() == taken.keys()
    for name, spec in taken.items():
        said = documented[name]
        assert (said["type"], said.get("elements")) == (spec["type"], spec.get("elements")), name
        assert said.get("default") == spec.get("default"), name


def made_up(kind: type[Resource]) -> Any:
    """Return a resource of a kind; each field that has no default has some value."""
    given = {}
    for field in fields(kind):
        if field.default is MISSING and field.default_factory is MISSING:
            given[field.name] = _value(kind, field.name)
    return kind(**given)


def _value(kind: type[Resource], field: str) -> Any:
    form = wire_table.forms(kind).get(field)
    if form is not None:
        return OF_FORM[form][0]
    types = {"Origin": Origin.default("made up"), "Value | None": Value("made up", Origin.default("made up"))}
    named = type_of(kind, field)
    return {} if named.startswith("Mapping[str, Value") else {**VALUES, **types}[named]


def type_of(kind: type[Resource], field: str) -> str:
    """Return the type of a field as its source has it, without modules."""
    found = get_type_hints(kind)[field]
    if isinstance(found, type) and not hasattr(found, "__args__"):
        return found.__name__
    return str(found).replace("collections.abc.", "").replace("hiera_kafka.catalog.resources.values.", "")


def make(resource: Resource) -> dict[str, Any]:
    """Stand in for what renders."""
    return {name: MADE[mark.form] for name, mark in resource.declared.made.items() if isinstance(mark, Bundled)}


def parse(name: str, content: dict[str, Any]) -> bundle_format.Bundle:
    """Return what the host reads; a unit is defined by one of the files."""
    head = {"format": 1, "host": "k1", "section": "role", "root": "", "service_manager": "systemd"}
    files = {"files": [FILE]} if name == "units" else {}
    return bundle_format.parse(json.dumps({**head, **files, **content}).encode())
