"""What another user of a host plants does not lead root elsewhere, and does not stop its runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.release import Release
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import Status
from lib import second_user
from lib.known_services import Known

# A run that hangs is red as well.
pytestmark = pytest.mark.timeout(100)


class Converged(Known):
    """A process manager whose services are enabled with the definitions that lie there."""

    def stale_definitions(self, names: Sequence[str]) -> bool:
        return False

    def apply_definitions(self) -> None:
        """Do nothing: nobody starts what is defined."""

    def enabled(self, name: str) -> bool:
        return True


@pytest.fixture
def root() -> Iterator[Path]:
    """A directory that stands for a host's `/`, and that every user may enter."""
    with second_user.open_directory() as place:
        yield place


def converge(root: Path, *, check: bool = False, **resources: Any) -> dict[str, Any]:
    """Apply a bundle of a service that runs as the other user, as root does it on a host."""
    user = {"name": second_user.NAME, "comment": "", "home": "/nonexistent", "uid": None}
    bundle = {"format": 1, "host": "k1", "section": "kafka", "root": str(root), "service_manager": "systemd"}
    text = json.dumps({**bundle, "users": [user], **resources}).encode()
    return Application(bundle_format.parse(text), Converged(kafka=Status("running", 1))).run(check=check)


def file(path: Path) -> dict[str, Any]:
    return {"path": str(path), "owner": "root", "group": "root", "mode": "0644", "content": "x\n"}


@contextmanager
def locked_by_another_user(directory: Path) -> Iterator[None]:
    """Hold a lock on a directory as another user, for as long as the block lasts."""
    hold = 'exec 9<"$1" && flock --nonblock 9 && echo held && exec cat'
    uid = second_user.user_id()
    with subprocess.Popen(
        ["sh", "-c", hold, "sh", directory],
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate("")


def test_a_lock_of_another_user_on_the_root_directory_stops_no_run(root: Path) -> None:
    with locked_by_another_user(root):
        assert converge(root, files=[file(root / "etc/a")])["changed"] is True


def test_a_lock_of_another_user_on_the_directory_of_releases_stops_no_run(root: Path) -> None:
    releases = root / "opt/kafka"
    releases.mkdir(parents=True)
    release = Release(releases / "kafka-3.9.2", "0" * 64, root=str(root))
    with locked_by_another_user(releases), pytest.raises(Exception, match="artifact-missing"):
        # It comes as far as looking for the release, which only the holder of the lock does.
        release.install(root / "no.tar", "0" * 64)


def test_another_user_cannot_reach_the_locks(root: Path) -> None:
    converge(root, files=[file(root / "etc/a")])
    done = second_user.run(["flock", "--nonblock", root / "run/hiera-kafka/host", "true"], check=False)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr
