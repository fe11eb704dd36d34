"""Keeps services running with systemd, through systemctl."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import loops
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import (
    Report,
    ServiceManager,
    Status,
    check_name,
    unknown_service,
)

_STATES = {
    "active": "running",
    "reloading": "running",
    "activating": "starting",
    "deactivating": "stopping",
    "inactive": "stopped",
    "failed": "failed",
}
_COMES_BACK = frozenset({"auto-restart", "auto-restart-queued"})
SYSTEMCTL = ("systemctl", "--no-ask-password")
_PROPERTIES = ("LoadState", "ActiveState", "SubState", "Result", "MainPID", "NeedDaemonReload", "UnitFileState")
REPORTED = (*_PROPERTIES, "NRestarts")
_RESTART_SCHEDULED = "5eb03494b6584870a536b337290809b3"
"""SD_MESSAGE_UNIT_RESTART_SCHEDULED of sd-messages.h."""
_ENABLED = frozenset({"enabled", "enabled-runtime", "static", "alias"})
_ANSWER_S = 30.0
"""How long systemd may take to say what it knows."""


class Systemd(ServiceManager):
    """The system's own systemd.

    Args:
        systemctl: The program, with arguments that come before all others.
        units: Where definitions of this host's own are put.
        journalctl: The program that reads the journal.
    """

    def __init__(
        self,
        systemctl: Sequence[str] = SYSTEMCTL,
        units: Path = Path("/etc/systemd/system"),
        journalctl: Sequence[str] = ("journalctl",),
    ) -> None:
        self._systemctl = tuple(systemctl)
        self._units = units
        self._journalctl = tuple(journalctl)

    def status(self, name: str) -> Status:
        """Return what the unit does now."""
        return parse_status(self._show(name))

    def report(self, names: Sequence[str]) -> dict[str, Report]:
        """Return what systemd says of several units, in one question."""
        if not names:
            return {}
        found = self._reported(names)
        return {name: replace(one, loop=self._loop(name, one)) for name, one in found.items()}

    def _reported(self, names: Sequence[str]) -> dict[str, Report]:
        found = self._show_all(names, REPORTED)
        return {name: parse_report(properties) for name, properties in found.items()}

    def _loop(self, name: str, report: Report) -> int:
        """Return `loop` of a report; the journal alone knows when systemd has started a unit again.

        Where it cannot be read, 0: that the unit was started again is still in the report.
        """
        if (report.restarts or 0) < loops.MANY:
            return 0
        argv = [
            *(*self._journalctl, "--no-pager", "--quiet", "--output=short-unix", "--lines=1000"),
            *(f"--since=-{loops.WINDOW_S:.0f}s", f"MESSAGE_ID={_RESTART_SCHEDULED}", f"UNIT={unit(name)}"),
        ]
        try:
            found = self._call(argv, "service-manager-failed", _ANSWER_S)
        except (ProblemError, subprocess.TimeoutExpired):
            return 0
        return loops.loop(parse_times(found), time.time())

    def start(self, name: str) -> int | None:
        """Start the unit; does not wait for its main process to be ready, only for systemd to have started it."""
        properties = self._show(name)
        if properties.get("LoadState") == "not-found":
            raise unknown_service(name, "systemd", ())
        if not parse_status(properties).running:
            # A unit that failed too often is refused until its counter is cleared.
            if properties.get("ActiveState") == "failed":
                self._run("reset-failed", unit(name))
            self._run("start", unit(name), problem="service-start-failed")
        return self.status(name).pid

    def stop(self, name: str, timeout_s: float) -> None:
        """Stop the unit and wait until it has stopped."""
        if self.status(name).state == "stopped":
            return
        try:
            self._run("stop", unit(name), timeout_s=timeout_s)
        except subprocess.TimeoutExpired:
            raise ProblemError(
                Problem(
                    "service-stop-timeout",
                    f"{name} still runs {timeout_s:.0f} s after it was asked to stop",
                    hint="look at its log; give it longer with stop_timeout",
                )
            ) from None

    def stale_definitions(self, names: Sequence[str]) -> bool:
        """Return whether systemd says that a unit's file is newer than what it has read."""
        return any(self._show(name).get("NeedDaemonReload") == "yes" for name in names)

    def apply_definitions(self) -> None:
        """Have systemd read its units again."""
        self._run("daemon-reload")

    def enabled(self, name: str) -> bool:
        """Return whether the unit starts with the host."""
        return self._show(name).get("UnitFileState") in _ENABLED

    def enable(self, name: str) -> None:
        """Have the unit start with the host."""
        self._run("enable", unit(name))

    def defined(self, prefix: str) -> list[str]:
        """Return the units of this host's own whose name begins so."""
        return sorted(path.stem for path in self._units.glob("*.service") if path.name.startswith(prefix))

    def output(self, name: str, lines: int) -> str | None:
        """Return what the journal has of the unit, systemd's own words on it included."""
        argv = ["journalctl", "--no-pager", "--quiet", "--output=cat", f"--lines={lines}", f"--unit={unit(name)}"]
        return self._call(argv, "service-manager-failed", None)

    def _show(self, name: str) -> dict[str, str]:
        return parse_properties(self._run("show", f"--property={','.join(_PROPERTIES)}", "--", unit(name)))

    def _show_all(self, names: Sequence[str], properties: Sequence[str] = _PROPERTIES) -> dict[str, dict[str, str]]:
        """Return the properties of several units, for which systemd is asked once."""
        try:
            answer = self._run(
                "show", f"--property={','.join(properties)}", "--", *map(unit, names), timeout_s=_ANSWER_S
            )
        except subprocess.TimeoutExpired:
            raise ProblemError(
                Problem("service-manager-failed", f"systemd has not answered within {_ANSWER_S:.0f} s")
            ) from None
        # It answers in the order of the names, with an empty line between two units.
        blocks = answer.strip().split("\n\n")
        if len(blocks) != len(names):
            raise ProblemError(
                Problem("service-manager-failed", f"systemd answered for {len(blocks)} of {len(names)} units")
            )
        return {name: parse_properties(block) for name, block in zip(names, blocks)}  # noqa: B905  # counted

    def _run(self, *arguments: str, problem: str = "service-manager-failed", timeout_s: float | None = None) -> str:
        return self._call([*self._systemctl, *arguments], problem, timeout_s)

    @staticmethod
    def _call(argv: Sequence[str], problem: str, timeout_s: float | None) -> str:
        try:
            done = subprocess.run(  # noqa: S603  # an argument vector; names are checked
                argv, capture_output=True, text=True, check=False, timeout=timeout_s, stdin=subprocess.DEVNULL
            )
        except FileNotFoundError:
            raise ProblemError(
                Problem("service-manager-failed", f"{argv[0]} is not on this host", hint="hosts need systemd as PID 1")
            ) from None
        if done.returncode != 0:
            raise ProblemError(
                Problem(
                    problem,
                    f"`{' '.join(argv)}` ended with {done.returncode}: {done.stderr.strip() or 'no message'}",
                    hint=f"journalctl -e -u {argv[-1]}" if problem == "service-start-failed" else None,
                )
            )
        return done.stdout


