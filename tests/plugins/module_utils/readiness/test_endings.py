"""What is said of a service that has ended."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.endings import Ending, ending
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from lib.machine.known_services import Known

FAILED = """\
ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)
java.lang.OutOfMemoryError: Java heap space
\tat java.base/java.util.Arrays.copyOf(Arrays.java:3512)
"""


class Journal(Known):
    """A manager that keeps what services print."""

    def output(self, name: str, lines: int) -> str | None:
        assert lines >= 100, "a trace has more lines than are shown"
        return f"{name} begins\n{FAILED}"


def of(log: Path | None, manager: ServiceManager | None = None) -> Ending:
    path = str(log) if log else None
    return ending(manager or Known(), "kafka", path, "kafka is gone (exited)", wanted="it to serve", said="last words")


def test_a_cause_that_is_known_takes_the_place_of_the_last_words(tmp_path: Path) -> None:
    log = tmp_path / "kafka.out"
    log.write_text(FAILED)
    found = of(log)
    assert found.message == ("kafka is gone (exited): the JVM has run out of memory: Java heap space (out-of-memory)")
    assert found.note == f"{log} says: java.lang.OutOfMemoryError: Java heap space"
    assert found.cause is not None
    assert found.to_dict()["cause"]["options"] == ("KAFKA_HEAP_OPTS",)
    assert found.to_dict()["service"] == "kafka"


def test_a_manager_that_keeps_what_is_printed_is_asked_for_it(tmp_path: Path) -> None:
    found = of(tmp_path / "none.out", Journal())
    assert found.note == "the journal of kafka says: java.lang.OutOfMemoryError: Java heap space"


def test_what_is_not_understood_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "kafka.out"
    log.write_text("something else\n")
    for found in (of(log), of(tmp_path / "none.out"), of(None), of(tmp_path)):
        assert found.message == "kafka is gone (exited); expected it to serve"
        assert (found.note, found.cause) == ("last words", None)


def test_words_before_it_was_killed_are_no_cause(tmp_path: Path) -> None:
    log = tmp_path / "kafka.out"
    log.write_text(FAILED)
    gone = "kafka does not run any more (failed (failed), oom-kill)"
    assert ending(Known(), "kafka", str(log), gone, wanted="it to serve", said="last words").cause is None
