"""Texts about clusters on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import Golden
from hiera_kafka.cli.kit.output import Output
from hiera_kafka.cli.local.text import Started, print_status, program, sizes, status_rows
from hiera_kafka.clients.supervisor import Program
from hiera_kafka.compiler.client_strings import ClientStrings
from hiera_kafka.ops.local.clusters import HostStatus

RUNNING = HostStatus("kafka1.example.org", "127.0.0.1", (Program("kafka", "RUNNING", 12, 75),))
CASES = Path(__file__).parents[3] / "cases/cli"


def test_the_end_of_up_has_all_that_one_needs_next(golden: Golden) -> None:
    started = Started(
        name="three",
        running=(RUNNING,),
        clients=(ClientStrings("main", "127.0.0.1:9092", "127.0.0.1:2181/kafka/main"),),
        bin_directory=Path("/checkout with blanks/var/three/bin"),
        program=".venv/bin/hiera-kafka",
        inventory_argument="three",
    )

    golden(CASES / "up.txt", started.text() + "\n")


def test_each_of_several_clusters_is_named_with_its_command() -> None:
    clients = tuple(ClientStrings(name, "127.0.0.1:9092", f"127.0.0.1:2181/kafka/{name}") for name in ("a", "b"))
    text = Started("two", (RUNNING,), clients, Path("/bin"), "hiera-kafka", "two").text()

    assert "  command: kafka-a\n" in text
    assert "  command: kafka-b\n" in text


def test_sizes_are_what_files_take_on_disk_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"x" * 1_000_000)
    state = tmp_path / "state"
    (state / "host").mkdir(parents=True)
    (state / "host/link").symlink_to(tmp_path / "outside")
    with (state / "host/sparse").open("wb") as stream:
        stream.truncate(1 << 30)

    ((name, size),) = sizes(state)
    assert name == "host"
    assert size < 100_000


def test_what_runs_and_what_should_are_put_side_by_side() -> None:
    rows = status_rows([RUNNING], {"kafka1.example.org": ("zookeeper", "kafka"), "kafka2.example.org": ("kafka",)})

    assert [(row.host.partition(".")[0], row.service, row.state, row.ok) for row in rows] == [
        ("kafka1", "zookeeper", "NOT STARTED", False),
        ("kafka1", "kafka", "RUNNING", True),
        ("kafka2", "kafka", "NOT STARTED", False),
    ]


def test_one_in_a_crash_loop_is_not_ok_in_the_moment_in_which_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    program = Program("kafka", "RUNNING", 12, 4, loop=5)
    rows = status_rows([HostStatus("k1", "127.0.0.1", (program,))], {"k1": ("kafka",)})
    assert [row.ok for row in rows] == [False]
    print_status(rows, Output.TEXT)
    assert "RUNNING, CRASH LOOP: 5 restarts in 10 min" in capsys.readouterr().out


def test_what_left_the_data_is_shown_and_need_not_run() -> None:
    (row,) = status_rows([HostStatus("gone", "127.0.0.9", (Program("kafka", "STOPPED", 0, 0),))], {})

    assert (row.host, row.wanted, row.ok) == ("gone", False, True)


def test_the_program_is_called_by_name_where_path_leads_to_it(tmp_path: Path) -> None:
    script = tmp_path / "bin/hiera-kafka"
    script.parent.mkdir()
    script.touch(0o755)

    assert program(str(script), str(script.parent)) == "hiera-kafka"
    assert program(str(script), os.defpath) == str(script)
    assert program(".venv/bin/hiera-kafka", str(script.parent)) == ".venv/bin/hiera-kafka"
