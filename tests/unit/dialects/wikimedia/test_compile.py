"""Whole hosts: roles and classes in their order, hosts that are none of ours."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiera_kafka.dialects.wikimedia import classes
from hiera_kafka.dialects.wikimedia.compile import compile_host
from hiera_kafka.dialects.wikimedia.parameters import PuppetClass
from hiera_kafka.dialects.wikimedia.sites import NodeList
from hiera_kafka.errors import HieraKafkaError, ProjectError
from hiera_kafka.render.engine import Renderer
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TEMPLATES, TLS, ZOOKEEPER, catalog, host


def test_a_host_without_classes_of_ours_gets_nothing(tmp_path: Path) -> None:
    found = catalog(tmp_path, {}, role="cache/text", classes=["profile::base"])
    assert (found.sections, found.diagnostics) == ((), ())


def test_an_unknown_class_of_kafka_is_reported_with_the_nearest_one(tmp_path: Path) -> None:
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
    site = NodeList.load(tmp_path)
    assert compile_host(site, "z1.example.org").host == "z1.example.org"
    with pytest.raises(ProjectError, match=r"z9\.example\.org"):
        compile_host(site, "z9.example.org")


def test_a_broker_may_be_named_twice(tmp_path: Path) -> None:
    found = catalog(tmp_path, BROKER | JAVA | TLS, role="kafka/logging", classes=["profile::kafka::broker"])
    assert [section.role for section in found.sections] == ["java", "kafka_common", "kafka_broker"]


KEYS = sorted(
    {"kafka_cluster_name", "kafka_clusters", "zookeeper_clusters"}
    | {
        key
        for definition in vars(classes).values()
        if isinstance(definition, PuppetClass)
        for parameter in definition.parameters
        for key in (f"{definition.name}::{parameter.name}", parameter.key)
        if key is not None
    }
)
SCALARS = st.none() | st.booleans() | st.integers(-1, 70000) | st.floats(0, 9) | st.text("a1/:\n", max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["k1.example.org", "hosts", "brokers", "id", "whitelist"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3), st.booleans())
def test_data_of_any_shape_gives_a_catalog_or_a_refusal(more: dict[str, object], strict: bool) -> None:
    ensemble = {"zookeeper_clusters": {"zk": {"hosts": {"k1.example.org": "1"}}}}
    data = BROKER | JAVA | TLS | MIRROR | ZOOKEEPER | ensemble | more
    renderer = Renderer(TEMPLATES)
    roles = ["role::kafka::test::broker", "profile::zookeeper::server"]
    with tempfile.TemporaryDirectory() as directory:
        try:
            found = catalog(Path(directory), data, classes=roles, strict=strict)
        except HieraKafkaError:
            return
        for file in found.files():
            renderer.file(file)
