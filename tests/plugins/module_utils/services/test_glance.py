"""A look asks systemd once for all units, and waits for nothing that it does not look at anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.glance import FRESH_S, SystemdGlance, glance_at
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor

RUNS = "LoadState=loaded\nActiveState=active\nSubState=running\nResult=success\nMainPID={}\nUnitFileState=enabled\n"


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def systemctl(tmp_path: Path) -> Path:
    """A program in place of systemctl that notes what it is asked, and answers from a file."""
    program = tmp_path / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/calls\ncat {tmp_path}/answer\n')
    program.chmod(0o755)
    (tmp_path / "answer").write_text("\n".join(RUNS.format(pid) for pid in (7, 8)))
    return program


def test_all_units_are_asked_for_at_once(systemctl: Path) -> None:
    glance = SystemdGlance(["kafka", "zookeeper", "kafka"], (str(systemctl),))

    assert [glance.status(name).pid for name in ("kafka", "zookeeper", "kafka")] == [7, 8, 7]
    assert glance.enabled("zookeeper")
    assert not glance.stale_definitions(["kafka", "zookeeper"])

    (call,) = (systemctl.parent / "calls").read_text().splitlines()
    assert call.endswith(" -- kafka.service zookeeper.service")


def test_an_answer_is_not_used_for_long(systemctl: Path) -> None:
    clock = Clock()
    glance = SystemdGlance(["kafka", "zookeeper"], (str(systemctl),), clock)
    assert glance.status("kafka").pid == 7
    (systemctl.parent / "answer").write_text("\n".join(RUNS.format(pid) for pid in (9, 8)))
    assert glance.status("kafka").pid == 7

    clock.now += FRESH_S * 2

    assert glance.status("kafka").pid == 9


def test_a_unit_that_is_not_of_interest_is_asked_for_by_itself(systemctl: Path) -> None:
    glance = SystemdGlance(["kafka", "zookeeper"], (str(systemctl),))
    (systemctl.parent / "answer").write_text(RUNS.format(5))

    assert glance.status("kafka-mirror-a_to_b@0").pid == 5


def test_supervisor_has_nothing_to_spare(tmp_path: Path) -> None:
    assert isinstance(glance_at("supervisor", str(tmp_path), ["kafka"]), Supervisor)
    assert isinstance(glance_at("systemd", "", ["kafka"]), SystemdGlance)
