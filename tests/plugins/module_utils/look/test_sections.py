"""What a run would change, told without the contents that it would write."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.look import sections
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.machine.known_services import Known

KEY = b"random"


def bundle(root: Path) -> dict[str, Any]:
    owner = str(os.geteuid())
    owned = {"owner": owner, "group": owner}
    return {
        "format": 1,
        "host": "k1",
        "section": "kafka",
        "root": str(root),
        "service_manager": "supervisor",
        "directories": [{"path": str(root / "srv"), **owned, "mode": "0750"}],
        "files": [
            {"path": str(root / "etc/a"), **owned, "mode": "0640", "content": "password=Planted\n", "secret": True},
            {"path": str(root / "etc/b"), **owned, "mode": "0644", "content": ""},
            {"path": str(root / "etc/release"), **owned, "mode": "0644", "content": "HOME=/new\n", "hold": True},
        ],
        "links": [{"path": str(root / "current"), "target": "srv"}],
    }


def read(root: Path) -> list[str]:
    asked = bundle(root)
    digests = {}
    for file in asked["files"]:
        if not file.get("hold"):
            digests[file["path"]] = hmac.new(KEY, file["content"].encode(), hashlib.sha256).hexdigest()
            file["content"] = ""
    return sections.read({"bundle": asked, "digests": digests, "key": KEY.hex()})


@pytest.fixture
def applied(tmp_path: Path) -> Path:
    Application(bundle_format.parse(json.dumps(bundle(tmp_path)).encode()), Known()).run(check=False)
    return tmp_path


def test_a_host_as_it_should_be_has_nothing_to_change(applied: Path) -> None:
    assert read(applied) == []


def test_everything_that_differs_is_told_and_nothing_is_changed(applied: Path) -> None:
    (applied / "etc/a").write_text("password=other\n")
    (applied / "etc/b").write_text("something\n")
    (applied / "srv").chmod(0o777)
    (applied / "current").unlink()
    assert read(applied) == [
        f"directory {applied}/srv",
        f"file {applied}/etc/a",
        f"file {applied}/etc/b",
        f"link {applied}/current",
    ]
    assert (applied / "etc/a").read_text() == "password=other\n"
    assert not (applied / "current").exists()


def test_an_empty_or_missing_file_differs_too_and_a_held_one_does_not(applied: Path) -> None:
    (applied / "etc/a").write_text("")
    (applied / "etc/b").unlink()
    (applied / "etc/release").write_text("HOME=/old\n")
    assert read(applied) == [f"file {applied}/etc/a", f"file {applied}/etc/b"]


def test_what_stands_in_the_way_of_a_run_is_a_problem(applied: Path) -> None:
    (applied / "etc/b").unlink()
    (applied / "etc/b").mkdir()
    with pytest.raises(ProblemError, match="wanted is a file"):
        read(applied)
