"""Whether the process of a run has ended."""

from __future__ import annotations

import os
import subprocess

import pytest

from hiera_kafka.ops.roll.process_identity import has_ended, of_process


def test_a_process_of_this_machine_is_known_to_have_ended_when_it_has() -> None:
    with subprocess.Popen(["sleep", "600"]) as process:
        alive = of_process(process.pid)
        assert not has_ended(alive)
        process.kill()
    assert has_ended(alive)
    assert not has_ended(of_process(os.getpid()))


@pytest.mark.parametrize("place", range(3), ids=["boot", "namespace", "user"])
def test_a_process_elsewhere_is_never_known_to_have_ended(place: int) -> None:
    with subprocess.Popen(["true"]) as process:
        parts = of_process(process.pid).split("/")
    assert has_ended("/".join(parts))
    parts[place] = "-1"
    assert not has_ended("/".join(parts))


@pytest.mark.parametrize("process", ["", "x", "a/b/c", "a/b/c/1@2", "1@None"])
def test_what_says_nothing_of_a_process_is_no_proof(process: str) -> None:
    assert not has_ended(process)
    machine, _, _ = of_process(os.getpid()).rpartition("/")
    assert not has_ended(f"{machine}/{process}")


def test_another_process_with_the_same_number_is_another() -> None:
    machine, _, _ = of_process(os.getpid()).rpartition("/")
    assert has_ended(f"{machine}/{os.getpid()}@1")
