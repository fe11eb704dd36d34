"""Verify as its playbook sees it; clusters that run are in tests/local."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.bridge import verify as bridge
from hiera_kafka.bridge.verify import question, verify
from hiera_kafka.errors import Diagnostic, ModelError, ProjectError
from hiera_kafka.ops.look.program import answer, program
from lib.data.project_trees import HOST, project_tree


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, local=True))


def looked(inventory: str) -> dict[str, Any]:
    """Return what `look` returns of this machine."""
    asked = time.time()
    text = program(question(inventory, HOST))
    done = subprocess.run([sys.executable, "-I", "-"], input=text, capture_output=True, check=True)
    return {"answer": answer(HOST, done.stdout), "asked": asked, "answered": time.time()}


def test_a_question_is_plain_and_asks_for_facts(inventory: str) -> None:
    asked = question(inventory, HOST)

    assert json.loads(json.dumps(asked)) == asked
    assert asked["facts"]["clock"] is True


def test_the_report_is_of_what_was_asked(inventory: str, tmp_path: Path) -> None:
    report = verify(inventory, {HOST: looked(inventory)}, only=["hosts-answer", "host-clock"], base=str(tmp_path))

    assert {row["check"] for row in report["results"]} == {"hosts-answer", "host-clock"}
    assert (report["failed"], report["status"]) == (False, "ok")
    assert report["text"].startswith("ok        hosts-answer  hosts answer: 1 ok\n")
    assert json.loads(json.dumps(report)) == report


def test_a_service_that_does_not_run_fails(inventory: str, tmp_path: Path) -> None:
    report = verify(inventory, {HOST: looked(inventory)}, only=["service-runs"], base=str(tmp_path))

    assert (report["failed"], report["status"]) == (True, "critical")
    assert report["results"][0]["where"][0]["file"] == "hieradata/data/common.yaml"


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        ({"unreachable": True, "msg": "no route\x1b[31m"}, f"Ansible got no answer of {HOST}: no route\\x1b[31m"),
        ({}, "no answer"),
        (None, "no answer"),
        ({"answer": 1, "asked": 1.0, "answered": 1.1}, "cannot be read"),
    ],
)
def test_a_host_that_gave_no_answer_is_critical_and_says_why(
    inventory: str, tmp_path: Path, registered: object, words: str
) -> None:
    report = verify(inventory, {HOST: registered}, only=["hosts-answer"], base=str(tmp_path))

    assert report["failed"]
    if words == "no answer":
        found = bridge._answer(HOST, registered)
        assert isinstance(found, Diagnostic)
        assert found.id == "host-not-answering"
    assert words in report["results"][0]["observed"]


def test_hosts_that_a_run_leaves_out_are_not_reported(tmp_path: Path) -> None:
    data = """\
zookeeper_clusters:
  z: {hosts: {z1.example.org: 1, z2.example.org: 2, z3.example.org: 3}}
"""
    inventory = str(project_tree(tmp_path, data, local=True))
    report = verify(inventory, {"z1.example.org": {}}, only=["hosts-answer"], base=str(tmp_path))

    assert [row["subject"] for row in report["results"]] == ["z1.example.org"]


def test_bad_data_and_unknown_checks_are_refused(inventory: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="unknown-check"):
        verify(inventory, {}, only=["nope"], base=str(tmp_path))
    (tmp_path / "bad").mkdir()
    with pytest.raises(ModelError, match="wrong-type"):
        question(str(project_tree(tmp_path / "bad", "kafka_clusters: 1\n")), HOST)
