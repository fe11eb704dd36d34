"""Hosts that the long runs share, how long these last, and what decides their order."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from lab import hosts, machine, site
from soak.faults import FAULTS, Day
from soak.traffic import Traffic

Say = Callable[[str], None]
ONLY = os.environ.get("SOAK_ONLY", "")
"""A fault, or a part of the names of the tests that are run."""


@pytest.hookimpl(tryfirst=True)  # before markers choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.lab)
            item.add_marker(pytest.mark.soak)
    if ONLY:
        name = "test_faults_in_random_order" if ONLY in FAULTS else ONLY
        items[:] = [item for item in items if name in item.nodeid]


@pytest.fixture(scope="session")
def only() -> str:
    """What alone is done."""
    return ONLY


@pytest.fixture(scope="session")
def seed() -> int:
    """What decides order and victims: that of SEED, or a new one."""
    return int(os.environ.get("SOAK_SEED") or secrets.randbelow(1_000_000))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Show a line at once: these tests take hours."""

    def show(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    return show


@pytest.fixture(scope="session")
def minutes() -> float:
    """How long faults are done for: MINUTES, or as long as each is done once."""
    return float(os.environ.get("SOAK_MINUTES") or 0)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Iterator[Day]:
    """Three hosts, two of them with the next release of Debian, each with a ZooKeeper and a broker."""
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    directory, names = tmp_path_factory.mktemp("soak"), site.names(3)
    lab = hosts.up(directory / "lab", names, releases=dict.fromkeys(names[1:], "trixie"), owner=os.getpid())
    try:
        data = site.cluster(names)
        # So that what is deleted wrongly is so before the next fault: Kafka looks every five minutes by default.
        data["kafka_clusters"]["ops"]["config"] = {"log.retention.check.interval.ms": 10_000}
        here = site.Site(directory, lab)
        here.write(data)
        made = Day(here, Traffic(lab, tuple(names)), Random(seed), data)
        made.apply()
        made.traffic.create()
        made.traffic.in_sync()
        yield made
    finally:
        lab.down()
