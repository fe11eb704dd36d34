"""Releases of Kafka that an inventory needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.bridge.releases import artifacts, packages, sources, versions
from hiera_kafka.compiler import Compiler
from hiera_kafka.model.releases import DEFAULT_VERSION
from lib.data.project_trees import HOST, PAGE, project_tree


def test_each_version_is_named_once(tmp_path: Path) -> None:
    data = PAGE.replace("    brokers:", "    kafka_version: 3.9.1\n    brokers:")
    assert versions(Compiler.load(project_tree(tmp_path, data))) == sorted({"3.9.1", DEFAULT_VERSION})


def test_a_release_that_is_not_at_hand_has_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (found,) = artifacts(HostSection.of(str(project_tree(tmp_path)), HOST, "kafka_broker"))
    assert (found["src"], found["path"]) == (None, f"/opt/kafka/kafka-{DEFAULT_VERSION}")


def test_packages_are_those_that_roles_install_on_hosts(tmp_path: Path) -> None:
    assert packages(Compiler.load(project_tree(tmp_path / "hosts"))) == ["default-jre-headless"]
    with_java = project_tree(tmp_path / "java", more="java_home: /opt/java\n")
    assert packages(Compiler.load(with_java)) == []
    assert packages(Compiler.load(project_tree(tmp_path / "local", local=True))) == []


def test_sources_are_what_the_inventory_says(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, more="dist: {path: kafka.tgz, repository: 'https://mirror.example'}\n")
    ((version, source),) = sources(Compiler.load(inventory))
    assert version == DEFAULT_VERSION
    assert (source.path, source.repository) == (inventory.parent / "kafka.tgz", "https://mirror.example")
