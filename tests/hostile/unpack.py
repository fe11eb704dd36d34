"""Unpacks one archive within bounds of memory and time: `unpack.py control-node|host ARCHIVE` prints a word.

It runs in a process of its own, since what it unpacks is made to end a process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

MEMORY, SECONDS = 256 * 2**20, 20


def on_control_node(archive: Path, directory: Path) -> str:
    from hiera_kafka.dist import tarball
    from hiera_kafka.errors import DistError

    try:
        return f"{len(tarball.unpack(archive, directory))} files"
    except DistError as error:
        return error.diagnostics[0].id


def on_host(archive: Path, directory: Path) -> str:
    from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import unpack
    from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

    try:
        with archive.open("rb") as stream:
            unpack.unpack(stream, directory, manifest_sha256="0" * 64, uid=-1, gid=-1)
    except ProblemError as error:
        return error.problems[0].id
    return "unpacked"


if __name__ == "__main__":
    work = {"control-node": on_control_node, "host": on_host}[sys.argv[1]]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(work(Path(sys.argv[2]), Path(name)) + "\n")
