"""Hosts in Wikimedia's dialect."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ModelError, Severity
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import HOST, PAGE, project_tree
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

NODE = f"""\
nodes:
  {HOST}:
    facts:
      os: {{release: {{major: "11"}}, distro: {{codename: bullseye}}}}
      networking: {{fqdn: {HOST}, hostname: kafka1, ip: 172.16.0.1, ip6: "2001:db8::1"}}
"""
PREFIX = "profile::kafka::mirror::"
PROFILES = """\
profile::kafka::broker::kafka_cluster_name: my-kafka-cluster
profile::zookeeper::cluster_name: my-zookeeper-cluster
statsd: localhost:8125
cluster: misc
profile::java::java_packages: [{version: "8", variant: jdk}]
profile::java::extra_args: {}
profile::java::hardened_tls: false
profile::java::egd_source: /dev/random
profile::java::trust_puppet_ca: false
profile::java::enable_dbg: false
"""
DIALECT = "kafka_dialect: wikimedia\n"


def compiler(directory: Path, data: str = PAGE + PROFILES + DIALECT, more: str = NODE) -> Compiler:
    return Compiler.load(project_tree(Path(tempfile.mkdtemp(dir=directory)), data, more=more))


def roles(found: Compiler) -> list[str]:
    return [section.role for section in found.catalog(HOST).sections]


def test_without_classes_the_clusters_that_list_a_host_say_what_it_is(tmp_path: Path) -> None:
    found = compiler(tmp_path)
    assert [warning.id for warning in found.check()] == ["puppet-undefined-variable"]
    assert roles(found) == ["java", "kafka_common", "kafka_broker", "zookeeper"]
    assert found.catalog(HOST).machine.platform.name == "wikimedia"


def test_classes_and_roles_say_what_a_host_gets(tmp_path: Path) -> None:
    data = PAGE + PROFILES + DIALECT
    assert roles(compiler(tmp_path, data + "classes: ['::profile::zookeeper::server']\n")) == ["java", "zookeeper"]
    role = NODE + "    role: kafka/simple/broker\n"
    assert roles(compiler(tmp_path, data, role)) == ["java", "kafka_common", "kafka_broker"]


def test_a_refusal_names_the_host(tmp_path: Path) -> None:
    data = (PAGE + PROFILES + DIALECT).replace("statsd:", "stats:")
    with pytest.raises(ModelError, match=f"    host: {HOST}") as caught:
        compiler(tmp_path, data).check()
    assert [diagnostic.host for diagnostic in caught.value.diagnostics] == [HOST]


def test_outside_the_cloud_puppets_server_is_strict(tmp_path: Path) -> None:
    found = compiler(tmp_path, more=NODE + "    variables: {realm: production}\n")
    with pytest.raises(ModelError, match="puppet-undefined-variable"):
        found.check()


def test_what_the_native_model_refuses_is_no_matter_in_this_dialect(tmp_path: Path) -> None:
    data = (PAGE + PROFILES + DIALECT).replace('        id: "1"\n', '        id: "1"\n        colour: green\n')
    assert "kafka_broker" in roles(compiler(tmp_path, data))
    with pytest.raises(ModelError, match="colour"):
        compiler(tmp_path, data.replace(DIALECT, "")).check()


def test_a_host_of_this_dialect_has_no_native_model(tmp_path: Path) -> None:
    found = compiler(tmp_path)
    assert found.models == {}
    with pytest.raises(ModelError, match="wikimedia-host"):
        found.model(HOST)


def test_a_cluster_on_this_machine_is_native(tmp_path: Path) -> None:
    found = compiler(tmp_path, more=NODE + "platform: local\nstate_dir: state\n")
    assert "wikimedia-not-local" in [d.id for d in found.diagnostics if d.level is Severity.ERROR]


def test_every_line_of_every_file_has_an_origin(tmp_path: Path) -> None:
    renderer = Renderer(project.find(Path(__file__)).templates)
    files = [renderer.file(file) for file in compiler(tmp_path).catalog(HOST).files()]
    assert len(files) > 10
    for file in files:
        assert len(file.origins) == len(file.text.removesuffix("\n").split("\n"))
        assert all(file.origins), file.path


@pytest.mark.parametrize(("role", "runs"), [("kafka/test/broker", True), ("kafka/simple/broker", False)])
def test_in_wikimedias_dialect_the_role_says_whether_a_host_has_one(tmp_path: Path, role: str, runs: bool) -> None:
    host = "k1.example.org"
    about = {"role": role, "facts": facts(host, "bullseye"), "variables": {"realm": "production", "site": "eqiad"}}
    more = f"kafka_dialect: wikimedia\nnodes: {json.dumps({host: about})}\n"
    data = {**BROKER, **JAVA, **TLS, **MIRROR, f"{PREFIX}properties": {"whitelist": "x"}}
    found = Compiler.load(project_tree(tmp_path, json.dumps(data), more=more))
    found.check()

    assert [(one.name, one.pattern) for one in found.mirrors_on(host)] == (
        [("main-eqiad_to_main-eqiad", "x")] if runs else []
    )
