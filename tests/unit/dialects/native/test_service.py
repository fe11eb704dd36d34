"""What the native dialect knows of a service."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.native.service import NativeService, of_one
from hiera_kafka.model.base import StrictModel
from hiera_kafka.model.services import ServiceNode, ServiceSource


@dataclass(frozen=True)
class Node(ServiceNode):
    name: str


SOURCE: ServiceSource[StrictModel, Node] = ServiceSource("console", lambda _query, _settings: ((Node("a"),), []))
CONSOLE = NativeService(SOURCE, Node, of_one(lambda _machine, node: Section("console", node.name)), title="Console")


def test_a_service_is_called_after_its_role_and_needs_a_section_only() -> None:
    node = Node("a")
    assert CONSOLE.role == "console"
    assert CONSOLE.section(Machine(hosts_platform(), "k"), (node,)).cluster == "a"
    assert (CONSOLE.variables("k", node), tuple(CONSOLE.owned_options(node))) == ({}, ())
