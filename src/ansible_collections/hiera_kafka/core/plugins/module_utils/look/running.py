"""The services that a host is to have: what they do, and what they really run with."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes
from ansible_collections.hiera_kafka.core.plugins.module_utils.look.unread import Unread
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import causes, log_report, restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Report, ServiceManager

_VARIABLES = ("JAVA_HOME", "KAFKA_HOME")


def services(wanted: dict[str, Any], manager: ServiceManager, unread: Unread) -> dict[str, dict[str, Any]]:
    """Return what there is to say of each service, by name.

    Args:
        wanted: The facts of the request, of which `services` and `errors` count here.
        manager: Who keeps the services running.
        unread: Notes what of a process cannot be read.
    """
    asked = wanted.get("services") or []
    reports = manager.report([one["name"] for one in asked])
    found = {}
    for one in asked:
        report = reports[one["name"]]
        found[one["name"]] = {
            **_of_manager(report),
            **_of_process(one["name"], report.status.pid, unread),
            "pending": _pending(one, report, unread),
            "cause": _cause(one, report, manager, unread),
            **log_report.last(manager, one["name"], one.get("logs") or (), _errors(wanted, one)),
        }
    return found


def _errors(wanted: dict[str, Any], service: dict[str, Any]) -> int:
    """Return how many errors of a service are asked for; what it prints is not looked at where no log of it is."""
    return wanted.get("errors") or 0 if service.get("logs") else 0


def strangers(wanted: dict[str, Any], manager: ServiceManager) -> list[str]:
    """Return the services whose names are of ours, that this host has and the request does not name."""
    ours = wanted["strangers"]
    named = {one["name"] for one in wanted.get("services") or ()}
    beginning = {name for prefix in ours["prefixes"] for name in manager.defined(prefix)}
    same = {name for name in ours["names"] if name in manager.defined(name)}
    return sorted((beginning | same) - named)


def _of_manager(report: Report) -> dict[str, Any]:
    status = report.status
    return {
        "state": status.state,
        "detail": status.detail,
        "pid": status.pid,
        "enabled": report.enabled,
        "restarts": report.restarts,
        "loop": report.loop,
    }


def _of_process(name: str, pid: int | None, unread: Unread) -> dict[str, Any]:
    """Return what the kernel says of a process; None for what it does not, which is noted."""
    if pid is None:
        return {"since": None, "limits": {}, "home": None, "java": None, "program": None}
    variables = unread.guarded(f"environment {name}", lambda: processes.variables(pid, _VARIABLES)) or {}
    return {
        "since": unread.guarded(f"start {name}", lambda: processes.started(pid)),
        "limits": unread.guarded(f"limits {name}", lambda: processes.limits(pid)) or {},
        "home": variables.get("KAFKA_HOME"),
        "java": variables.get("JAVA_HOME"),
        "program": unread.guarded(f"program {name}", lambda: processes.program(pid)),
    }


def _cause(wanted: dict[str, Any], report: Report, manager: ServiceManager, unread: Unread) -> str | None:
    """Return why a service has ended, as far as its log says; None of one that has not."""
    name, log = wanted["name"], wanted.get("log")
    if log is None or (report.status.running and not report.restarts):
        return None
    found = unread.guarded(f"log {name}", lambda: causes.cause_of(causes.printed(manager, name, log)[1]))
    return None if found is None else f"{found.message} ({found.id})"


def _pending(wanted: dict[str, Any], report: Report, unread: Unread) -> list[str]:
    if not report.status.running or report.loop or "record_file" not in wanted:
        return []
    read = unread.guarded(
        f"restart {wanted['name']}", lambda: restart_records.changed(wanted["record_file"], wanted["records"])
    )
    return read or []
