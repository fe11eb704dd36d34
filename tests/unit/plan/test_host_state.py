"""What a host must be, ready to be compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Absent, Catalog, File, Owned, Section, Unit
from hiera_kafka.compiler import Compiler
from hiera_kafka.plan.host_state import HostState, host_state
from hiera_kafka.plan.revisions.trees import RevisionTree
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS
from lib.repository import ROOT

from .conftest import HOSTS, Site

pytestmark = pytest.mark.slow


def state(tree: RevisionTree, host: str = HOSTS[0]) -> HostState:
    return host_state(tree.compiler.catalog(host), Renderer(ROOT / "templates"))


def test_files_have_their_text_by_path(site: Site) -> None:
    with site.trees() as (_, new):
        files = state(new).files

        assert "broker.id=1001" in files["/etc/kafka/server.properties"].text.splitlines()
        assert "/etc/systemd/system/kafka.service" in files


def test_roots_of_local_hosts_are_left_out_of_paths_and_lines(local_site: Site) -> None:
    with local_site.trees() as (_, new):
        found = state(new)

        assert "log.dirs=/srv/kafka/data" in found.files["/etc/kafka/server.properties"].text.splitlines()
        assert ("directory", "/srv/kafka/data") in found.resources
        assert found.resources["root", "/"] == str(local_site.root / "var" / "test" / HOSTS[0])


def test_equal_content_means_equal_text_without_rendering(site: Site) -> None:
    site.edit(lambda text: f"# a comment moves every line\n{text}")

    with site.trees() as (old, new):
        before, after = state(old).files, state(new).files

        assert {path: file.content for path, file in before.items()} == {
            path: file.content for path, file in after.items()
        }


def test_secrets_are_masked_in_the_lines_that_are_shown_and_nowhere_else(site: Site) -> None:
    site.edit(lambda text: f"{text}profile::kafka::broker::ssl_password: planted\n")

    with site.trees() as (_, new):
        lines = state(new).files["/etc/kafka/server.properties"].lines

        assert "planted" not in "".join(line.shown for line in lines)
        assert "ssl.key.password=planted" in [line.real for line in lines]


def test_services_name_the_files_that_they_must_be_restarted_for(site: Site) -> None:
    with site.trees() as (_, new):
        assert "/etc/kafka/server.properties" in state(new).records["kafka"]


def file(path: str) -> File:
    return File(path, "etc/kafka/release.j2", {"exports": ()}, "root", "root")


def test_units_of_other_dialects_are_restarted_for_what_they_read_at_their_start() -> None:
    files = ("/etc/kafka/mirror/a_to_b@0/consumer.properties", "/etc/default/kafka-mirror-a_to_b@0", "/usr/local/bin/x")
    units = ("/lib/systemd/system/kafka-mirror.service", "/lib/systemd/system/kafka-mirror-a_to_b@0.service")
    section = Section(
        "kafka_mirror",
        "a_to_b",
        files=tuple(file(path) for path in (*files, *units)),
        units=(Unit("kafka-mirror"), Unit("kafka-mirror-a_to_b@0"), Unit("other", running=False), Unit("x.timer")),
    )

    made = host_state(Catalog(Machine(hosts_platform(), "h"), (section,)), Renderer(ROOT / "templates"))

    assert made.records == {"kafka-mirror": (units[0],), "kafka-mirror-a_to_b@0": (*files[:2], units[1])}


def test_every_kind_of_resource_is_compared() -> None:
    section = Section(
        "kafka_broker",
        "main",
        units=(Unit("kafka", enabled=None), Unit("confluent-kafka", running=False, enabled=False, masked=True)),
        owned=(Owned("/etc/a", "root", "kafka"),),
        absent=(Absent("/etc/b"),),
    )

    made = host_state(Catalog(Machine(hosts_platform(), "h"), (section,)), Renderer(ROOT / "templates"))

    assert made.resources == {
        ("unit", "kafka"): "running",
        ("unit", "confluent-kafka"): "stopped, disabled, masked",
        ("owner", "/etc/a"): "root:kafka",
        ("absent", "/etc/b"): "",
    }


def test_a_unit_above_services_is_not_restarted_itself(tmp_path: Path) -> None:
    data = "kafka_mirrors: {a-eqiad_to_b-eqiad: {source: a-eqiad, destination: b-eqiad, topics: x}}\n"
    compiler = Compiler.load(project_tree(tmp_path, CLUSTERS + data))

    made = host_state(compiler.catalog("b1.example.org"), Renderer(ROOT / "templates"))

    assert set(made.records) == {"kafka", "kafka-mirror-a-eqiad_to_b-eqiad@0"}
    assert made.resources["unit", "kafka-mirror"] == "running, enabled"
