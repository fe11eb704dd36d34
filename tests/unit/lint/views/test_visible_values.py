"""What hosts see."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.targets import Targets
from hiera_kafka.lint.trees import load
from hiera_kafka.lint.views.visible_values import Sight, place, sights
from lib.data.project_trees import HOST, PAGE, project_tree


def seen(directory: Path, common: str, own: str) -> dict[tuple[str, str], Sight]:
    inventory = project_tree(directory, f"{PAGE}{common}", hosts={HOST: own})
    (tree,) = load(Targets(inventories={str(inventory): None}), discover=False).trees
    return {(Path(sight.file).stem, sight.key): sight for sight in sights(tree)}


def test_the_highest_value_is_seen_and_hides_the_others_but_not_from_the_lookup_of_hosts(tmp_path: Path) -> None:
    found = seen(tmp_path, "a: 1\n", "a: 2\nkafka_clusters: {}\n")

    assert (found[HOST, "a"].seen, found[HOST, "a"].hidden) == (1, 0)
    assert (found["common", "a"].seen, found["common", "a"].hidden) == (0, 1)
    assert (found["common", "kafka_clusters"].seen, found["common", "kafka_clusters"].hidden) == (1, 1)


def test_an_equal_value_below_is_remembered(tmp_path: Path) -> None:
    found = seen(tmp_path, "a: [1]\nb: 1\n", "a: [1]\nb: true\n")

    assert found[HOST, "a"].same == 1
    assert str(found[HOST, "a"].below).endswith("common.yaml")
    assert found[HOST, "b"].same == 0


def test_keys_that_are_joined_are_left_out(tmp_path: Path) -> None:
    found = seen(
        tmp_path, "a: [1]\nlookup_options: {a: {merge: unique}, ^b: {merge: {strategy: deep}}}\nb1: {}\n", "a: []\n"
    )

    assert (HOST, "a") not in found
    assert ("common", "b1") not in found


def test_the_place_of_a_key_is_where_it_is_written(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    (tree,) = load(Targets(inventories={str(inventory): None}), discover=False).trees
    path = next(iter(tree.files))

    assert place(tree, path, "zookeeper_cluster_name").line == 1
