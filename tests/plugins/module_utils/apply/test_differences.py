"""Everything that a run would change has its name, although what would be written was not sent."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.differences import of_section
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.machine.known_services import Known

KEY = b"random"


def wanted(root: Path) -> dict[str, Any]:
    owner = str(os.geteuid())
    own = {"owner": owner, "group": owner}
    return {
        "format": 1,
        "host": "k1",
        "section": "kafka",
        "root": str(root),
        "service_manager": "supervisor",
        "directories": [{"path": str(root / "srv"), "mode": "0750", **own}],
        "files": [
            {"path": str(root / "etc/a"), "mode": "0640", "content": "a=1\n", "secret": True, **own},
            {"path": str(root / "etc/b"), "mode": "0640", "content": "b=1\n", **own},
            {"path": str(root / "etc/release"), "mode": "0644", "content": "x=1\n", "hold": True, **own},
        ],
        "links": [{"path": str(root / "current"), "target": "srv"}],
    }


def differing(root: Path) -> list[str]:
    """Compare as the control node asks for it, without what files are to hold."""
    bundle, digests = wanted(root), {}
    for file in bundle["files"]:
        if not file.get("hold"):
            digests[file["path"]] = hmac.new(KEY, file["content"].encode(), hashlib.sha256).hexdigest()
            file["content"] = ""
    names = of_section({"bundle": bundle, "digests": digests, "key": KEY.hex()}, Known())
    return [name.replace(f"{root}/", "") for name in names]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Application(bundle_format.parse(json.dumps(wanted(tmp_path)).encode()), Known()).run(check=False)
    return tmp_path


def test_nothing_differs_after_a_run(root: Path) -> None:
    assert differing(root) == []


def test_on_a_bare_host_everything_does_and_nothing_is_written(tmp_path: Path) -> None:
    assert differing(tmp_path) == ["directory srv", "file etc/a", "file etc/b", "file etc/release", "link current"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda root: (root / "etc/a").write_text("a=2\n"), ["file etc/a"]),
        (lambda root: [(root / "etc" / name).write_text("") for name in "ab"], ["file etc/a", "file etc/b"]),
        (lambda root: (root / "etc/b").chmod(0o600), ["file etc/b"]),
        (lambda root: (root / "etc/b").unlink(), ["file etc/b"]),
        (lambda root: (root / "srv").chmod(0o700), ["directory srv"]),
        (lambda root: ((root / "current").unlink(), (root / "current").symlink_to("etc")), ["link current"]),
        (lambda root: (root / "etc/release").write_text("x=2\n"), []),
    ],
    ids=["content", "two", "mode", "missing", "directory", "link", "held"],
)
def test_what_differs_is_named(root: Path, change: Callable[[Path], Any], names: list[str]) -> None:
    change(root)
    assert differing(root) == names


def test_what_stands_in_the_way_is_said(root: Path) -> None:
    (root / "current").unlink()
    (root / "current").mkdir()
    with pytest.raises(ProblemError, match="current"):
        differing(root)
