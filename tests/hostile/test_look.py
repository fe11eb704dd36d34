"""What a service plants on its host does not make a look tell secrets, wait for ever, or fail for the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.program import answer, program
from lib.machine import second_user

# A look that hangs is red as well.
pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user, and read what others may not"),
]

SECRET = "root:$6$planted-hash:19000:0:99999:7:::\npassword=planted\n[2026-11-23 16:55:36,000] ERROR planted\n"


@pytest.fixture
def planted() -> Iterator[Path]:
    """A directory of another user, with a secret of root's beside it."""
    with second_user.open_directory() as place:
        (place / "secret").write_text(SECRET)
        (place / "secret").chmod(0o600)
        own = place / "own"
        own.mkdir()
        yield own
        # What is planted is removed with the directory.


def looked(root: Path, **facts: Any) -> tuple[dict[str, Any], str]:
    """Return the facts that a look of root's finds, and all that it printed."""
    request = {"root": str(root), "service_manager": "supervisor", "facts": {"clock": True, **facts}}
    done = subprocess.run(
        [sys.executable, "-I", "-"], input=program(request), capture_output=True, check=True, timeout=40
    )
    found = answer("k1", done.stdout)
    host_seen("k1", found, Exchange(0.0, 1.0))  # reads it, or refuses it
    return found["facts"], done.stdout.decode() + done.stderr.decode()


def give(path: Path) -> None:
    os.chown(path, second_user.user_id(), second_user.user_id(), follow_symlinks=False)


@pytest.mark.parametrize("kind", ["link", "pipe", "endless", "device"])
def test_nothing_that_a_service_puts_in_place_of_its_files_is_followed_or_waited_for(planted: Path, kind: str) -> None:
    names = ("meta.properties", "myid", "kafka.log", "started", "MANIFEST.sha256", "release")
    for name in names:
        path = planted / name
        if kind == "link":
            path.symlink_to(planted.parent / "secret")
        elif kind == "pipe":
            os.mkfifo(path)
        elif kind == "endless":
            path.symlink_to("/dev/zero")
        else:
            os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))
        give(path)
    give(planted)
    at = {name: str(planted / name) for name in names}
    found, printed = looked(
        planted,
        services=[
            {"name": "kafka", "record_file": at["started"], "records": [at["release"]], "logs": [at["kafka.log"]]}
        ],
        errors=3,
        data=[str(planted)],
        releases={str(planted): None},
        held={at["release"]: "KAFKA_HOME=/opt/kafka\n"},
        servers=[{"service": "zookeeper", "address": "127.0.0.1", "port": 1, "myid": at["myid"]}],
        filesystems=[str(planted / "kafka.log")],
    )

    assert "planted" not in printed
    assert found["data"][str(planted)]["properties"] == {}
    assert found["data"][str(planted)]["detail"]
    assert found["releases"] == {str(planted): False}
    assert found["upgrades"] == []
    assert f"held {at['release']}" in found["unread"]
    assert found["servers"][0]["myid"] is None
    service = found["services"]["kafka"]
    assert service["errors"] == []
    assert service["unreadable"]
    assert len(found["filesystems"]) == 1


def test_names_and_values_of_a_service_reach_no_terminal(planted: Path) -> None:
    odd = "\x1b]0;title\x07\u202e"
    (planted / "meta.properties").write_text(f"broker.id={odd}\n{odd}=1\n")
    (planted / "kafka.log").write_text(f"[2026-11-23 16:55:36,000] ERROR {odd} ::error::x\n")
    give(planted)
    request = {
        "data": [str(planted)],
        "errors": 1,
        "services": [{"name": "kafka", "logs": [str(planted / "kafka.log")]}],
    }
    facts, _ = looked(planted, **request)
    seen = host_seen("k1", {"facts": facts}, Exchange(0.0, 1.0))

    (error,) = seen.services["kafka"].errors
    for text in (*seen.data[0].properties, *seen.data[0].properties.values(), error.text):
        assert json.dumps(text).isascii()
        assert not any(character in text for character in "\x1b\x07\u202e")
