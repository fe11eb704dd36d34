"""One role of one host, as plugins ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.errors import CatalogError
from lib.data.project_trees import HOST, project_tree


def test_it_is_the_section_of_the_role_in_the_catalog_of_the_host(tmp_path: Path) -> None:
    found = HostSection.of(str(project_tree(tmp_path)), HOST, "kafka_broker")
    assert (found.host, found.role) == (HOST, "kafka_broker")
    assert found.section is found.catalog.section("kafka_broker")
    assert found.machine is found.catalog.machine
    assert HOST in found.compiler.hosts


def test_a_role_that_the_data_does_not_give_the_host_is_refused_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no role kafka_mirror, it has: java, zookeeper, kafka_broker") as caught:
        HostSection.of(str(project_tree(tmp_path)), HOST, "kafka_mirror")
    assert [one.id for one in caught.value.diagnostics] == ["role-not-of-host"]
