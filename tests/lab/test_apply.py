"""Applying a user's own tree of data to hosts: first start, second run, drift."""

from __future__ import annotations

from lab import services
from lab.conftest import Applied


def test_a_first_start_with_limit_waits_for_its_own_hosts_and_says_so(applied: Applied) -> None:
    run = applied.limited
    assert run.returncode == 0, run.output
    assert "not in this run, and so not waited for: kafka3.ops.eqiad1.wikimedia.cloud" in run.output
    assert set(run.changed) == {"kafka1", "kafka2"}


def test_a_host_outside_the_limit_is_not_touched(applied: Applied) -> None:
    assert applied.untouched == ""


def test_the_whole_run_adds_the_rest_and_leaves_alone_what_runs(applied: Applied) -> None:
    assert applied.whole.returncode == 0, applied.whole.output
    assert applied.whole.changed == {"kafka1": 0, "kafka2": 0, "kafka3": applied.whole.changed["kafka3"]}
    assert applied.whole.changed["kafka3"] > 0
    services.eventually("three brokers in sync", lambda: services.in_sync(applied.site.lab, "kafka1", 3))


def test_the_next_run_changes_nothing(applied: Applied) -> None:
    assert applied.again.returncode == 0, applied.again.output
    assert set(applied.again.changed.values()) == {0}
    assert "restart pending" not in applied.again.output


def test_kernel_settings_that_a_host_keeps_to_itself_are_reported(applied: Applied) -> None:
    lab = applied.site.lab
    writable = lab.ssh("kafka1", "sudo test -w /proc/sys/vm/swappiness").returncode == 0
    assert writable or "vm.swappiness is wanted to be 1: it is" in applied.again.output


def test_drift_is_shown_by_a_check_run_and_corrected_by_a_run(applied: Applied) -> None:
    lab, file = applied.site.lab, "/etc/kafka/log4j.properties"
    lab.run("kafka2", f"echo drifted=1 | sudo tee -a {file}; sudo chmod 0777 /var/log/kafka")
    checked = applied.site.play("--check", "--diff")
    assert "-drifted=1" in checked.output
    assert checked.changed == {"kafka1": 0, "kafka2": 1, "kafka3": 0}
    assert "drifted=1" in lab.run("kafka2", f"cat {file}")
    corrected = applied.site.play()
    assert corrected.changed == {"kafka1": 0, "kafka2": 1, "kafka3": 0}
    assert "drifted=1" not in lab.run("kafka2", f"cat {file}")
    assert lab.run("kafka2", "stat --format=%a /var/log/kafka").strip() == "755"


def test_it_ends_with_what_the_data_says(applied: Applied) -> None:
    found = applied.site.verify()
    assert found.returncode == 0, found.stdout + found.stderr
