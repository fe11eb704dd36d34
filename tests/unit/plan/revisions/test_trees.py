"""Inventory and data of a revision."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.plan.conftest import HOSTS, THREE, Site

from hiera_kafka.access import NOTHING
from hiera_kafka.compiler import load_inventory
from hiera_kafka.errors import HieraError, HieraKafkaError, Position, ProjectError
from hiera_kafka.plan.revisions.trees import revision_tree
from lib.data.project_trees import project_tree
from lib.machine.git import commit

pytestmark = pytest.mark.slow


def test_a_revision_has_its_own_data_and_the_working_tree_what_lies_on_the_disk(site: Site) -> None:
    site.edit(lambda text: text.replace("id: 1003", "id: 1004"))

    with site.trees() as (old, new):
        ids = [tree.compiler.clusters.kafka["three"].model.brokers[HOSTS[2]].id for tree in (old, new)]

    assert ids == [1003, 1004]
    assert (old.label, new.label) == ("HEAD", "working tree")


def test_files_of_a_revision_are_gone_afterwards(site: Site) -> None:
    with site.trees() as (old, _):
        written = old.places.written
        assert written.is_dir()

    assert not written.exists()


def test_places_of_a_revision_are_named_as_git_names_them(site: Site) -> None:
    with site.trees() as (old, new):
        file = str(old.places.written / site.root.name / "hieradata/data/common.yaml")

        assert old.places.shown(Position(file, 3, 1)) == Position("HEAD:hieradata/data/common.yaml", 3, 1)
        assert old.places.real(file) == str(site.data)
        assert new.places.shown(Position(str(site.data), 3, 1)) == Position(str(site.data), 3, 1)


def test_data_in_a_repository_of_its_own_is_compared_under_the_inventory_as_it_is(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, THREE)
    data = tmp_path / "elsewhere"
    (tmp_path / "hieradata").rename(data)
    commit(data)
    inventory.write_text(inventory.read_text().replace("../../hieradata", str(data)))
    (data / "data" / "common.yaml").write_text(THREE.replace("rack: A", "rack: Z"))

    with revision_tree(load_inventory(inventory), "HEAD") as tree:
        assert tree.compiler.clusters.kafka["three"].model.brokers[HOSTS[0]].rack == "A"
        assert tree.compiler.inventory.path == inventory


def test_what_lies_beside_the_repository_is_read_as_it_is_where_the_caller_allows_it(tmp_path: Path) -> None:
    """Private data is often kept in a second repository, next to the first."""
    repository = tmp_path / "public"
    repository.mkdir()
    inventory = project_tree(repository, THREE)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secrets.yaml").write_text("profile::kafka::broker::num_partitions: 9\n")
    config = repository / "hieradata" / "hiera.yaml"
    config.write_text(config.read_text() + "  - name: private\n    datadir: ../../private\n    path: secrets.yaml\n")
    site_data = repository / "hieradata" / "data" / "common.yaml"
    site_data.write_text(THREE.replace("profile::kafka::broker::num_partitions: 3", ""))
    commit(repository)

    with (
        revision_tree(load_inventory(inventory), "HEAD") as tree,
        pytest.raises(HieraError) as caught,
        tree.places.errors_renamed(),
    ):
        tree.compiler.lookup("profile::kafka::broker::num_partitions", HOSTS[0])

    (refused,) = caught.value.diagnostics
    assert refused.id == "outside-repository"
    assert refused.where[0].file == "HEAD:hieradata/hiera.yaml"
    assert f"'{tmp_path}/private/secrets.yaml' leads out of the repository {repository}" in refused.message

    allowed = NOTHING.widened([tmp_path / "private"])
    with revision_tree(load_inventory(inventory, allowed), "HEAD") as tree:
        found = tree.compiler.lookup("profile::kafka::broker::num_partitions", HOSTS[0])

        assert found.value == 9
        assert tree.places.shown(found.trace.origin.positions()[0]).file == str(tmp_path / "private" / "secrets.yaml")


def test_local_hosts_of_a_revision_lie_where_they_lie_now(local_site: Site) -> None:
    with local_site.trees() as (old, new):
        assert old.compiler.platform.roots == new.compiler.platform.roots


def test_they_do_so_where_the_inventory_does_not_say_where(local_site: Site) -> None:
    local_site.path.write_text(local_site.path.read_text().replace("state_dir: ../../var/test\n", ""))
    commit(local_site.root)
    with local_site.trees() as (old, new):
        assert old.compiler.platform.roots == new.compiler.platform.roots


def test_a_revision_without_the_inventory_is_reported(site: Site) -> None:
    shutil.copytree(site.path.parent, site.root / "inventories" / "later")

    with (
        pytest.raises(ProjectError) as caught,
        revision_tree(load_inventory(site.root / "inventories" / "later"), "HEAD"),
    ):
        pass

    (found,) = caught.value.diagnostics
    assert found.id == "inventory-not-in-revision"


def test_errors_in_a_revision_name_its_files(site: Site) -> None:
    config = site.root / "hieradata" / "hiera.yaml"
    good = config.read_text()
    config.write_text("version: 4\n")
    commit(site.root)
    config.write_text(good)

    with pytest.raises(HieraKafkaError) as caught, site.trees():
        pass

    assert caught.value.diagnostics[0].where[0].file == "HEAD:hieradata/hiera.yaml"
    assert "hiera-kafka-diff-" not in str(caught.value)
