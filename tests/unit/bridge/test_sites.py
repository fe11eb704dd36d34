"""Compilers are made once a process."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.bridge.sites import compiler_of
from lib.trees import HOST, project_tree


def test_an_inventory_file_is_read_once(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path)
    first = compiler_of(str(inventory))
    inventory.write_text("plugin: [")
    assert compiler_of(str(inventory)) is first
    assert first.hosts == (HOST,)
