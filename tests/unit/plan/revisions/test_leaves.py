"""Which values of the data differ."""

from __future__ import annotations

import pytest
from tests.unit.plan.conftest import HOSTS, Edit, Site

from hiera_kafka.plan.revisions.leaves import ChangedLeaves

pytestmark = pytest.mark.slow


def leaves(site: Site, edit: Edit, host: str = HOSTS[0]) -> list[tuple[str, object, object, int, bool]]:
    site.edit(edit)
    with site.trees() as trees:
        return [
            (".".join(map(str, leaf.path)), leaf.old, leaf.new, leaf.at.line, leaf.gone)
            for leaf in ChangedLeaves(*trees).of_host(host)
        ]


def test_a_line_that_moves_is_no_change(site: Site) -> None:
    assert leaves(site, lambda text: f"# new\n\n{text}") == []


def test_a_changed_value_stands_where_the_new_one_is(site: Site) -> None:
    found = leaves(site, lambda text: "# new\n" + text.replace("num_partitions: 3", "num_partitions: 4"))

    assert found == [("profile::kafka::broker::num_partitions", 3, 4, 25, False)]


def test_a_value_that_is_gone_stands_where_it_stood(site: Site) -> None:
    found = leaves(site, lambda text: text.replace("        rack: C\n", ""))

    assert found == [(f"kafka_clusters.three.brokers.{HOSTS[2]}.rack", "C", None, 22, True)]


def test_types_that_python_takes_for_equal_are_different(site: Site) -> None:
    found = leaves(site, lambda text: text.replace("num_partitions: 3", "num_partitions: 3.0"))

    assert [(old, new) for _, old, new, _, _ in found] == [(3, 3.0)]


def test_a_whole_new_entry_is_one_value_at_its_key(site: Site) -> None:
    new = "kafka9.example.org"

    found = leaves(site, lambda text: text.replace("    brokers:\n", f"    brokers:\n      {new}: {{id: 9}}\n"))

    assert found == [(f"kafka_clusters.three.brokers.{new}", None, {"id": 9}, 14, False)]


def test_files_that_a_host_does_not_read_are_none_of_its_changes(site: Site) -> None:
    (site.data.parent / "hosts" / f"{HOSTS[1]}.yaml").write_text("a: 1\n")

    with site.trees() as trees:
        changed = ChangedLeaves(*trees)

        assert changed.of_host(HOSTS[0]) == ()
        assert [leaf.path for leaf in changed.of_host(HOSTS[1])] == [("a",)]


def test_settings_of_another_host_in_the_inventory_are_left_out(site: Site) -> None:
    site.path.write_text(f"{site.path.read_text()}nodes: {{{HOSTS[0]}: {{role: a}}, {HOSTS[1]}: {{role: b}}}}\n")

    with site.trees() as trees:
        found = ChangedLeaves(*trees).of_settings(HOSTS[0])

    assert [leaf.path for leaf in found] == [("nodes",)]
