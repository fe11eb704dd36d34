"""A look at a host of a real local cluster: what it says is what runs, and nothing of it is secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka.access import Access
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.hosts import look, requests
from hiera_kafka.ops.look.program import program
from hiera_kafka.ops.look.seen import HostSeen
from lib.clusters.local_cluster import HOST, WRITTEN_BY_SERVICES, LocalCluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


def seen(cluster: LocalCluster) -> HostSeen:
    with Sessions([Reach.here(HOST)]) as sessions:
        (found,) = look(compiled(cluster), [HOST], sessions).values()
    assert not isinstance(found, Diagnostic), found
    return found


def compiled(cluster: LocalCluster) -> Compiler:
    return Compiler.load(cluster.inventory, Access.of_caller(os.environ))


def test_a_host_says_what_runs_and_what_it_runs_with(running: LocalCluster) -> None:
    before = running.snapshot(without=WRITTEN_BY_SERVICES)
    found = seen(running)

    assert found.unread == {}
    pids = running.pids()
    for name in ("zookeeper", "kafka"):
        service = found.services[name]
        assert (service.state, service.pid, service.restarts, service.pending) == ("running", pids[HOST, name], 0, ())
        assert service.home is not None
        assert found.releases == {service.home: True}
        assert (service.program or "").startswith(str(Path(found.java.home if found.java else "").resolve()))
        assert (service.limits["Max open files"] or 0) > 1000
        assert found.clock.time_s is not None
        assert 0 < found.clock.time_s - (service.since or 0) < 3600
    assert found.java is not None
    assert found.java.version is not None
    listening = {(one.port, one.pid) for one in found.listeners}
    assert {(9092, pids[HOST, "kafka"]), (2181, pids[HOST, "zookeeper"])} <= listening
    (server,) = found.servers
    assert (server.mode, server.myid, server.conf["clientPort"]) == ("standalone", 1, "2181")
    assert server.values["zk_server_state"] == "standalone"
    (data,) = found.data
    assert data.properties["broker.id"] == "1"
    assert len(data.properties["cluster.id"]) == 22
    assert found.strangers == found.upgrades == ()
    assert found.differs == {"zookeeper": (), "kafka_broker": ()}
    assert abs(found.clock.offset_s) <= found.clock.error_s < 5
    assert running.snapshot(without=WRITTEN_BY_SERVICES) == before


def test_changed_files_and_services_that_left_the_data_are_told(running: LocalCluster) -> None:
    host = running.host()
    file = host / "etc/kafka/log4j.properties"
    stranger = host / "etc/supervisor/conf.d/kafka-mirror-a_to_b@0.conf"
    content = file.read_text()
    try:
        file.write_text(f"{content}# changed\n")
        stranger.write_text("[program:kafka-mirror-a_to_b@0]\ncommand=sleep 1\n")
        found = seen(running)
    finally:
        file.write_text(content)
        stranger.unlink()
    assert found.services["kafka"].pending == (str(file),)
    assert found.services["zookeeper"].pending == ()
    assert found.differs == {"zookeeper": (), "kafka_broker": (f"file {file}",)}
    assert found.strangers == ("kafka-mirror-a_to_b@0",)


def test_neither_request_nor_answer_has_a_secret(running: LocalCluster) -> None:
    (request,) = requests(compiled(running), [HOST]).values()
    done = subprocess.run([sys.executable, "-I", "-"], input=program(request), capture_output=True, check=True)
    for text in (repr(request), done.stdout.decode(), done.stderr.decode()):
        assert "planted-" not in text
