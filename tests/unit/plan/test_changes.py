"""How two states of a host differ."""

from __future__ import annotations

import pytest

from hiera_kafka.plan.changes import Change, ChangeKind, changes_of
from hiera_kafka.plan.host_state import host_state
from hiera_kafka.render.engine import Renderer
from lib.machine.git import commit
from lib.repository import ROOT

from .conftest import HOSTS, Edit, Site

pytestmark = pytest.mark.slow

PROPERTIES = "/etc/kafka/server.properties"


def changes(site: Site, edit: Edit, host: str = HOSTS[0]) -> list[Change]:
    site.edit(edit)
    renderer = Renderer(ROOT / "templates")
    with site.trees() as (old, new):
        return list(changes_of(*(host_state(tree.compiler.catalog(host), renderer) for tree in (old, new))))


def test_a_comment_in_the_data_changes_nothing(site: Site) -> None:
    assert changes(site, lambda text: f"# new\n{text}") == []


def test_an_option_is_reported_with_both_values_and_the_restart_that_it_asks_for(site: Site) -> None:
    assert changes(site, lambda text: text.replace("num_partitions: 3", "num_partitions: 5")) == [
        Change(ChangeKind.OPTION, PROPERTIES, "num.partitions", "3", "5"),
        Change(ChangeKind.RESTART, "kafka"),
    ]


def test_a_secret_is_reported_and_not_shown(site: Site) -> None:
    site.edit(lambda text: f"{text}profile::kafka::broker::ssl_password: planted-one\n")
    commit(site.root)

    found = changes(site, lambda text: text.replace("planted-one", "planted-two"))

    options = [change for change in found if change.kind is ChangeKind.OPTION]
    assert [(change.option, change.old, change.new, change.secret) for change in options] == [
        ("ssl.key.password", "********", "********", True),
        ("ssl.keystore.password", "********", "********", True),
    ]
    assert "planted" not in repr(found)


def test_another_kafka_version_is_an_upgrade_pending_and_no_restart(site: Site) -> None:
    found = changes(site, lambda text: text.replace("    brokers:", "    kafka_version: 3.9.1\n    brokers:"))

    assert {change.kind for change in found} == {ChangeKind.RESOURCE, ChangeKind.UPGRADE}


def test_a_value_moved_to_another_place_of_the_file_is_a_change_of_order_that_asks_for_a_restart(site: Site) -> None:
    def move(text: str) -> str:
        return text.replace("    brokers:", "    config: {num.partitions: 3}\n    brokers:")

    assert changes(site, move) == [Change(ChangeKind.ORDER, PROPERTIES), Change(ChangeKind.RESTART, "kafka")]


def test_a_unit_that_changes_asks_for_a_restart(site: Site) -> None:
    assert changes(site, lambda text: f"{text}profile::kafka::broker::nofiles_ulimit: 5000\n") == [
        Change(ChangeKind.OPTION, "/etc/systemd/system/kafka.service", "LimitNOFILE", "128000", "5000"),
        Change(ChangeKind.RESTART, "kafka"),
    ]


def test_a_whole_line_that_sets_nothing_is_reported_as_it_is(site: Site) -> None:
    found = changes(site, lambda text: text.replace('"1"', '"9"'))

    assert Change(ChangeKind.LINES, "/etc/zookeeper/conf/myid", None, "1", "9") in found


def test_what_the_run_would_refuse_on_hosts_with_data_is_reported_first(site: Site) -> None:
    found = changes(site, lambda text: text.replace("id: 1001", "id: 1009"))

    assert found[0] == Change(ChangeKind.REFUSED, "kafka-broker-id", old="1001", new="1009")


def test_files_and_resources_that_come_and_go_are_reported_by_name(site: Site) -> None:
    found = changes(site, lambda text: f"{text}profile::kafka::broker::log_dirs: [/srv/kafka/other]\n")

    assert Change(ChangeKind.RESOURCE, "directory /srv/kafka/data", old="kafka:kafka 0755") in found
    assert Change(ChangeKind.RESOURCE, "directory /srv/kafka/other", new="kafka:kafka 0755") in found
