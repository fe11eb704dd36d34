"""The systemd provider: what it asks systemctl, and how it reads the answers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import systemd
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Report, Status

SHOW = "show --property=LoadState,ActiveState,SubState,Result,MainPID,NeedDaemonReload,UnitFileState -- kafka.service"


class Recorder:
    """A program in place of systemctl that notes its arguments and answers from a file."""

    def __init__(self, directory: Path) -> None:
        self._answer, self._calls = directory / "answer", directory / "calls"
        program = directory / "systemctl"
        program.write_text(
            f'#!/bin/sh\necho "$*" >> {self._calls}\n'
            f'case "$1" in show) cat {self._answer};; start) test ! -e {directory}/broken || '
            "{ echo Job failed. >&2; exit 1; };; stop) test ! -e "
            f"{directory}/slow || exec sleep 100;; esac\n"
        )
        program.chmod(0o755)
        self.systemd = systemd.Systemd((str(program),))
        self.directory = directory

    def answer(self, **properties: str) -> None:
        self._answer.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))

    def answers(self, *blocks: dict[str, str]) -> None:
        texts = ("".join(f"{name}={value}\n" for name, value in block.items()) for block in blocks)
        self._answer.write_text("\n".join(texts))

    @property
    def calls(self) -> list[str]:
        return self._calls.read_text().splitlines()


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path)


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        (("active", "running", "success", "12"), Status("running", 12, "active (running)")),
        (("inactive", "dead", "success", "0"), Status("stopped", None, "inactive (dead)")),
        (("failed", "failed", "exit-code", "0"), Status("failed", None, "failed (failed), exit-code")),
        (("activating", "start-pre", "success", "7"), Status("starting", 7, "activating (start-pre)")),
        (
            ("activating", "auto-restart", "signal", "0"),
            Status("failed", None, "activating (auto-restart), signal", True),
        ),
        (("deactivating", "stop-sigterm", "success", "7"), Status("stopping", 7, "deactivating (stop-sigterm)")),
    ],
)
def test_the_properties_of_a_unit_are_read_as_a_status(properties: tuple[str, ...], status: Status) -> None:
    names = ("ActiveState", "SubState", "Result", "MainPID")
    text = "".join(f"{name}={value}\n" for name, value in zip(names, properties, strict=True))
    assert systemd.parse_status(systemd.parse_properties(text)) == status


def test_a_stopped_unit_is_started(recorder: Recorder) -> None:
    recorder.answer(LoadState="loaded", ActiveState="inactive", MainPID="0")
    recorder.systemd.start("kafka")
    assert recorder.calls == [SHOW, "start kafka.service", SHOW]


def test_a_failed_unit_has_its_counter_cleared_first(recorder: Recorder) -> None:
    recorder.answer(LoadState="loaded", ActiveState="failed", MainPID="0")
    recorder.systemd.start("kafka")
    assert recorder.calls == [SHOW, "reset-failed kafka.service", "start kafka.service", SHOW]


def test_a_running_unit_is_left_alone(recorder: Recorder) -> None:
    recorder.answer(LoadState="loaded", ActiveState="active", SubState="running", MainPID="12")
    assert recorder.systemd.start("kafka") == 12
    assert recorder.calls == [SHOW, SHOW]


def test_an_unknown_unit_is_not_started(recorder: Recorder) -> None:
    recorder.answer(LoadState="not-found", ActiveState="inactive")
    with pytest.raises(ProblemError, match="no service kafka is defined in systemd"):
        recorder.systemd.start("kafka")
    assert recorder.calls == [SHOW]


def test_a_unit_that_does_not_start_is_an_error_with_systemds_words(recorder: Recorder) -> None:
    recorder.answer(LoadState="loaded", ActiveState="inactive", MainPID="0")
    (recorder.directory / "broken").touch()
    with pytest.raises(ProblemError) as caught:
        recorder.systemd.start("kafka")
    assert caught.value.problems[0].render() == (
        f"error[service-start-failed]: `{recorder.directory}/systemctl start kafka.service` ended with 1: Job failed.\n"
        "    hint: journalctl -e -u kafka.service\n"
        "    docs: docs/rules/service-start-failed.md"
    )


def test_a_unit_that_does_not_stop_in_time_is_an_error(recorder: Recorder) -> None:
    recorder.answer(LoadState="loaded", ActiveState="active", SubState="running", MainPID="12")
    (recorder.directory / "slow").touch()
    with pytest.raises(ProblemError, match="kafka still runs 0 s after it was asked to stop"):
        recorder.systemd.stop("kafka", 0.2)


def test_definitions_are_stale_when_systemd_says_so_and_read_again(recorder: Recorder) -> None:
    recorder.answer(NeedDaemonReload="yes")
    assert recorder.systemd.stale_definitions(["kafka"])
    recorder.systemd.apply_definitions()
    assert recorder.calls == [SHOW, "daemon-reload"]


def test_a_unit_that_is_not_enabled_can_be_enabled(recorder: Recorder) -> None:
    recorder.answer(UnitFileState="disabled")
    assert not recorder.systemd.enabled("kafka")
    recorder.systemd.enable("kafka")
    recorder.answer(UnitFileState="enabled")
    assert recorder.systemd.enabled("kafka")
    assert recorder.calls == [SHOW, "enable kafka.service", SHOW]


def test_a_host_without_systemd_is_named() -> None:
    with pytest.raises(ProblemError, match="/no/systemctl is not on this host"):
        systemd.Systemd(("/no/systemctl",)).status("kafka")


def test_units_of_this_host_are_found_by_the_beginning_of_their_name(tmp_path: Path) -> None:
    for name in (
        "kafka-mirror-a_to_b@1.service",
        "kafka-mirror-a_to_b@0.service",
        "kafka-mirror.service",
        "kafka.service",
    ):
        (tmp_path / name).touch()
    found = systemd.Systemd(units=tmp_path).defined("kafka-mirror-")
    assert found == ["kafka-mirror-a_to_b@0", "kafka-mirror-a_to_b@1"]


def test_several_units_are_reported_in_one_question(recorder: Recorder) -> None:
    runs = {"ActiveState": "active", "SubState": "running", "MainPID": "7", "UnitFileState": "enabled"}
    missing = {"ActiveState": "inactive", "SubState": "dead", "MainPID": "0", "UnitFileState": ""}
    blocks = ({**runs, "NRestarts": "2"}, missing)
    recorder.answers(*blocks)

    assert recorder.systemd.report(["kafka", "zookeeper"]) == {
        "kafka": Report(Status("running", 7, "active (running)"), enabled=True, restarts=2),
        "zookeeper": Report(Status("stopped", None, "inactive (dead)"), enabled=False, restarts=None),
    }
    (call,) = recorder.calls
    assert call.endswith("UnitFileState,NRestarts -- kafka.service zookeeper.service")


def journalctl(directory: Path, *ages: float, code: int = 0) -> tuple[str]:
    """Return a program that prints entries of some seconds ago, and fails where it is to."""
    program = directory / "journalctl"
    lines = "".join(
        f"{time.time() - age:.6f} kafka1 systemd[1]: kafka.service: Scheduled restart job\n" for age in ages
    )
    (directory / "journal").write_text(lines)
    program.write_text(f'#!/bin/sh\necho "$*" > {directory}/asked\ncat {directory}/journal\nexit {code}\n')
    program.chmod(0o755)
    return (str(program),)


@pytest.mark.parametrize(
    ("restarts", "ages", "code", "loop"),
    [
        ("3", (1, 9, 17), 0, 3),
        ("99", (1, 700, 800, 900), 0, 0),  # once now, and others long ago
        ("99", (300, 310, 320), 0, 0),  # it has got over it
        ("99", (1, 9, 17), 1, 0),  # it may not read the journal
    ],
)
def test_a_crash_loop_is_told_from_the_times_in_the_journal(
    recorder: Recorder, restarts: str, ages: tuple[float, ...], code: int, loop: int
) -> None:
    recorder.answers({"ActiveState": "active", "SubState": "running", "MainPID": "7", "NRestarts": restarts})
    reader = journalctl(recorder.directory, *ages, code=code)
    manager = systemd.Systemd((str(recorder.directory / "systemctl"),), journalctl=reader)
    assert manager.report(["kafka"])["kafka"].loop == loop
    asked = (recorder.directory / "asked").read_text()
    assert "--since=-600s" in asked
    assert asked.endswith("UNIT=kafka.service\n")


def test_the_journal_is_not_read_of_a_unit_that_was_hardly_restarted(recorder: Recorder) -> None:
    recorder.answers({"ActiveState": "active", "SubState": "running", "MainPID": "7", "NRestarts": "2"})
    manager = systemd.Systemd((str(recorder.directory / "systemctl"),), journalctl=("/no/journalctl",))
    assert (manager.report(["kafka"])["kafka"].restarts, manager.report(["kafka"])["kafka"].loop) == (2, 0)


def test_nothing_is_asked_about_no_unit_and_a_short_answer_is_refused(recorder: Recorder) -> None:
    assert recorder.systemd.report([]) == {}
    recorder.answers({"ActiveState": "active"})
    with pytest.raises(ProblemError, match="answered for 1 of 2 units"):
        recorder.systemd.report(["kafka", "zookeeper"])
