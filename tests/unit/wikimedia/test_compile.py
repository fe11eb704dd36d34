"""Whole hosts: roles and classes in their order, hosts that are none of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.wikimedia.compile import compile_host
from hiera_kafka.wikimedia.sites import Site
from lib.wikimedia_hosts import BROKER, JAVA, TLS, ZOOKEEPER, catalog, host


def test_a_host_without_classes_of_ours_gets_nothing(tmp_path: Path) -> None:
    found = catalog(tmp_path, {}, role="cache/text", classes=["profile::base"])
    assert (found.sections, found.diagnostics) == ((), ())


def test_an_unknown_class_of_kafka_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    found = catalog(tmp_path, {}, classes=["role::kafka::simple::brokr"])
    (warning,) = found.diagnostics
    assert warning.id == "puppet-class-not-served"
    assert warning.hint == "did you mean 'role::kafka::simple::broker'?"


def test_the_role_comes_before_the_classes_and_a_class_counts_once(tmp_path: Path) -> None:
    data = ZOOKEEPER | JAVA
    found = catalog(tmp_path, data, "z1.example.org", role="zookeeper/test", classes=["profile::zookeeper::server"])
    assert [section.role for section in found.sections] == ["java", "zookeeper"]


def test_a_host_of_a_site_is_found_by_its_name(tmp_path: Path) -> None:
    host(tmp_path, ZOOKEEPER | JAVA, "z1.example.org", role="zookeeper/test")
    site = Site.load(tmp_path)
    assert compile_host(site, "z1.example.org").host == "z1.example.org"
    with pytest.raises(ProjectError, match=r"z9\.example\.org"):
        compile_host(site, "z9.example.org")


def test_a_broker_may_be_named_twice(tmp_path: Path) -> None:
    found = catalog(tmp_path, BROKER | JAVA | TLS, role="kafka/logging", classes=["profile::kafka::broker"])
    assert [section.role for section in found.sections] == ["java", "kafka_common", "kafka_broker"]
