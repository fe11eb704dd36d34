"""The module `gate`, through real `ansible` runs, where there is no cluster; tests/local has real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ADDRESS = "127.7.23.1"
HINT = "start it (ansible-playbook hiera_kafka.core.site starts what is down), or fix what its log names"


def arguments(root: Path, kind: str, port: int, *, size: int = 3, **changes: Any) -> dict[str, Any]:
    members = [{"id": n, "host": f"k{n}", "address": ADDRESS, "port": port} for n in range(1, size + 1)]
    own = {"kind": kind, "service": kind, "own": 1, "members": members, "phase": "before", "timeout": 0}
    return {**own, "service_manager": "supervisor", "root": str(root), **changes}


@pytest.mark.parametrize("flags", [(), ("--check",)])
def test_where_nobody_answers_a_broker_may_not_be_stopped(ansible: Any, root: Path, flags: tuple[str, ...]) -> None:
    outcome = ansible("gate", arguments(root, "kafka", 9092, size=2), *flags)
    waited = "waited 0 s; last seen: 0 of 2 brokers answer, no Kafka controller, 0 partitions, none under-replicated"
    down = ", ".join(f"{n} (k{n}, {ADDRESS}:9092): no connection: Connection refused" for n in (1, 2))
    assert outcome.data["msg"] == (
        "error[gate-controller]: all brokers must name the same Kafka controller, they name: no broker answers\n"
        f"    note: {waited}\n"
        "    hint: a new one is elected within seconds; see ZooKeeper and the brokers' logs if it is not\n"
        "    docs: docs/rules/gate-controller.md\n"
        f"error[gate-broker-down]: every broker must run before one is stopped; found down: {down}\n"
        f"    note: {waited}\n"
        f"    hint: {HINT}\n"
        "    docs: docs/rules/gate-broker-down.md"
    )


def test_what_stands_in_the_way_is_returned_where_it_must_not_fail(ansible: Any, root: Path) -> None:
    outcome = ansible("gate", arguments(root, "zookeeper", 2181, refuse=False))
    assert not outcome.data["changed"]
    assert not outcome.data["leads"]
    assert outcome.data["observed"] == "0 of 3 members serve, nobody leads"
    assert [text.partition(":")[0] for text in outcome.data["blockers"]] == ["error[gate-quorum]"] * 2


def test_a_service_that_is_gone_is_not_waited_for(ansible: Any, root: Path) -> None:
    outcome = ansible("gate", arguments(root, "zookeeper", 2181, phase="after", timeout=500))
    assert outcome.data["msg"].startswith("error[service-died]: zookeeper does not run any more (")
