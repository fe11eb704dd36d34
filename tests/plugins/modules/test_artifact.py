"""The module `artifact`, through real `ansible` runs."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest


def tar_of(path: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Write a tar with a manifest and return the parameters that describe it."""
    manifest = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()
    with tarfile.open(path, "w") as tar:
        for name, data in {**files, "MANIFEST.sha256": manifest}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return {
        "src": str(path),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
    }


def test_a_release_is_asked_for_sent_and_installed_once(ansible: Any, tmp_path: Path) -> None:
    target = tmp_path / "opt/kafka/3.9.2"
    files = {"bin/kafka": b"#!/bin/sh\n", "libs/a.jar": b"jar"}
    sent = {**tar_of(tmp_path / "a.tar", files), "path": str(target), "root": str(tmp_path)}
    asked = {**sent, "src": None}
    assert ansible("artifact", asked).data["needs_src"] is True
    predicted = ansible("artifact", asked, "--check").data
    assert (predicted["changed"], predicted["needs_src"]) == (True, False)
    assert not (tmp_path / "opt").exists()
    assert ansible("artifact", sent).data["changed"] is True
    assert os.access(target / "bin/kafka", os.X_OK)
    again = ansible("artifact", asked).data
    assert (again["changed"], again["installed"], again["needs_src"]) == (False, True, False)


def killed(ansible: Any, sent: dict[str, str], target: Path, seen: int) -> bool:
    """Kill a run once it has unpacked some jars, and return whether that was before its end."""
    with subprocess.Popen(
        ansible.command("artifact", sent), env=ansible.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as controller:
        while len(list(target.parent.glob(".hiera-kafka.*/libs/*"))) < seen:
            if controller.poll() is not None:
                assert controller.returncode == 0
                return False
            time.sleep(0.001)
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and mentions(process, str(ansible.work)):
                os.kill(int(process.name), 9)
        controller.communicate()
    return not target.exists()


@pytest.mark.parametrize("seen", [1, 30])
def test_a_killed_run_leaves_no_release_and_the_next_run_installs_it(ansible: Any, tmp_path: Path, seen: int) -> None:
    target = tmp_path / "opt/kafka/3.9.2"
    files = {f"libs/{number}.jar": bytes([number]) * 400_000 for number in range(200)}
    sent = {**tar_of(tmp_path / "a.tar", files), "path": str(target), "root": str(tmp_path)}
    while not killed(ansible, sent, target, seen):
        shutil.rmtree(target)  # it was done before anybody looked
    assert ansible("artifact", sent).data["changed"] is True
    assert {path.name: path.read_bytes() for path in (target / "libs").iterdir()} == {
        name.removeprefix("libs/"): data for name, data in files.items()
    }
    assert [place.name for place in target.parent.iterdir()] == ["3.9.2"]


def mentions(process: Path, mark: str) -> bool:
    """Return whether the environment of a process, as far as it can be read, names the directory `mark`."""
    try:
        return mark.encode() in (process / "environ").read_bytes()
    except OSError:
        return False
