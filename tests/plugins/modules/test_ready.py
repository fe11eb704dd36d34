"""The module `ready`, through real `ansible` runs, with real processes, ZooKeeper and Kafka."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.release import Release
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.supervisor import Supervisor
from hiera_kafka.dist.artifact import fetch
from lib.look_request import request

pytestmark = pytest.mark.real

ADDRESS = "127.7.21.1"


def define(root: Path, name: str, command: str, environment: str = "") -> None:
    path = root / f"etc/supervisor/conf.d/{name}.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    log = root / f"var/log/{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"[program:{name}]\ncommand={command}\nautostart=false\nstartretries=0\nredirect_stderr=true\n"
        f"stdout_logfile={log}\nenvironment={environment}\n"
    )


def ready(ansible: Any, root: Path, *checks: dict[str, Any], log: str, timeout: int = 60) -> Any:
    return ansible(
        "ready",
        {
            "checks": [{**check, "log": str(root / f"var/log/{log}.log")} for check in checks],
            "service_manager": "supervisor",
            "root": str(root),
            "timeout": timeout,
        },
    )


def zookeeper(**changes: Any) -> dict[str, Any]:
    return {"kind": "zookeeper", "service": "zookeeper", "address": ADDRESS, "port": 2181, "own": 1, **changes}


def kafka(**changes: Any) -> dict[str, Any]:
    return {"kind": "kafka", "service": "kafka", "address": ADDRESS, "port": 9092, "own": 7, **changes}


def test_a_process_that_dies_ends_the_wait_with_its_last_words(ansible: Any, root: Path) -> None:
    words = "echo starting; echo ssl.key.password=hunter2; echo cannot read zoo.cfg; exit 3"
    define(root, "zookeeper", f'/bin/sh -c "{words}"')
    Supervisor(str(root)).start("zookeeper")
    outcome = ready(ansible, root, zookeeper(), log="zookeeper", timeout=300)
    message = outcome.data["msg"]
    assert message.startswith("error[service-died]: zookeeper does not run any more (")
    assert f"expected zookeeper at {ADDRESS}:2181 to serve as leader, follower or standalone" in message
    assert (
        f"last lines of {root}/var/log/zookeeper.log:\n      | starting\n      | ssl.key.password=********\n" in message
    )
    assert "      | cannot read zoo.cfg\n" in message
    assert "hunter2" not in outcome.text


def test_a_service_that_does_not_answer_in_time_is_told_with_what_was_seen(ansible: Any, root: Path) -> None:
    define(root, "kafka", "sleep 1000")
    Supervisor(str(root)).start("kafka")
    outcome = ready(ansible, root, kafka(expect=[7, 8]), log="kafka", timeout=1)
    assert outcome.data["msg"] == (
        f"error[not-ready]: expected kafka at {ADDRESS}:9092 to list the brokers 7, 8 within 1 s; "
        "last seen: no connection: Connection refused\n"
        f"    note: {root}/var/log/kafka.log is empty\n"
        "    hint: see whether the other members run and reach each other, then run again\n"
        "    docs: docs/rules/not-ready.md"
    )


@pytest.fixture
def cluster(root: Path, tmp_path: Path) -> Path:
    """A root with ZooKeeper and a broker of a real release, defined and not started."""
    artifact = fetch("3.9.2")
    release = Release(tmp_path / "kafka", artifact.manifest_sha256)
    release.install(artifact.path, artifact.sha256)
    (root / "zoo.cfg").write_text(
        f"dataDir={root}/zk\nclientPort=2181\nclientPortAddress={ADDRESS}\nadmin.enableServer=false\n"
    )
    (root / "server.properties").write_text(
        f"broker.id=7\nlisteners=PLAINTEXT://{ADDRESS}:9092\nlog.dirs={root}/data\n"
        f"zookeeper.connect={ADDRESS}:2181/kafka/test\noffsets.topic.replication.factor=1\n"
    )
    java = Path(shutil.which("java") or pytest.fail("needs Java")).resolve().parents[1]
    environment = f'JAVA_HOME="{java}",KAFKA_HEAP_OPTS="-Xmx256m",LOG_DIR="{root}/var/log"'
    define(root, "zookeeper", f"{release.path}/bin/zookeeper-server-start {root}/zoo.cfg", environment)
    define(root, "kafka", f"{release.path}/bin/kafka-server-start {root}/server.properties", environment)
    return root


@pytest.mark.network
def test_a_real_zookeeper_and_a_real_broker_are_seen_to_serve(ansible: Any, cluster: Path) -> None:
    supervisor = Supervisor(str(cluster))
    supervisor.start("zookeeper")
    first = ready(ansible, cluster, zookeeper(), log="zookeeper")
    assert first.data["observed"] == {"zookeeper": "serves as standalone"}
    broker = supervisor.start("kafka")
    second = ready(ansible, cluster, zookeeper(), kafka(expect=[7]), log="kafka")
    assert second.data["observed"] == {"zookeeper": "serves as standalone", "kafka": "lists the brokers 7"}
    lonely = ready(ansible, cluster, kafka(expect=[7, 8]), log="kafka", timeout=1)
    assert "last seen: lists the brokers 7, not 8" in lonely.data["msg"]
    ports = [{"address": ADDRESS, "port": 9092, "service": "kafka", "purpose": "clients"}]
    own = request(str(cluster), ports=ports, services=["kafka"])
    assert ansible("preflight", {"request": json.dumps(own)}).data["changed"] is False
    other = request(str(cluster), ports=[{**ports[0], "service": "zookeeper"}], services=["kafka"])
    assert f"is held by process {broker} (" in ansible("preflight", {"request": json.dumps(other)}).data["msg"]
    assert (cluster / "data/meta.properties").exists()
