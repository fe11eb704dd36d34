"""Kernel settings, in a directory that stands for /proc/sys."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import sysctls


@pytest.fixture
def proc_sys(tmp_path: Path) -> Path:
    (tmp_path / "vm").mkdir()
    (tmp_path / "vm/swappiness").write_text("60\n")
    return tmp_path


def test_a_setting_is_read_and_written(proc_sys: Path) -> None:
    assert sysctls.read("vm.swappiness", proc_sys) == "60"
    assert sysctls.writable("vm.swappiness", proc_sys)
    sysctls.write("vm.swappiness", 1, proc_sys)
    assert sysctls.read("vm.swappiness", proc_sys) == "1"


def test_a_setting_that_the_kernel_does_not_have_is_none(proc_sys: Path) -> None:
    assert sysctls.read("vm.not_there", proc_sys) is None
