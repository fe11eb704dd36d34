"""Passwords planted in the data are where the services read them, and nowhere else."""

from __future__ import annotations

import contextlib
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.clusters.local_cluster import HOST, ROOT, Planted, running

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

MARK = "planted-"
"""What every planted password begins with."""


def assert_silent(text: str) -> None:
    assert text
    found = [line for line in text.splitlines() if MARK in line]
    assert found == []


def files_with_a_password(directory: Path) -> Iterator[Path]:
    for path in directory.rglob("*"):
        if path.is_file() and not path.is_symlink() and MARK.encode() in path.read_bytes():
            yield path


def test_the_first_run_shows_none_with_all_words_that_ansible_has(planted: Planted) -> None:
    assert "server.properties" in planted.first.text
    assert_silent(planted.first.text)


def test_later_runs_show_none(planted: Planted) -> None:
    cluster = planted.cluster
    assert_silent(cluster.up("-vvv", "--diff").good().text)
    with cluster.overridden({"profile::kafka::broker::num_partitions": 2}):
        changing = cluster.up("-vvv", "--diff").good()
    assert changing.changed == 1
    assert_silent(changing.text)


def test_only_files_that_others_cannot_read_hold_one(planted: Planted) -> None:
    found = list(files_with_a_password(planted.cluster.state))
    assert [path.name for path in found] == ["server.properties"]
    for path in found:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & ~0o640 == 0, f"{path} has mode {mode:04o}"
        assert "log" not in path.relative_to(planted.cluster.state).parts


def test_no_process_has_one_in_its_arguments_or_environment(planted: Planted) -> None:
    """Also not the processes of a run, which are looked at for as long as it lasts."""
    cluster = planted.cluster
    seen: dict[int, bytes] = {}
    with subprocess.Popen(
        cluster.command("hiera-kafka", "local", "up", "-i", cluster.inventory),
        cwd=ROOT,
        env=cluster.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        while run.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(0.1)
            for process in running(cluster.home):
                with contextlib.suppress(OSError):
                    shown = [Path(f"/proc/{process}/{name}").read_bytes() for name in ("cmdline", "environ")]
                    seen[process] = seen.get(process, b"") + b"\0".join(shown)
        assert run.wait() == 0
    assert any(b"kafka.Kafka" in shown for shown in seen.values())
    assert any(b"ansible" in shown for shown in seen.values())
    assert [shown for shown in seen.values() if MARK.encode() in shown] == []


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("inventory",),
        ("catalog", HOST),
        ("explain", HOST, "/etc/kafka/server.properties"),
        ("clients",),
        ("lookup", "kafka_clusters", "--node", HOST),
        ("lookup", "some::password", "--node", HOST),
        ("lookup", "profile::kafka::broker::ssl_password", "--node", HOST),
        ("local", "status"),
    ],
    ids=" ".join,
)
def test_no_command_shows_one(planted: Planted, words: tuple[str, ...], output: str) -> None:
    assert_silent(planted.cluster.hiera_kafka(*words, "--output", output).good().text)


def test_ansible_gets_none_as_a_variable(planted: Planted) -> None:
    cluster = planted.cluster
    assert_silent(cluster.run("ansible-inventory", "-i", cluster.inventory, "--list").good().out)


def test_rendered_files_that_hold_one_are_not_for_others(planted: Planted, tmp_path: Path) -> None:
    assert_silent(planted.cluster.hiera_kafka("render", "--out", tmp_path / "out").good().text)
    for path in files_with_a_password(tmp_path / "out"):
        assert stat.S_IMODE(path.stat().st_mode) & ~0o640 == 0


def test_a_refusal_of_data_shows_none(planted: Planted) -> None:
    wrong = {"profile::kafka::broker::ssl_password": ["planted-5-in-a-list"]}
    with planted.cluster.overridden(wrong):
        refused = planted.cluster.up()
    assert refused.code == 3
    assert_silent(refused.text)
