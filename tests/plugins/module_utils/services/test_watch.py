"""Programs that end again and again, watched under a real supervisord as it runs those of ours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.watch import Watch

pytestmark = pytest.mark.real

PROGRAM = """\
echo again >> {root}/runs
test "$(wc -l < {root}/runs)" -gt {ends} && exec sleep 1000
echo '{words}'
sleep 1.2
exit 1
"""
NODE_EXISTS = "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    found = Supervisor(str(tmp_path))
    yield found
    found.stop("kafka", 20)


def started(root: Path, supervisor: Supervisor, words: str, ends: int) -> Watch:
    """Start a program that ends some times, later than supervisord takes for a failed start, and then stays."""
    conf, log = root / "etc/supervisor/conf.d/kafka.conf", root / "kafka.out"
    conf.parent.mkdir(parents=True)
    (root / "program").write_text(PROGRAM.format(root=root, ends=ends, words=words))
    policy = "autostart=false\nautorestart=unexpected\nexitcodes=0,143\nstartsecs=1\nstartretries=3"
    conf.write_text(f"[program:kafka]\ncommand=sh {root}/program\n{policy}\nstdout_logfile={log}\n")
    supervisor.start("kafka")
    return Watch(supervisor, "kafka", str(log))


def test_one_that_meets_its_old_session_more_often_than_supervisord_would_try_a_start_comes_up(
    tmp_path: Path, supervisor: Supervisor
) -> None:
    watch = started(tmp_path, supervisor, NODE_EXISTS, ends=5)
    while watch.deaths.total < 5 or not supervisor.status("kafka").running:
        assert watch.gone(watch.look()) is None
        time.sleep(0.01)
    assert (watch.deaths.total, watch.deaths.own) == (5, 0)
    assert supervisor.report(["kafka"])["kafka"].loop == 5, "until it has stayed up for a while"


def test_one_that_has_just_ended_stays_stopped_once_it_is_told_to(tmp_path: Path, supervisor: Supervisor) -> None:
    started(tmp_path, supervisor, NODE_EXISTS, ends=99)
    other = tmp_path / "etc/supervisor/conf.d/other.conf"
    other.write_text("[program:other]\ncommand=sleep 1000\nautostart=false\n")
    supervisor.start("other")  # supervisord does not end with the first one
    while not supervisor.status("kafka").comes_back:
        time.sleep(0.01)
    supervisor.stop("kafka", 20)
    assert supervisor.status("kafka").state == "stopped"
    supervisor.stop("other", 20)


def test_one_that_ends_by_its_own_fault_is_gone_after_the_third_time(tmp_path: Path, supervisor: Supervisor) -> None:
    watch = started(tmp_path, supervisor, "ConfigException: Invalid value", ends=99)
    while (gone := watch.gone(watch.look())) is None:
        time.sleep(0.01)
    assert watch.deaths.own == watch.deaths.total == 3
    assert gone.startswith("kafka ended 3 times within ")
    assert "s, and is started again each time (" in gone
