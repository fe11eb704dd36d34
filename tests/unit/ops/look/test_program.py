"""The program that looks at hosts, run as they run it; tests/lab has hosts where it arrives over SSH."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.errors import ClientError
from hiera_kafka.ops.look import program

MARK = b"\x1ehiera-kafka-look "
REQUEST: dict[str, Any] = {
    "root": "/nowhere",
    "service_manager": "supervisor",
    "facts": {"clock": True, "services": [{"name": "kafka", "record_file": "/x", "records": ["/x"], "logs": ["/x"]}]},
}


def run(request: dict[str, Any], directory: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-"], input=program.program(request), capture_output=True, check=True, cwd=directory, env={}
    )


def test_an_interpreter_without_the_package_answers(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise AssertionError('what lies where a login begins is not imported')\n")
    done = run(REQUEST, tmp_path)

    found = program.answer("k1.example.org", b"Welcome!\n" + done.stdout)
    assert found["facts"]["services"]["kafka"]["state"] == "stopped"
    assert found["facts"]["unread"] == {}
    assert done.stderr == b""
    assert sorted(tmp_path.iterdir()) == [tmp_path / "json.py"]


def test_both_service_managers_come_along_and_what_only_converge_needs_does_not() -> None:
    names = {name.rpartition("module_utils.")[2] for name in program.sources(frozenset({"facts"}))}
    assert {"look.look", "look.facts", "services.systemd", "services.supervisor", "problems"} <= names
    assert not any(name.startswith(("gates", "kafka", "readiness")) or name == "look.converged" for name in names)
    assert not any(name.startswith("adoption") for name in names)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (b"", "the program printed no answer, but nothing at all"),
        (b"sudo: a password is required\n", "no answer, but 'sudo: a password is required'"),
        (b"\x1b[31mred", r"no answer, but '\\x1b[31mred'"),
        (MARK + b"{", "it is no JSON: Expecting property name"),
        (MARK + b"[" * 200_000, "it is no JSON: maximum recursion depth exceeded"),
        (MARK + b"1" * 10_000, "it is no JSON: Exceeds the limit"),
        (MARK + b"\xff\xfe", "it is no JSON"),
        (MARK + b'"' + b"x" * program.SIZE_LIMIT + b'"', "it has more than 16777216 bytes"),
    ],
)
def test_what_is_no_answer_is_named_with_its_host(output: bytes, words: str) -> None:
    with pytest.raises(ClientError) as caught:
        program.answer("k1.example.org", output)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "look-answer-invalid"
    assert "the answer of k1.example.org cannot be read: " in diagnostic.message
    assert words in diagnostic.message
    assert "\x1b" not in diagnostic.message


def test_what_is_printed_around_an_answer_does_not_count() -> None:
    assert program.answer("k1", b"Welcome " + MARK + b"0\nto\n" + MARK + b'{"facts": {}}\nlogout\n') == {"facts": {}}


def test_what_only_adoption_needs_comes_along_with_it(tmp_path: Path) -> None:
    done = run({"root": "", "service_manager": "systemd", "adoption": {"broker": []}}, tmp_path)

    assert isinstance(program.answer("k1.example.org", done.stdout)["adoption"], list)
    assert done.stderr == b""
