"""The record of a service follows from its bundle, and from what was remembered before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format, records
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import Peer
from lib.machine.known_services import Known

K1, K2 = "kafka1.example.org", "kafka2.example.org"


def bundle(root: Path, **changes: object) -> bundle_format.Bundle:
    placement = {
        "service": "kafka",
        "role": "kafka_broker",
        "cluster": "main",
        "id": "1",
        "address": "10.0.0.1",
        "release": "3.9.2",
        "unit": f"{root}/etc/systemd/system/kafka.service",
        "directories": [f"{root}/srv/kafka/data"],
        "identity": {"zookeeper": "zk:2181/kafka/main"},
        "members": {K1: "1"},
        "addresses": {K1: "10.0.0.1"},
        **changes,
    }
    head = {"format": 1, "host": K1, "section": "kafka_broker", "root": str(root), "service_manager": "supervisor"}
    return bundle_format.of({**head, "placements": [placement]})


def test_a_record_is_written_once_and_then_left(tmp_path: Path) -> None:
    one = bundle(tmp_path)
    for check, changed in ((True, True), (False, True), (False, False)):
        result = Application(one, Known()).run(check=check)
        assert result["changed"] is changed
        assert (placed.read(str(tmp_path), "kafka") is None) is check
    found = placed.read(str(tmp_path), "kafka")
    assert found == records.wanted(one, one.placements[0])
    assert found is not None
    assert (found.host, found.members) == (K1, {K1: Peer("1", "10.0.0.1")})


def test_what_was_remembered_before_is_kept(tmp_path: Path) -> None:
    one = bundle(tmp_path)
    both = {K1: Peer("1", "10.0.0.1"), K2: Peer("2", "10.0.0.2")}
    said = {f"{tmp_path}/srv/kafka/data": {"cluster.id": "abc", "broker.id": "1"}}
    placed.write(str(tmp_path), replace(records.wanted(one, one.placements[0]), members=both, seen=said))
    assert Application(one, Known()).run(check=False)["changed"] is False
    more = bundle(tmp_path, release="4.0.0")
    (step,) = Application(more, Known()).run(check=False)["resources"]
    assert step == {"kind": "record", "name": placed.path(str(tmp_path), "kafka"), "action": "changed"}
    found = placed.read(str(tmp_path), "kafka")
    assert found is not None
    assert (found.members, found.seen, found.release) == (both, said, "4.0.0")
