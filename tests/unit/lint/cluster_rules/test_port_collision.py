"""Ports that collide."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror


def test_one_port_for_both_listeners_is_found(tmp_path: Path) -> None:
    data = CLUSTERS.replace("{a1.example.org: {id: 1}}", "{a1.example.org: {id: 1, port: 9093}}")

    assert found(lint_tree(tmp_path, data, select="port-collision")) == [("port-collision", "common.yaml", 5)]


@pytest.mark.parametrize(
    "line",
    [
        "profile::kafka::mirror:jmx_exporter_base_port: 9092",
        "profile::kafka:mirror:jmx_base_port: 7900",
    ],
)
def test_ports_of_a_mirror_that_something_else_has_are_found(tmp_path: Path, line: str) -> None:
    data = hosts(b=mirror("a-eqiad", "b-eqiad", "{}", line))

    report = lint_tree(tmp_path, CLUSTERS, hosts=data, select="port-collision")

    assert [name for _, name, _ in found(report)] == ["b1.example.org.yaml"]


def test_what_a_catalog_cannot_hold_is_reported_by_the_catalog_alone(tmp_path: Path) -> None:
    data = hosts(b=mirror("a-eqiad", "b-eqiad", "{}", "profile::kafka:mirror:jmx_base_port: 9092"))

    ports = [one for one in found(lint_tree(tmp_path, CLUSTERS, hosts=data)) if one[0] != "unquoted-id"]

    assert ports == [("two-owners", "b1.example.org.yaml", 4)]


def test_a_native_mirror_without_jmx_takes_no_port_of_it(tmp_path: Path) -> None:
    clusters = CLUSTERS.replace("{b1.example.org: {id: 1}}", "{b1.example.org: {id: 1, port: 9900}}")
    data = hosts(b=mirror("a-eqiad", "b-eqiad"))
    assert clusters != CLUSTERS

    assert lint_tree(tmp_path, clusters, hosts=data, select="port-collision").findings == ()


def test_the_defaults_are_fine(tmp_path: Path) -> None:
    data = hosts(b=mirror("a-eqiad", "b-eqiad"))

    assert lint_tree(tmp_path, CLUSTERS, hosts=data, select="port-collision").findings == ()
