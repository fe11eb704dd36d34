"""What a resource says of its fields; that all do is held by tests/plugins/module_utils/test_wire_table.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hiera_kafka.catalog.resources import wire
from hiera_kafka.catalog.resources.wire import (
    Bundled,
    Declared,
    DefaultOnly,
    Form,
    OnControlNode,
    Parameter,
    Resource,
    Way,
)


@dataclass(frozen=True, slots=True)
class Made(Resource):
    """One that only this test has."""

    declared = Declared("made", Way.BUNDLE, ("path", "name"))

    path: wire.Path
    name: Annotated[wire.Name, Parameter("service", Form.NAME, "called")]
    note: Annotated[str, OnControlNode("for people")] = ""
    kept: Annotated[bool, DefaultOnly()] = True


def test_a_field_says_what_becomes_of_it() -> None:
    assert wire.marks(Made) == {
        "path": (Bundled(Form.PATH),),
        "name": (Bundled(Form.NAME), Parameter("service", Form.NAME, "called")),
        "note": (OnControlNode("for people"),),
        "kept": (DefaultOnly(),),
    }
    assert wire.bundled(Made) == {"path": Form.PATH, "name": Form.NAME}
    assert list(wire.parameters(Made, "service")) == ["name"]
    assert wire.parameters(Made, "ready") == {}
    assert wire.default_only(Made) == {"kept": True}


def test_a_resource_is_named_by_what_tells_it_from_others() -> None:
    assert Made.declared.name(Made("/a", "b")) == "/a b"
