"""A host is compared with contents that were not sent, by the code that would change it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.comparison import Comparison, keyed
from lib.machine.known_services import Known

KEY = b"random"
CONTENT = "a=1\n"


def file(path: Path, content: str = CONTENT, **more: Any) -> dict[str, Any]:
    owner = str(os.geteuid())
    return {"path": str(path), "owner": owner, "group": owner, "mode": "0640", "content": content, **more}


def resources(root: Path, **more: Any) -> dict[str, Any]:
    owner = str(os.geteuid())
    return {
        "directories": [{"path": str(root / "srv"), "owner": owner, "group": owner, "mode": "0750"}],
        "files": [file(root / "etc/a", secret=True), file(root / "etc/release.env", hold=True)],
        "links": [{"path": str(root / "current"), "target": "srv"}],
        **more,
    }


def bundle(root: Path, content: dict[str, Any]) -> bundle_format.Bundle:
    platform = {"format": 1, "host": "k1", "section": "kafka", "root": str(root), "service_manager": "supervisor"}
    return bundle_format.parse(json.dumps({**platform, **content}).encode())


def applied(root: Path, content: dict[str, Any]) -> dict[str, Any]:
    return Application(bundle(root, content), Known()).run(check=False)


def compared(root: Path, content: dict[str, Any]) -> dict[str, Any] | None:
    """Compare as the control node asks for it: contents are left out, but of what is held."""
    sent = {name: [dict(entry) for entry in entries] for name, entries in content.items()}
    digests = {}
    for entry in sent["files"]:
        if not entry.get("hold"):
            digests[entry["path"]] = keyed(KEY, entry["content"].encode())
            entry["content"] = ""
    return Comparison(bundle(root, sent), Known(), key=KEY, digests=digests).settled()


def test_a_host_that_is_as_it_should_be_gives_the_result_of_a_run(tmp_path: Path) -> None:
    applied(tmp_path, resources(tmp_path))

    assert compared(tmp_path, resources(tmp_path)) == applied(tmp_path, resources(tmp_path))


def test_a_bare_host_is_not(tmp_path: Path) -> None:
    assert compared(tmp_path, resources(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "etc/a").write_text("a=2\n"),
        lambda root: (root / "etc/a").chmod(0o600),
        lambda root: (root / "etc/a").unlink(),
        lambda root: (root / "srv").chmod(0o700),
        lambda root: (root / "srv").rmdir(),
        lambda root: ((root / "current").unlink(), (root / "current").symlink_to("etc")),
        lambda root: ((root / "current").unlink(), (root / "current").mkdir()),
        lambda root: (root / "etc/.hiera-kafka.0123").write_text("password=left by a killed run"),
    ],
    ids=["content", "mode", "missing", "directory", "no directory", "link", "in the way", "left over"],
)
def test_whatever_a_run_would_change_or_refuse_is_left_to_it(tmp_path: Path, change: Any) -> None:
    applied(tmp_path, resources(tmp_path))
    change(tmp_path)

    assert compared(tmp_path, resources(tmp_path)) is None


def test_an_upgrade_that_waits_is_said_as_a_run_says_it(tmp_path: Path) -> None:
    applied(tmp_path, resources(tmp_path))
    newer = resources(tmp_path)
    newer["files"][1]["content"] = "a=2\n"

    found = compared(tmp_path, newer)

    assert found == applied(tmp_path, newer)
    assert found is not None
    assert found["upgrade_pending"]


def test_what_a_run_can_only_warn_of_comes_with_the_answer(tmp_path: Path) -> None:
    sysctls = {"sysctls": [{"name": "vm.of_no_kernel", "value": 1}]}
    applied(tmp_path, resources(tmp_path, **sysctls))

    found = compared(tmp_path, resources(tmp_path, **sysctls))

    assert found is not None
    assert found["warnings"] == ["vm.of_no_kernel is wanted to be 1: this kernel does not have it"]


def test_nothing_can_be_written_by_it(tmp_path: Path) -> None:
    comparison = Comparison(bundle(tmp_path, resources(tmp_path)), Known(), key=KEY)

    with pytest.raises(TypeError):
        comparison.run(check=False)
    assert list(tmp_path.iterdir()) == []


def test_its_key_and_contents_are_not_in_its_text(tmp_path: Path) -> None:
    assert "random" not in repr(Comparison(bundle(tmp_path, resources(tmp_path)), Known(), key=KEY))
