"""The module `service`, through real `ansible` runs and a real supervisord."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real


def arguments(root: Path, state: str, name: str = "a") -> dict[str, Any]:
    return {"name": name, "service_manager": "supervisor", "root": str(root), "state": state}


def define(root: Path, command: str = "sleep 1000") -> None:
    path = root / "etc/supervisor/conf.d/a.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"[program:a]\ncommand={command}\nautostart=false\n")


def test_a_service_is_started_once_outlives_the_run_and_is_stopped_once(ansible: Any, root: Path) -> None:
    define(root)
    assert ansible("service", arguments(root, "started"), "--check").data["changed"] is True
    assert not (root / "run").exists()
    started = ansible("service", arguments(root, "started")).data
    assert started["changed"] is True
    again = ansible("service", arguments(root, "started")).data
    assert (again["changed"], again["pid"]) == (False, started["pid"])
    assert ansible("service", arguments(root, "stopped"), "--check").data["changed"] is True
    assert Path(f"/proc/{started['pid']}/cmdline").read_bytes() == b"sleep\x001000\0"
    stopped = ansible("service", arguments(root, "stopped")).data
    assert (stopped["changed"], stopped["pid"]) == (True, None)
    assert ansible("service", arguments(root, "stopped")).data["changed"] is False


def test_a_service_without_a_definition_is_an_error_in_the_words_of_a_diagnostic(ansible: Any, root: Path) -> None:
    define(root)
    outcome = ansible("service", arguments(root, "started", "aa"))
    assert outcome.data["msg"] == (
        f"error[service-unknown]: no service aa is defined in {root}/etc/supervisor/conf.d; did you mean a?\n"
        "    hint: apply the host's bundle before its services are started\n"
        "    docs: docs/rules/service-unknown.md"
    )


def test_a_check_run_on_a_bare_host_predicts_the_start(ansible: Any, root: Path) -> None:
    outcome = ansible("service", arguments(root, "started"), "--check")
    assert outcome.data["changed"] is True
    assert list(root.iterdir()) == []


def test_a_service_is_stopped_only_for_the_run_that_has_the_lock(ansible: Any, root: Path) -> None:
    define(root)
    pid = ansible("service", arguments(root, "started")).data["pid"]
    stop = {**arguments(root, "stopped"), "lock": "kafka_broker", "lock_run": "mine"}
    refused = ansible("service", stop)
    assert "error[lock-lost]: run mine must have a lease of kafka_broker on this host" in refused.data["msg"]
    assert Path(f"/proc/{pid}/cmdline").read_bytes() == b"sleep\x001000\0"
    texts = dict.fromkeys(("owner", "reason", "since", "process"), "")
    asked = {**texts, "run": "mine", "locks": {"kafka_broker": "events"}, "seconds": 600, "root": str(root)}
    assert ansible("cluster_lock", {**asked, "state": "held"}).data["taken"] is False
    assert ansible("service", stop).data["changed"] is True


def test_a_service_of_a_later_release_is_neither_stopped_nor_started(ansible: Any, root: Path) -> None:
    define(root)
    started = ansible("service", arguments(root, "started")).data
    record = root / "var/lib/hiera-kafka/placed/a.json"
    record.parent.mkdir(parents=True)
    record.write_text('{"format": 2}')
    for state in ("stopped", "started"):
        outcome = ansible("service", arguments(root, state))
        assert "error[record-newer]: " in outcome.data["msg"]
        assert f"{record} has the format 2, understood is up to 1" in outcome.data["msg"]
    assert Path(f"/proc/{started['pid']}/cmdline").read_bytes() == b"sleep\x001000\0"
    record.unlink()
    assert ansible("service", arguments(root, "stopped")).data["changed"] is True
