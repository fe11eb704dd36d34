"""The module `preflight`, through real `ansible` runs."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from lib.look_request import request


def preflight(ansible: Any, root: Path, *flags: str, **asked: Any) -> Any:
    return ansible("preflight", {"request": json.dumps(request(str(root), **asked))}, *flags)


def test_everything_that_stands_in_the_way_is_said_at_once(ansible: Any, root: Path) -> None:
    data = root / "srv/kafka/data"
    data.mkdir(parents=True)
    (data / "meta.properties").write_text("broker.id=1\n")
    guard = {
        "kind": "kafka-broker-id",
        "directories": [str(data)],
        "file": "meta.properties",
        "expected": ["7"],
        "where": "hieradata/common.yaml:3:9",
    }
    with socket.create_server(("127.7.1.1", 0)) as taken:
        number = taken.getsockname()[1]
        outcome = preflight(
            ansible,
            root,
            guards=[guard],
            ports=[{"address": "127.7.1.1", "port": number, "service": "kafka", "purpose": "clients"}],
            java_home=str(root / "java"),
            disk=[{"path": str(root / "opt/kafka"), "needed_bytes": 2**60}],
        )
    assert [problem["id"] for problem in outcome.data["problems"]] == [
        "kafka-broker-id-changed",
        "port-taken",
        "java-not-found",
        "disk-full",
    ]
    assert outcome.data["msg"].startswith("hieradata/common.yaml:3:9: error[kafka-broker-id-changed]: ")
    assert outcome.data["changed"] is False


def test_a_bare_host_is_fine_and_stays_bare(ansible: Any, root: Path) -> None:
    missing = str(root / "srv/zookeeper")
    outcome = preflight(
        ansible,
        root,
        "--check",
        guards=[
            {"kind": kind, "directories": [missing], "file": f"{missing}/{file}", "expected": ["1=zk1"]}
            for kind, file in (("zookeeper-members", "zoo.cfg"), ("zookeeper-myid", "myid"))
        ],
        ports=[{"address": None, "port": 47_181, "service": "zookeeper", "purpose": "clients"}],
        services=["zookeeper"],
        disk=[{"path": missing, "needed_bytes": 1}],
    )
    assert outcome.data["answer"]["preflight"]["states"] == {"zookeeper": "stopped"}
    assert list(root.iterdir()) == []


def test_a_missing_java_is_told_and_no_fault_where_it_will_be_installed(ansible: Any, root: Path) -> None:
    outcome = preflight(ansible, root, java_home=str(root / "java"), java_required=False)
    assert outcome.data["answer"]["preflight"]["java_found"] is False
    assert "failed" not in outcome.data


def test_services_of_a_family_that_the_data_does_not_have_are_named_and_left_alone(ansible: Any, root: Path) -> None:
    programs = root / "etc/supervisor/conf.d"
    programs.mkdir(parents=True)
    for name in ("kafka", "kafka-mirror-a_to_b@0", "kafka-mirror-c_to_b@0"):
        (programs / f"{name}.conf").write_text(f"[program:{name}]\ncommand=sleep 1000\nautostart=false\n")
    outcome = preflight(ansible, root, services=["kafka-mirror-c_to_b@0"], families=["kafka-mirror-"])
    assert outcome.data["answer"]["preflight"]["left_over"] == [
        {"service": "kafka-mirror-a_to_b@0", "state": "stopped", "pid": None, "data": [], "recorded": False}
    ]
    assert (programs / "kafka-mirror-a_to_b@0.conf").exists()
