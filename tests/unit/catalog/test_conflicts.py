"""Two sections that want one thing differently; messages are held by tests/cases/diagnostics."""

from __future__ import annotations

from hiera_kafka.catalog.conflicts import conflicts
from hiera_kafka.catalog.resources import Artifact, Directory, Link, Port, Section, Sysctl
from hiera_kafka.catalog.resources.wire import Resource
from hiera_kafka.errors import Position
from hiera_kafka.source import Origin

PLACE = Position("data.yaml", 1, 2)


def found(*sections: Section, left_out: tuple[str, ...] = ()) -> list[str]:
    def places(one: Resource, other: Resource) -> tuple[Position, ...]:
        return (PLACE,) if isinstance(one, Port) and isinstance(other, Port) else ()

    return [found.render() for found in conflicts("k1", sections, places=places, left_out=left_out)]


def test_each_thing_has_one_owner() -> None:
    one = Section("one", "", links=(Link("/a", "b"),), sysctls=(Sysctl("vm.x", 1),), ports=(Port(None, 1, "s", "p"),))
    two = Section("two", "", links=(Link("/a", "c"),), sysctls=(Sysctl("vm.x", 2),), ports=(Port(None, 1, "t", "p"),))
    path, sysctl, port = found(one, two)
    assert path.startswith("error[two-owners]: path /a of k1 is wanted by one and by two, in different ways")
    assert sysctl.startswith("error[two-owners]: sysctl vm.x of k1")
    assert port.startswith("data.yaml:1:2: error[two-owners]: port 1 of k1")


def test_a_path_is_one_thing_whatever_lies_there() -> None:
    section = Section("one", "", directories=(Directory("/a", "root", "root"),), links=(Link("/a", "c"),))
    (text,) = found(section)
    assert "path /a of k1 is wanted by one twice" in text


def test_the_same_twice_is_one_thing() -> None:
    section = Section("one", "", artifacts=(Artifact("kafka", "3.9.2", "/opt/kafka", "root", "root"),))
    assert found(section, section) == []


def test_a_port_that_two_have_from_different_lines_is_one_port() -> None:
    lines = (Origin.given("data", Position("data.yaml", line)) for line in (1, 2))
    sections = [Section("one", "", ports=(Port(None, 1, "s", "p", origin),)) for origin in lines]
    assert found(*sections) == []


def test_paths_that_others_check_are_left_to_them() -> None:
    sections = [Section(role, "", directories=(Directory("/data", role, role),)) for role in ("one", "two")]
    assert found(*sections, left_out=("/data",)) == []
