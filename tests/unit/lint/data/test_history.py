"""Earlier contents of a file."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.history import Changed, broker_ids, changed_ids, myids
from lib.data.three_brokers import HOSTS, THREE
from lib.machine.git import commit


def changes(file: Path) -> list[Changed]:
    data = DataFile(str(file))
    return [*changed_ids(data, "kafka_clusters", broker_ids), *changed_ids(data, "zookeeper_clusters", myids)]


def test_the_newest_other_id_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    commits = []
    for number in (5, 6, 7):
        file.write_text(THREE.replace("id: 1001", f"id: {number}"))
        commits.append(commit(tmp_path))

    (found,) = changes(file)

    assert (found.cluster, found.host, found.now, found.before) == ("three", HOSTS[0], 7, 6)
    assert found.commit == commits[1][:10]


def test_versions_that_were_no_yaml_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(THREE.replace("id: 1001", "id: 5"))
    commit(tmp_path)
    file.write_text("kafka_clusters: [\n")
    commit(tmp_path)
    file.write_text(THREE)

    assert [found.before for found in changes(file)] == [5]


def test_a_file_that_was_never_committed_has_no_history(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    commit(tmp_path)
    file = tmp_path / "data.yaml"
    file.write_text(THREE)

    assert changes(file) == []


def test_hosts_that_moved_to_another_cluster_are_others(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(THREE)
    commit(tmp_path)
    file.write_text(THREE.replace("  three:", "  other:").replace("id: 1001", "id: 5"))

    assert changes(file) == []
