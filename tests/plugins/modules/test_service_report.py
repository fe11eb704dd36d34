"""The module `service_report`, through real `ansible` runs and a real supervisord."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real

ERROR = "[2026-11-23 16:55:36,000] ERROR it broke, password=hunter2\n"


def test_a_service_that_runs_and_one_that_does_not_with_their_last_errors(ansible: Any, root: Path) -> None:
    programs = root / "etc/supervisor/conf.d"
    programs.mkdir(parents=True)
    for name in ("a", "b"):
        (programs / f"{name}.conf").write_text(f"[program:{name}]\ncommand=sleep 1000\nautostart=false\nstartsecs=0\n")
    log, printed, closed = root / "a.log", root / "a.out", root / "closed.log"
    log.write_text(ERROR)
    printed.write_text("ERROR it broke\n")
    closed.mkdir()
    manager = {"service_manager": "supervisor", "root": str(root)}
    started = ansible("service", {"name": "a", "state": "started", **manager}).data
    services = [
        {"name": "a", "logs": [str(printed), str(log)]},
        {"name": "b", "logs": [str(root / "none.log"), str(closed)]},
    ]
    found = ansible("service_report", {"services": services, **manager})

    assert found.data["changed"] is False
    running, stopped = found.data["services"]
    assert (running["name"], running["state"], running["pid"]) == ("a", "running", started["pid"])
    assert running["since"] > 1_700_000_000
    assert running["errors"] == [{"at": "2026-11-23 16:55:36", "text": "it broke, password=********"}]
    assert (stopped["state"], stopped["pid"], stopped["since"], stopped["errors"]) == ("stopped", None, None, [])
    assert stopped["unreadable"] == [f"{closed} is a directory of the user root, only a regular file is read"]
    assert "hunter2" not in found.text
