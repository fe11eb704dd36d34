"""`hiera-kafka verify` of a real cluster: all is well, and then something is not."""

from __future__ import annotations

import contextlib
import os
import pty
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.errors import ExitCode
from hiera_kafka.ops.verify.registry import all_checks
from lib.clusters.kafka_clients import until
from lib.clusters.local_cluster import HOST, ROOT, LocalCluster, Planted
from lib.repository import console_commands

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

ON_HOSTS = {"host-kernel", "service-enabled", "service-limits"}
"""Checks of what the data does not give to this machine."""
OF_SEVERAL = {"ensemble-members", "ensemble-followers"}
"""Checks that say nothing of a server that is alone."""
PAGE = ROOT / "docs/howto/verify.md"
LONGEST_S = 5.0
"""How long `verify` may take on this machine, from start to end."""


def verified(cluster: LocalCluster, *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code, and the report."""
    done = cluster.hiera_kafka("verify", *words, "--output", "json")
    return done.code, done.data


def bad(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in report["results"] if one["status"] != "ok" and one["asked"]]


@pytest.fixture(scope="module", autouse=True)
def restarted(planted: Planted) -> None:
    """Restart what tests of other files have left with other files than it runs with."""
    if bad(verified(planted.cluster, "--only", "restart-pending")[1]):
        planted.cluster.down().good()
        planted.cluster.up().good()


@pytest.fixture
def without_broker(running: LocalCluster) -> Iterator[LocalCluster]:
    """The cluster while its broker is stopped."""
    supervisor = Supervisor(str(running.host()))
    supervisor.stop("kafka", 60)
    try:
        yield running
    finally:
        supervisor.start("kafka")
        until(lambda: verified(running, "--only", "brokers-answer")[0] == ExitCode.OK)


def test_a_healthy_cluster_is_ok_in_all_that_was_asked_for(running: LocalCluster) -> None:
    begun = time.monotonic()
    code, report = verified(running)
    took_s = time.monotonic() - begun

    assert bad(report) == []
    assert (code, report["status"], report["exit_code"]) == (ExitCode.OK, "ok", 0)
    made = {one["check"] for one in report["results"]}
    assert made == {check.id for check in all_checks() if "mirror" not in check.id} - ON_HOSTS - OF_SEVERAL
    assert {one["observed"].partition(":")[0] for one in report["results"] if not one["asked"]} == {"not asked"}
    assert took_s < LONGEST_S


def test_with_a_canary_records_go_through(running: LocalCluster) -> None:
    code, report = verified(running, "--canary")

    assert bad(report) == []
    assert (code, report["summary"]["not_asked"]) == (ExitCode.OK, 0)
    (trip,) = (one for one in report["results"] if one["check"] == "canary-listeners")
    assert trip["value"] > 0
    assert trip["unit"] == "ms"


def test_text_has_a_line_for_each_check(running: LocalCluster) -> None:
    done = running.hiera_kafka("verify").good()

    lines = done.out.splitlines()
    assert all(line.startswith(("ok ", "unknown   canary-")) for line in lines[:-1]), done.out
    assert " checks of inventory test in " in lines[-1]
    assert "\x1b" not in done.out


def test_a_stopped_broker_is_critical_at_its_service_and_its_line_of_data(without_broker: LocalCluster) -> None:
    code, report = verified(without_broker)

    assert code == ExitCode.UNREACHABLE
    assert report["status"] == "critical"
    by_check = {one["check"]: one for one in bad(report)}
    assert by_check["brokers-answer"]["status"] == "critical"
    assert by_check["service-runs"]["subject"] == f"{HOST} kafka"
    assert by_check["service-runs"]["where"][0]["line"] > 0
    folded = [one for one in report["results"] if one["cause"] == "brokers-answer"]
    assert {one["status"] for one in folded} == {"unknown"}

    done = without_broker.hiera_kafka("verify")
    (line,) = (line for line in done.out.splitlines() if line.startswith("unknown   ") and " checks of " in line)
    assert "the cluster did not answer: " in line

    plugin = without_broker.hiera_kafka("verify", "--format", "nagios")
    assert plugin.code == 2
    assert plugin.out.startswith("KAFKA CRITICAL - ")
    junit = without_broker.hiera_kafka("verify", "--format", "junit", "--host", HOST)
    assert int(ET.fromstring(junit.out).attrib["failures"]) >= 2


def test_what_is_not_asked_for_is_not_looked_at(without_broker: LocalCluster) -> None:
    """With checks of hosts alone, nobody waits for a broker that does not answer."""
    begun = time.monotonic()
    code, report = verified(without_broker, "--only", "host-*", "--only", "hosts-*")

    assert (code, bad(report)) == (ExitCode.OK, [])
    assert time.monotonic() - begun < LONGEST_S


def test_unknown_hosts_and_clusters_are_refused(running: LocalCluster) -> None:
    running.hiera_kafka("verify", "--host", "nope").failed(ExitCode.USAGE, "error[unknown-host]")
    running.hiera_kafka("verify", "nope").failed(ExitCode.USAGE, "error[unknown-cluster]")


def test_the_playbook_makes_the_same_report_over_ansibles_connections(running: LocalCluster) -> None:
    done = running.run("ansible-playbook", "playbooks/verify.yml", "-i", running.inventory, "-e", "verify_canary=true")

    done.good()
    assert "ok        service-runs " in done.out
    assert "ok        canary-listeners " in done.out
    assert " checks of inventory test in " in done.out
    assert done.changed == 0


def test_the_playbook_writes_nothing_with_check_and_takes_limits(running: LocalCluster) -> None:
    done = running.run("ansible-playbook", "playbooks/verify.yml", "-i", running.inventory, "--check", "--limit", HOST)

    done.good()
    assert "canary-listeners: not asked: " in done.out


def test_the_playbook_fails_where_something_is_critical(without_broker: LocalCluster) -> None:
    done = without_broker.run("ansible-playbook", "playbooks/verify.yml", "-i", without_broker.inventory)

    assert done.code == 2
    assert "critical  service-runs " in done.out
    assert "Traceback" not in done.text


def test_every_command_of_the_page_works(running: LocalCluster) -> None:
    commands = list(console_commands(PAGE))
    assert len(commands) >= 10
    for command in commands:
        program, *words = shlex.split(command)
        if "--watch" in words:
            continue  # in the next test: it needs a terminal
        if program == "ansible-playbook":
            words = ["playbooks/verify.yml", "-i", str(running.inventory)]
        running.run(program, *words, environment={"HIERA_KAFKA_INVENTORY": str(running.inventory)}).good()


def test_on_a_terminal_it_is_watched_until_somebody_interrupts(running: LocalCluster) -> None:
    ours, theirs = pty.openpty()
    environment = {**running.environment, "TERM": "xterm", "COLUMNS": "120", "LINES": "50"}
    command = running.command("hiera-kafka", "verify", "--watch", "--interval", "1", "-i", str(running.inventory))
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        while shown.count(b"every 1 s; Ctrl-C ends") < 2:
            shown += os.read(ours, 65536)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # the end of a terminal whose other side is closed is an error on Linux
            while chunk := os.read(ours, 65536):
                shown += chunk
    os.close(ours)

    assert process.returncode == ExitCode.OK
    assert b" checks of inventory test in " in shown.splitlines()[-1]
