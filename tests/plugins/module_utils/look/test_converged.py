"""One look answers for each call of a run whether it would change nothing, in the words of that call's module."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.comparison import keyed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks
from ansible_collections.hiera_kafka.core.plugins.module_utils.look.converged import seen
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.look_request import request

KEY = b"0123456789abcdef"


def bundle(root: Path, content: str, **more: Any) -> dict[str, Any]:
    owner = str(os.geteuid())
    file = {"path": str(root / "etc/a"), "owner": owner, "group": owner, "mode": "0640", "content": ""}
    head = {"format": 1, "host": "k1", "section": "kafka", "root": str(root), "service_manager": "supervisor"}
    return {
        "module": "bundle",
        "bundle": {**head, "files": [file], **more},
        "digests": {file["path"]: keyed(KEY, content.encode())},
        "key": KEY.hex(),
        "take_over": {},
    }


def service(name: str = "kafka", state: str = "started") -> dict[str, Any]:
    return {"module": "service", "name": name, "state": state, "record_file": "/nonexistent", "records": []}


def artifact(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256((path / "MANIFEST.sha256").read_bytes()).hexdigest()
    return {
        "module": "artifact",
        "path": str(path),
        "manifest_sha256": digest,
        "owner": None,
        "group": None,
        "root": "",
        "src": None,
    }


def ask(root: Path, *calls: dict[str, Any]) -> list[dict[str, Any] | None]:
    found = seen({"root": str(root), "service_manager": "supervisor", "calls": list(calls)})["calls"]
    assert len(found) == len(calls)
    return found


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A host that has a file and a release, and no service."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/a").write_text("a=1\n")
    (tmp_path / "etc/a").chmod(0o640)
    release = tmp_path / "opt/kafka"
    release.mkdir(parents=True)
    (release / "NOTICE").write_text("text\n")
    (release / "MANIFEST.sha256").write_text(f"{hashlib.sha256(b'text').hexdigest()}  NOTICE\n")
    return tmp_path


def test_each_call_has_its_answer_and_what_would_change_something_has_none(host: Path) -> None:
    found = ask(host, bundle(host, "a=1\n"), service(), bundle(host, "a=2\n"), artifact(host / "opt/kafka"))

    assert found[1:3] == [None, None]
    assert found[0] is not None
    assert found[0]["resources"] == [{"kind": "file", "name": str(host / "etc/a"), "action": "unchanged"}]
    assert found[3] == {"changed": False, "installed": True, "needs_src": False}


def test_a_release_that_is_not_whole_has_none(host: Path) -> None:
    (host / "opt/kafka/NOTICE").unlink()

    assert ask(host, artifact(host / "opt/kafka")) == [None]


def test_a_stop_is_never_answered(host: Path) -> None:
    assert ask(host, service(state="stopped")) == [None]


def test_what_is_refused_is_left_to_the_module_which_says_so(host: Path) -> None:
    odd = bundle(host, "a=1\n", links=[{"path": "/elsewhere", "target": "x"}])

    assert ask(host, odd, bundle(host, "a=1\n"))[0] is None


def test_a_service_that_does_not_answer_is_not_waited_for(host: Path) -> None:
    check = {"kind": "zookeeper", "service": "zookeeper", "own": 1, "address": "127.7.1.9", "port": 1}

    assert ask(host, {"module": "ready", "checks": [check]}) == [None]


def test_while_another_run_changes_the_host_nothing_is_answered(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_WAIT_S", 0.2)
    done = threading.Event()
    held = threading.Event()

    def change() -> None:
        with locks.held(str(host)):
            held.set()
            done.wait(60)

    other = threading.Thread(target=change)
    other.start()
    held.wait(60)
    try:
        assert ask(host, bundle(host, "a=1\n"), artifact(host / "opt/kafka")) == [None, None]
    finally:
        done.set()
        other.join()
    assert all(ask(host, bundle(host, "a=1\n"), artifact(host / "opt/kafka")))


def test_a_preflight_comes_with_the_answers_and_refuses_all_of_them(host: Path) -> None:
    asked = {**request(str(host), services=["kafka"]), "calls": [bundle(host, "a=1\n")]}

    answer = seen(asked)

    assert answer["preflight"]["states"] == {"kafka": "stopped"}
    assert answer["calls"][0]["changed"] is False
    with pytest.raises(ProblemError, match="java-not-found"):
        seen({**asked, "preflight": {**asked["preflight"], "java_home": "/nonexistent"}})


def test_a_look_leaves_nothing_behind(tmp_path: Path) -> None:
    ask(tmp_path, bundle(tmp_path, "a=1\n"), service())

    assert list(tmp_path.iterdir()) == []
