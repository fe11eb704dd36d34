"""What Ansible's users expect of a playbook: where it runs from, and what tags, tasks and check runs leave alone."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab import site
from lab.conftest import Applied

NAMES = site.names(3)
FILE = "/etc/kafka/log4j.properties"


@contextmanager
def drifted(applied: Applied) -> Iterator[None]:
    """A file of the broker and one of the ZooKeeper of kafka2 with a line too many."""
    lab = applied.site.lab
    lab.run("kafka2", f"echo drifted=1 | sudo tee -a {FILE} /etc/zookeeper/conf/log4j.properties")
    try:
        yield
    finally:
        applied.site.play("--limit", NAMES[1])


def left(applied: Applied) -> list[bool]:
    """Return whether the line is still there, in the broker's file and in the ZooKeeper's."""
    files = f"{FILE} /etc/zookeeper/conf/log4j.properties"
    counts = applied.site.lab.ssh("kafka2", f"sudo grep --count drifted {files}").stdout.splitlines()
    return [line.endswith(":1") for line in counts]


def test_a_check_run_over_hosts_that_are_as_they_should_be_says_nothing(applied: Applied) -> None:
    run = applied.site.play("--check", "--diff")
    assert run.returncode == 0, run.output
    assert set(run.changed.values()) == {0}
    assert "+++" not in run.output


def test_no_run_gathers_facts(applied: Applied) -> None:
    run = applied.site.play("--limit", NAMES[1], environment={"ANSIBLE_GATHERING": "implicit"})
    assert run.returncode == 0, run.output
    assert "Gathering Facts" not in run.output


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["--tags", "kafka_broker_configure"], [False, True]),
        (["--tags", "zookeeper"], [True, False]),
        (["--skip-tags", "zookeeper_configure,kafka_broker_configure"], [True, True]),
    ],
)
def test_tags_choose_a_role_or_a_step(applied: Applied, tags: list[str], expected: list[bool]) -> None:
    with drifted(applied):
        run = applied.site.play("--limit", NAMES[1], *tags)
        assert run.returncode == 0, run.output
        assert left(applied) == expected
        # What must not be is looked for whatever is chosen.
        assert "Compile and render every catalog" in run.output


def test_a_run_can_start_at_a_task(applied: Applied) -> None:
    with drifted(applied):
        run = applied.site.play(
            "--limit",
            NAMES[1],
            "--start-at-task",
            "kafka_broker : Apply users, directories, files and the service's definition",
        )
        assert run.returncode == 0, run.output
        assert left(applied) == [False, True]


def test_a_run_from_another_directory(applied: Applied, tmp_path: Path) -> None:
    run = applied.site.play(playbook=site.ROOT / "site.yml", directory=tmp_path)
    assert run.returncode == 0, run.output
    assert set(run.changed.values()) == {0}


def test_a_run_with_the_package_installed_and_no_plugins_in_the_checkout(applied: Applied, tmp_path: Path) -> None:
    """`pip install .` brings the collection; playbooks and roles are used from a copy that has no `src`."""
    python = installed(tmp_path / "venv")
    copy = tmp_path / "project"
    copy.mkdir()
    parts = ["site.yml", "ansible.cfg", "playbooks", "roles", "templates", "pyproject.toml"]
    subprocess.run(["cp", "-r", *(str(site.ROOT / part) for part in parts), str(copy)], check=True)
    run = applied.site.play(playbook=copy / "site.yml", directory=copy, python=str(python))
    assert run.returncode == 0, run.output
    assert set(run.changed.values()) == {0}
    where = (
        "import hiera_kafka, ansible_collections.hiera_kafka.core as c; print(hiera_kafka.__file__, list(c.__path__))"
    )
    found = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True, cwd=copy).stdout
    assert str(site.ROOT / "src") not in found


def installed(venv: Path) -> Path:
    """Return the Python of an environment with the package installed from a wheel, beside the tests' own libraries."""
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    # Files ending in .pth that lie in a directory added so are not read, and with them our editable install.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--force-reinstall", str(site.ROOT)], check=True)
    return venv / "bin/python"
