"""Hosts answer what they like; no check of hosts raises, and none says twice what it says of one subject."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiera_kafka.ops.look.seen import (
    ClockSeen,
    DataSeen,
    FilesystemSeen,
    HostSeen,
    JavaSeen,
    ListenerSeen,
    ServerSeen,
    ServiceSeen,
    SysctlSeen,
    UpgradeSeen,
)
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.registry import all_checks
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.text import json_text
from lib.data.healthy_host import K1, M1, compiler, healthy_view

CHECKS = [check for check in all_checks() if isinstance(check, HostCheck)]
CATALOGS = [compiler().catalogs[host] for host in (K1, M1)]
SERVICES = sorted({one.name for catalog in CATALOGS for section in catalog.sections for one in section.services})
PATHS = sorted({one.path for catalog in CATALOGS for section in catalog.sections for one in section.directories})
FACTS = (
    "listeners",
    "filesystems",
    "services",
    "strangers",
    "held",
    "limits kafka",
    "restart kafka",
    "environment kafka",
)

words = st.text(max_size=20) | st.sampled_from(
    ["", "/", "::", "17", "1001", "kafka", "file /etc/kafka/server.properties"]
)
counts = st.integers(0, 2**63) | st.sampled_from([0, 1, 9092, 2182])
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.8e9])
pids = st.none() | st.sampled_from([0, 1000, 1001]) | counts
paths = st.sampled_from([*PATHS, "/"]) | words
names = st.sampled_from(SERVICES) | words
addresses = st.sampled_from(["0.0.0.0", "::", "127.0.0.1", "::1", "fd00::10", "fe80::1%eth0"]) | st.ip_addresses().map(
    str
)
flags = st.none() | st.booleans()


def tuples(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=4).map(tuple)


def by_name(keys: st.SearchStrategy, of: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(keys, of, max_size=4)


clocks = st.builds(ClockSeen, numbers, numbers.map(abs), flags, st.none() | numbers)
systems = st.builds(FilesystemSeen, paths, paths, counts, counts, counts, counts, st.booleans())
services = st.builds(
    ServiceSeen,
    name=names,
    state=st.sampled_from(["stopped", "starting", "running", "stopping", "failed"]),
    detail=words,
    pid=pids,
    since=st.none() | numbers,
    enabled=flags,
    restarts=st.none() | counts,
    limits=by_name(st.just("Max open files") | words, st.none() | counts),
    home=st.none() | words,
    java=st.none() | words,
    pending=tuples(paths),
    program=st.none() | words,
)
servers = st.builds(
    ServerSeen,
    names,
    st.none() | st.sampled_from(["leader", "follower", "observer", "standalone", "looking"]),
    words,
    st.none() | words,
    st.none() | counts,
    by_name(words, words),
    by_name(words, words),
)
hosts = st.builds(
    HostSeen,
    took_s=numbers,
    clock=clocks,
    addresses=tuples(addresses),
    filesystems=by_name(paths, systems),
    java=st.none() | st.builds(JavaSeen, paths, st.none() | words, words),
    services=by_name(names, services),
    strangers=tuples(names),
    listeners=tuples(st.builds(ListenerSeen, addresses, st.integers(0, 65535) | st.just(9092), pids)),
    releases=by_name(st.just("/opt/kafka/kafka-3.9.2") | words, st.booleans()),
    servers=tuples(servers),
    data=tuples(
        st.builds(DataSeen, paths, by_name(st.sampled_from(["broker.id", "node.id", "cluster.id"]), words), words)
    ),
    upgrades=tuples(st.builds(UpgradeSeen, paths, tuples(words), tuples(words))),
    differs=by_name(st.sampled_from(["zookeeper", "kafka_broker", "kafka_mirror"]), tuples(words)),
    sysctls=by_name(st.just("vm.swappiness") | words, st.builds(SysctlSeen, st.none() | words, st.booleans())),
    unread=by_name(st.sampled_from(FACTS), words),
)


@pytest.mark.parametrize("host", [K1, M1])
@given(seen=hosts)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_answer_is_too_odd_for_a_check(host: str, seen: HostSeen) -> None:
    view = replace(healthy_view(host), answer=seen)
    for check in CHECKS:
        found = list(check.check(view))
        for one in found:
            assert isinstance(one.status, Status)
            assert json_text(one.to_dict(), allow_nan=False)
        if check.id != "service-strangers":  # a host may name one twice
            assert len({one.subject for one in found}) == len(found), check.id


@pytest.mark.parametrize("host", [K1, M1])
def test_a_host_on_which_all_is_well_is_ok_in_every_check(host: str) -> None:
    view = healthy_view(host)
    found = [one for check in CHECKS for one in check.check(view)]
    assert {one.status for one in found} == {Status.OK}
    assert {one.check for one in found} == {check.id for check in CHECKS}
