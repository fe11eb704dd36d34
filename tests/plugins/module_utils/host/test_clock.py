"""What the kernel says of its clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import clock


@pytest.fixture
def of_the_host(tmp_path: Path) -> Path:
    (tmp_path / "self").mkdir()
    (tmp_path / "self/status").write_text("Name:\tpython3\nCapBnd:\t000001ffffffffff\n")
    return tmp_path


def test_a_kernel_is_asked_where_its_clock_is_the_hosts_own(of_the_host: Path) -> None:
    found = clock.synchronized(of_the_host, of_the_host / "none")
    if found is None:
        pytest.skip("this kernel may not be asked")
    assert found in {True, False}


def test_a_clock_of_a_container_is_not_judged(of_the_host: Path) -> None:
    noted = of_the_host / "container"
    noted.write_text("podman\n")
    assert clock.synchronized(of_the_host, noted) is None
    # Without the capability to set the clock, as the kernel's number 25.
    (of_the_host / "self/status").write_text("CapBnd:\t00000000a80425fb\n")
    assert clock.synchronized(of_the_host, of_the_host / "none") is None
