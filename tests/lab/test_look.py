"""Looks at real hosts over SSH: what systemd, the kernel and ZooKeeper say there, and that nothing is left behind."""

from __future__ import annotations

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.hosts import look
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.reach.hosts import HostReaches
from hiera_kafka.ops.reach.ways import sessions_at
from hiera_kafka.project import find
from lab import services, site
from lab.conftest import Applied

Look = dict[str, HostSeen]
LEFT = "sudo find /tmp /var/tmp /root /home /run/user /opt /etc -newer /proc/1 -printf '%p %T@\\n' 2>/dev/null | sort"


@pytest.fixture
def looked(applied: Applied) -> Look:
    services.eventually("three brokers in sync", lambda: services.in_sync(applied.site.lab, "kafka1", 3))
    return looks(applied.site)


def looks(at: site.Site) -> Look:
    inventory = at.directory / "inventory"
    names = site.names(3)
    with (
        HostReaches(find(site.ROOT), inventory, [at.lab.addresses]) as reaches,
        sessions_at(reaches.of(names)) as sessions,
    ):
        found = look(Compiler.load(inventory), names, sessions)
    seen = {}
    for name, answer in found.items():
        assert not isinstance(answer, Diagnostic), answer.render()
        seen[name.partition(".")[0]] = answer
    return seen


def test_hosts_say_what_systemd_and_the_kernel_know(applied: Applied, looked: Look) -> None:
    lab = applied.site.lab
    for name, seen in looked.items():
        assert seen.unread == {}
        assert {"127.0.0.1", "::1", lab.host(name).address} <= set(seen.addresses)
        assert seen.java is not None
        assert (seen.java.version or "").startswith("17.")
        for service in ("zookeeper", "kafka"):
            one = seen.services[service]
            assert (one.state, one.enabled, one.restarts, one.pending) == ("running", True, 0, ())
            assert one.program == lab.run(name, f"sudo readlink /proc/{one.pid}/exe").strip()
            assert str(one.limits["Max open files"]) in lab.run(name, f"sudo grep 'Max open' /proc/{one.pid}/limits")
            assert one.home in seen.releases
        ports = {one.port: one.pid for one in seen.listeners}
        assert (ports[9092], ports[2181]) == (seen.services["kafka"].pid, seen.services["zookeeper"].pid)
        assert ports[22] not in {None, ports[9092]}
        assert set(seen.releases.values()) == {True}
        assert set(seen.differs.values()) == {()}
        assert seen.strangers == seen.upgrades == ()
        # All hosts have the clock of this machine, which no container may set.
        assert (seen.clock.synchronized, abs(seen.clock.offset_s) <= seen.clock.error_s < 2) == (None, True)
    servers = [server for seen in looked.values() for server in seen.servers]
    assert sorted(str(server.mode) for server in servers) == ["follower", "follower", "leader"]
    assert [server.myid for server in servers] == [1, 2, 3]
    (leader,) = (server for server in servers if server.mode == "leader")
    assert leader.values["zk_synced_followers"] == "2"
    ids = {
        data.properties["broker.id"]: data.properties["cluster.id"] for seen in looked.values() for data in seen.data
    }
    assert set(ids) == {"101", "102", "103"}
    assert len(set(ids.values())) == 1


def test_a_look_leaves_nothing_on_a_host(applied: Applied) -> None:
    lab = applied.site.lab
    before = lab.run("kafka1", LEFT)
    looks(applied.site)
    assert lab.run("kafka1", LEFT) == before


def test_what_was_changed_on_a_host_is_told(applied: Applied, looked: Look) -> None:
    lab, unit = applied.site.lab, "/etc/systemd/system/kafka-mirror-a_to_b@0.service"
    pid = looked["kafka3"].services["kafka"].pid
    lab.run("kafka3", f"sudo kill -9 {pid}; sudo systemctl disable zookeeper; sudo touch {unit}")
    try:
        # It ends again and again until its old session has expired. Three times are a crash loop, in which nothing is
        # pending, until it has stayed up for a while.
        services.eventually("three brokers in sync", lambda: services.in_sync(lab, "kafka3", 3))
        services.eventually(
            "the broker has stayed up", lambda: not looks(applied.site)["kafka3"].services["kafka"].loop, within_s=180
        )
        lab.run("kafka3", "echo drifted=1 | sudo tee -a /etc/kafka/log4j.properties")
        seen = looks(applied.site)["kafka3"]
    finally:
        lab.run("kafka3", f"sudo rm {unit}; sudo sed -i /drifted=1/d /etc/kafka/log4j.properties")
        lab.run("kafka3", "sudo systemctl enable zookeeper")
    assert (seen.services["kafka"].restarts or 0) >= 1
    assert seen.services["kafka"].pid not in {pid, None}
    assert seen.services["kafka"].pending == ("/etc/kafka/log4j.properties",)
    assert seen.services["zookeeper"].enabled is False
    assert seen.strangers == ("kafka-mirror-a_to_b@0",)
    assert seen.differs["kafka_broker"] == ("file /etc/kafka/log4j.properties",)
    assert seen.differs["zookeeper"] == ("enablement zookeeper",)
