"""`hiera-kafka doctor`."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from hiera_kafka.cli.doctor.checks import CheckState, MachineCheck
from hiera_kafka.cli.doctor.command import text

pytestmark = pytest.mark.slow


def test_a_machine_that_lacks_nothing_ends_with_0(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("doctor", "-i", local_tree, "--output", "json")

    found = {check["name"]: check for check in result.json["checks"]}
    missing = [check for check in found.values() if check["state"] == "missing"]
    assert missing == []
    assert result.code == 0
    assert result.json["ok"] is True
    assert found["hiera-kafka"]["found"].startswith(f"{metadata.version('hiera-kafka')}, ")
    assert found["collection hiera_kafka.core"]["state"] == "ok"
    assert "hiera" in found["  lookup"]["found"]
    assert {"python", "ansible-core", "jinja2", "ansible.cfg", "java", "data", "open files"} <= set(found)


def test_wrong_data_is_something_missing(hiera_kafka: Run, local_tree: Path) -> None:
    data = local_tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text().replace('id: "1"', "id: one"))

    result = hiera_kafka("doctor", "-i", local_tree)

    assert result.code == 1
    assert "hieradata/data/common.yaml:12:13" in result.stdout
    assert "To fix it:" in result.stdout


def test_each_command_that_fixes_something_is_named_once() -> None:
    gone = MachineCheck("a", CheckState.MISSING, "not installed", "install it")
    assert text([gone, gone]).endswith("\n\nTo fix it:\n  install it")
    assert text([MachineCheck("a", CheckState.OK, "1.0")]) == "ok  a  1.0\n\nNothing is missing."
