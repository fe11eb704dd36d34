"""A check run on a bare host says what a run would do, and leaves the host as it is."""

from __future__ import annotations

import pytest

from lab import site

_IGNORED = ("/proc", "/sys", "/run", "/dev", "/tmp", "/var/tmp", "/var/log", "/home/debian")
"""Not the host's state: where Ansible unpacks its modules, and what is logged of its visits."""


@pytest.fixture(scope="module")
def checked(bare: site.Site) -> tuple[site.Run, list[str]]:
    """Return the check run, and the paths that are new or different after it."""
    bare.lab.run("kafka1", "sudo touch /run/lab-before")
    run = bare.play("--check", "--diff")
    prune = " -o ".join(f"-path {path}" for path in _IGNORED)
    found = bare.lab.run("kafka1", rf"sudo find / \( {prune} \) -prune -o -newercm /run/lab-before -print").splitlines()
    return run, found


def test_it_succeeds_and_announces_changes(checked: tuple[site.Run, list[str]]) -> None:
    run, _ = checked
    assert run.returncode == 0, run.output
    assert run.changed["kafka1"] > 0


def test_it_shows_each_line_that_would_be_written(checked: tuple[site.Run, list[str]]) -> None:
    run, _ = checked
    assert "+server.1=kafka1.ops.eqiad1.wikimedia.cloud:2182:2183" in run.output
    assert "+ProtectSystem=strict" in run.output
    assert "would install default-jre-headless" in run.output


def test_it_shows_no_secret(checked: tuple[site.Run, list[str]], planted: str) -> None:
    run, _ = checked
    assert planted not in run.output


def test_it_touches_nothing(checked: tuple[site.Run, list[str]]) -> None:
    _, found = checked
    assert found == []