def unit(name: str) -> str:
    """Return the unit's full name."""
    check_name(name)
    return name if name.endswith((".service", ".target", ".socket")) else f"{name}.service"


def parse_properties(text: str) -> dict[str, str]:
    """Return name to value of what `systemctl show` printed."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value for name, equals, value in pairs if equals}


def parse_times(text: str) -> list[float]:
    """Return when the entries of a journal were made, in seconds since 1970; its form is short-unix."""
    firsts = (line.partition(" ")[0] for line in text.splitlines())
    return [float(first) for first in firsts if first.replace(".", "", 1).isdecimal()]


def parse_report(properties: dict[str, str]) -> Report:
    """Return what the properties say of a unit that is only looked at."""
    restarts = properties.get("NRestarts", "")
    return Report(
        parse_status(properties),
        properties.get("UnitFileState") in _ENABLED,
        int(restarts) if restarts.isdecimal() else None,
    )


def parse_status(properties: dict[str, str]) -> Status:
    """Return what the properties say."""
    active, sub = properties.get("ActiveState", ""), properties.get("SubState", "")
    state = _STATES.get(active, "failed")
    # The process died, and systemd waits before it starts it again.
    comes_back = sub in _COMES_BACK
    if comes_back:
        state = "failed"
    pid = int(properties.get("MainPID") or 0)
    result = properties.get("Result", "")
    words = f"{active} ({sub})" + (f", {result}" if result not in {"", "success"} else "")
    return Status(state, pid=pid or None, detail=words, comes_back=comes_back)
