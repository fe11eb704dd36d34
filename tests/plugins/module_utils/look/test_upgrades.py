"""Upgrades that are pending."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.held import MASK
from ansible_collections.hiera_kafka.core.plugins.module_utils.look import upgrades
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError


def test_a_held_file_that_differs_is_an_upgrade(tmp_path: Path) -> None:
    file = tmp_path / "release"
    assert upgrades.read(str(file), "KAFKA_HOME=/b\n") is None
    file.write_text("KAFKA_HOME=/a\n")
    file.chmod(0o644)
    assert upgrades.read(str(file), "KAFKA_HOME=/a\n") is None
    found = upgrades.read(str(file), "KAFKA_HOME=/b\n")
    assert found == {"path": str(file), "has": ["KAFKA_HOME=/a"], "wants": ["KAFKA_HOME=/b"]}


def test_a_file_that_not_everybody_may_read_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "release"
    file.write_text("PASSWORD=hunter2\n")
    file.chmod(0o640)
    assert upgrades.read(str(file), "KAFKA_HOME=/b\n") == {"path": str(file), "has": [MASK], "wants": [MASK]}


def test_something_else_in_its_place_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="only a regular file is read"):
        upgrades.read(str(tmp_path), "")
