"""The check of all data before any host is touched, as playbooks run it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.clusters.local_cluster import HOST, PAGE, LocalCluster, write_inventory


@pytest.fixture
def page(tmp_path: Path) -> LocalCluster:
    return write_inventory(tmp_path / "home", PAGE)


def play(cluster: LocalCluster, task: str) -> Path:
    path = cluster.home / "play.yml"
    path.write_text(
        "- hosts: all\n  gather_facts: false\n  tasks:\n"
        f"    - {task}\n      delegate_to: localhost\n      run_once: true\n"
    )
    return path


def test_data_without_faults_passes_and_changes_nothing(page: LocalCluster) -> None:
    done = page.run("ansible-playbook", play(page, "hiera_kafka.core.validate:"), "-i", page.inventory, "-v").good()
    assert done.changed == 0
    assert f'"hosts": ["{HOST}"]' in done.out
    assert not page.state.exists()


def test_a_warning_is_shown_and_does_not_stop(tmp_path: Path) -> None:
    cluster = write_inventory(
        tmp_path / "home", PAGE + '\nprofile::kafka::broker::max_heap_size: "%{nobody_knows}512m"\n'
    )
    task = play(cluster, "hiera_kafka.core.validate:")
    done = cluster.run("ansible-playbook", task, "-i", cluster.inventory, "-v").good()
    assert f"{cluster.data}/project.yaml:14:" in done.out
    assert "warning[unknown-variable]: unknown variable 'nobody_knows'" in done.out


def test_an_argument_is_refused(page: LocalCluster) -> None:
    task = play(page, "hiera_kafka.core.validate: {strict: true}")
    failed = page.run("ansible-playbook", task, "-i", page.inventory)
    assert failed.code == 2
    assert "hiera_kafka.core.validate: unknown: strict; options are: none" in failed.text


def test_everything_that_is_wrong_with_options_is_said_at_once_before_a_host_is_asked(page: LocalCluster) -> None:
    path = play(page, "hiera_kafka.core.gate: {sections: zookeeper, phase: during, timeout: soon}")
    failed = page.run("ansible-playbook", path, "-i", page.inventory)
    assert failed.code == 2
    for words in (
        "hiera_kafka.core.gate: unknown: sections; ",
        "missing required arguments: section",
        "value of phase must be one of: before, after, got: during",
        "argument 'timeout' is of type str and we were unable to convert to int",
        "; options are: section, phase, timeout, allow_outage, refuse",
    ):
        assert words in failed.text
    assert not page.state.exists()


@pytest.mark.parametrize("arguments", [("--limit", HOST), ("--tags", "zookeeper_service")], ids=" ".join)
def test_it_runs_whatever_limit_and_tags_leave_out(page: LocalCluster, arguments: tuple[str, ...]) -> None:
    done = page.run("ansible-playbook", "site.yml", "-i", page.inventory, "--list-tasks", *arguments).good()
    assert "Compile and render every catalog" in done.out
    assert "Look for what must not be, or would fail later" in done.out
