"""What kind of machines the hosts of an inventory are."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.compiler import Compiler
from lib.data.project_trees import HOST, PAGE, project_tree


def compiler(directory: Path, data: str = PAGE, **options: object) -> Compiler:
    return Compiler.load(project_tree(directory, data, **options))  # type: ignore[arg-type]  # options of the helper


def test_local_hosts_lie_in_the_state_directory_and_have_recorded_addresses(tmp_path: Path) -> None:
    (tmp_path / "var" / "test").mkdir(parents=True)
    (tmp_path / "var" / "test" / "local.json").write_text(
        f'{{"format": 1, "subnet": "127.0.5", "addresses": {{"{HOST}": "127.0.5.9"}}, "java_home": "/j"}}'
    )
    machine = Machine(compiler(tmp_path, local=True).platform, HOST)
    assert machine.address == "127.0.5.9"
    assert machine.path("/etc") == f"{tmp_path}/var/test/{HOST}/etc"
    assert machine.platform.java_home == "/j"


def test_a_user_without_a_name_is_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    monkeypatch.setattr("os.getgid", lambda: 4_000_001)
    assert compiler(tmp_path, local=True).platform.run_as == ("4000000", "4000001")
