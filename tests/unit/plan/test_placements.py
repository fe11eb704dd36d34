"""What hosts with data refuse, said by two revisions of the data alone."""

from __future__ import annotations

import pytest

from hiera_kafka.plan.changes import ChangeKind, changes_of
from hiera_kafka.plan.host_state import host_state
from hiera_kafka.render.engine import Renderer
from lib.repository import ROOT

from .conftest import HOSTS, Edit, Site

pytestmark = pytest.mark.slow


def refused(site: Site, edit: Edit) -> list[tuple[str, str | None, str | None]]:
    site.edit(edit)
    renderer = Renderer(ROOT / "templates")
    with site.trees() as (old, new):
        found = changes_of(*(host_state(tree.compiler.catalog(HOSTS[0]), renderer) for tree in (old, new)))
    return [(change.name, change.old, change.new) for change in found if change.kind is ChangeKind.REFUSED]


def test_a_data_directory_that_leaves_is_refused_and_one_that_comes_is_not(site: Site) -> None:
    key = "profile::kafka::broker::log_dirs"
    assert refused(site, lambda text: f"{text}{key}: [/srv/kafka/other, /srv/kafka/data]\n") == []
    assert refused(site, lambda text: text.replace(", /srv/kafka/data]", "]")) == [
        ("data-directory-left", "/srv/kafka/data", "/srv/kafka/other")
    ]


def test_a_directory_of_logs_of_zookeeper_is_refused(site: Site) -> None:
    assert refused(site, lambda text: f"{text}kafka_zookeeper_config: {{dataLogDir: /srv/logs/}}\n") == [
        (
            "zookeeper-directory-moved",
            "/var/lib/zookeeper",
            "/var/lib/zookeeper, /srv/logs",
        )
    ]


def test_a_cluster_with_another_name_is_refused_unless_its_path_is_kept(site: Site) -> None:
    path = "/kafka/three"
    head, _, tail = site.data.read_text().partition("kafka_clusters:\n  three:\n")
    renamed = f"{head}kafka_clusters:\n  renamed:\n"
    (found,) = refused(site, lambda _: renamed + tail)
    assert found[0] == "identity-changed"
    assert [str(side).partition("/")[2] for side in found[1:]] == ["kafka/three", "kafka/renamed"]
    assert refused(site, lambda _: f"{renamed}    zookeeper_chroot: {path}\n{tail}") == []
