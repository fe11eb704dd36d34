"""Which lines of the data a change follows from."""

from __future__ import annotations

import pytest
from tests.unit.plan.conftest import HOSTS, Edit, Site

from hiera_kafka.plan.changes import ChangeKind
from lib.machine.git import commit

pytestmark = pytest.mark.slow


def causes(site: Site, edit: Edit, option: str, host: str = HOSTS[0]) -> list[str]:
    site.edit(edit)
    return told(site, option, host)


def told(site: Site, option: str, host: str = HOSTS[0]) -> list[str]:
    return [
        f"{cause.at.text(str(site.root))} {cause.key} {cause.verb}"
        for group in site.difference().groups
        for change, found in group.changes
        if change.option == option and host in group.hosts
        for cause in found
    ]


def test_an_option_follows_from_its_own_line(site: Site) -> None:
    def edit(text: str) -> str:
        return text.replace("num_partitions: 3", "num_partitions: 5").replace("rack: A", "rack: X")

    assert causes(site, edit, "num.partitions") == [
        "hieradata/data/common.yaml:24:41 profile::kafka::broker::num_partitions changed"
    ]


def test_what_is_computed_from_a_hash_follows_from_the_entries_that_changed(site: Site) -> None:
    found = causes(site, lambda text: text.replace("rack: B", "port: 9192"), "KAFKA_BOOTSTRAP_SERVERS")

    assert found == [
        f"hieradata/data/common.yaml:19:9 kafka_clusters.three.brokers.'{HOSTS[1]}'.port set",
        f"HEAD:hieradata/data/common.yaml:19:9 kafka_clusters.three.brokers.'{HOSTS[1]}'.rack removed",
    ]


def test_a_value_that_is_removed_is_named_where_it_stood(site: Site) -> None:
    found = causes(site, lambda text: text.replace("        rack: A\n", ""), "broker.rack")

    assert found == [f"HEAD:hieradata/data/common.yaml:16:9 kafka_clusters.three.brokers.'{HOSTS[0]}'.rack removed"]


def test_a_higher_level_that_is_added_is_the_cause_and_not_the_one_below(site: Site) -> None:
    (site.data.parent / "hosts" / f"{HOSTS[0]}.yaml").write_text("profile::kafka::broker::num_partitions: 8\n")

    assert told(site, "num.partitions") == [
        f"hieradata/data/hosts/{HOSTS[0]}.yaml:1:41 profile::kafka::broker::num_partitions set"
    ]


def test_a_unit_follows_from_the_value_in_it(site: Site) -> None:
    def edit(text: str) -> str:
        return f"{text}profile::kafka::broker::nofiles_ulimit: 5000\nsomething::else: 1\n"

    assert causes(site, edit, "LimitNOFILE") == [
        "hieradata/data/common.yaml:25:41 profile::kafka::broker::nofiles_ulimit set"
    ]


def test_another_hierarchy_is_the_cause_of_what_no_data_file_explains(site: Site) -> None:
    for host in HOSTS:
        (site.data.parent / "hosts" / f"{host}.yaml").write_text("profile::kafka::broker::num_partitions: 8\n")
    commit(site.root)
    config = site.root / "hieradata" / "hiera.yaml"
    config.write_text(config.read_text().replace("hosts/%", "nowhere/%"))

    assert [cause for cause in told(site, "num.partitions") if "hiera.yaml" in cause] != []


def test_a_new_host_follows_from_the_lines_that_name_it(site: Site) -> None:
    new = "kafka9.example.org"
    site.edit(lambda text: text.replace("    brokers:\n", f"    brokers:\n      {new}: {{id: 9}}\n") + "other: 1\n")

    found = [
        cause.key
        for group in site.difference().groups
        for change, causes_ in group.changes
        if change.kind is ChangeKind.HOST_ADDED
        for cause in causes_
    ]

    assert found == [f"kafka_clusters.three.brokers.'{new}'"]


def test_what_a_process_of_a_mirror_is_made_of_follows_from_its_own_mirror(site: Site) -> None:
    far = "\n".join(f"  far{n}: {{zookeeper_cluster_name: main-local, brokers: {{f{n}: {{id: 1}}}}}}" for n in (1, 2))
    mirrors = "".join(
        f"  far{n}_to_three: {{source: far{n}, destination: three, topics: 'far{n}', processes: 1}}\n" for n in (1, 2)
    )
    site.edit(lambda text: f"{text}kafka_mirrors:\n{mirrors}".replace("kafka_clusters:\n", f"kafka_clusters:\n{far}\n"))
    commit(site.root)
    site.edit(lambda text: text.replace("'far1', processes: 1", "'far9', processes: 2").replace("'far2'", "'far8'"))

    found = {
        cause.key
        for group in site.difference().groups
        for change, causes_ in group.changes
        if "far1_to_three@1" in f"{change.name} {change.new}"
        for cause in causes_
    }

    assert found == {"kafka_mirrors.far1_to_three.processes", "kafka_mirrors.far1_to_three.topics"}
