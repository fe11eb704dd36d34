"""Every Kafka and ZooKeeper process of a host, with what its files say; nothing is changed, and no secret is shown.

The answer is a list, one entry a process:

    {"kind": "broker", "pid": 4711, "since": 1767225600.0, "user": "kafka", "unit": "kafka-prod.service",
     "release": "3.9.1", "home": "/opt/kafka_2.13-3.9.1", "java": "/usr/lib/jvm/java-17", "java_version": "17.0.15",
     "command": {"heap": {"Xms": "1g", "Xmx": "1g"}, "flags": [...], "jmx_port": 9999, "logging": PATH, "login": PATH,
                 "agents": [PATH], "properties": [NAME]},
     "open_files": 65536, "file": PATH, "changed": 1767225500.0, "options": {NAME: VALUE or None},
     "overrides": {NAME: VALUE or None}, "data": [{"path": PATH, "properties": {NAME: VALUE}, "detail": ""}],
     "myid": 1, "detail": ""}

What could not be read is None or empty, and `detail` says why.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption import java_commands, service_files
from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption.service_files import Reader
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import processes, untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

KINDS = {
    "kafka.Kafka": "broker",
    "org.apache.zookeeper.server.quorum.QuorumPeerMain": "zookeeper",
    "org.apache.zookeeper.server.ZooKeeperServerMain": "zookeeper",
    "org.apache.kafka.connect.cli.ConnectDistributed": "connect",
    "org.apache.kafka.connect.cli.ConnectStandalone": "connect",
    "org.apache.kafka.connect.mirror.MirrorMaker": "mirror-maker",
    "kafka.tools.MirrorMaker": "mirror-maker",
}
"""Main class to what it is."""
MOST = 32
"""Processes that are told of."""
_MOST_WORDS = 512 * 1024
_PROC = Path("/proc")
_JARS = {"broker": re.compile(r"kafka_[0-9.]+-(.+)\.jar"), "zookeeper": re.compile(r"zookeeper-([0-9].*)\.jar")}
_JAVA_VERSION = re.compile(r'^JAVA_VERSION="([^"]*)"', re.MULTILINE)
_OPEN_FILES = re.compile(r"^Max open files\s+(\S+)", re.MULTILINE)


def services(names: Mapping[str, Collection[str]], proc: Path = _PROC) -> list[dict[str, Any]]:
    """Return what runs, by process id.

    Args:
        names: Kind to the options of its file whose values are no secrets; of all others the names alone are told.
        proc: Where the kernel shows processes.
    """
    found = []
    for pid in sorted(int(entry.name) for entry in proc.iterdir() if entry.name.isdecimal()):
        # Processes end while they are looked at.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = _command(proc / str(pid))
            if command is not None and command.main in KINDS:
                found.append(_service(pid, command, names, proc))
        if len(found) == MOST:
            break
    return found


def _command(home: Path) -> java_commands.JavaCommand | None:
    with (home / "cmdline").open("rb") as stream:
        words = stream.read(_MOST_WORDS).rstrip(b"\0").split(b"\0")
    return java_commands.parse([word.decode(errors="replace") for word in words])


def _service(
    pid: int, command: java_commands.JavaCommand, names: Mapping[str, Collection[str]], proc: Path
) -> dict[str, Any]:
    home = proc / str(pid)
    kind = KINDS[command.main]
    entry: dict[str, Any] = {
        "kind": kind,
        "pid": pid,
        "since": processes.started(pid, proc),
        "user": user_name(home.stat().st_uid),
        "unit": processes.unit(pid, proc),
        "command": _shown(command),
        "open_files": _open_files(home),
        "data": [],
        "options": {},
        "overrides": {},
        "detail": "",
        **dict.fromkeys(("release", "home", "java", "java_version", "file", "changed", "myid")),
    }
    try:
        links = {name: os.readlink(home / name) for name in ("exe", "cwd")}  # noqa: PTH115  # text of the links
        elsewhere = _is_elsewhere(home)
    except PermissionError:
        return {**entry, "detail": f"only root and {entry['user']} may look at the process"}
    entry["release"], entry["home"] = _release(kind, command, home, links["cwd"])
    if elsewhere:
        return {**entry, "detail": "it runs in a container, whose files are not read"}
    entry["java"] = os.path.dirname(os.path.dirname(links["exe"]))  # noqa: PTH120  # text
    entry["java_version"] = _java_version(entry["java"])
    with service_files.noted(entry):
        service_files.read(entry, Reader.of(home), command.arguments, links["cwd"], names.get(kind, ()))
    return entry


def _shown(command: java_commands.JavaCommand) -> dict[str, Any]:
    return {
        "heap": command.heap,
        "flags": command.flags,
        "jmx_port": command.jmx_port,
        "logging": command.logging,
        "login": command.login,
        "agents": command.agents,
        "properties": command.properties,
    }


def _is_elsewhere(home: Path) -> bool:
    own, theirs = Path("/").stat(), (home / "root").stat()
    return (own.st_dev, own.st_ino) != (theirs.st_dev, theirs.st_ino)


def _open_files(home: Path) -> int | None:
    """Return the soft limit of open files; None where there is none, or it cannot be seen."""
    with contextlib.suppress(OSError):
        match = _OPEN_FILES.search((home / "limits").read_text(encoding="ascii", errors="replace"))
        if match is not None and match[1].isdecimal():
            return int(match[1])
    return None


def _release(kind: str, command: java_commands.JavaCommand, home: Path, cwd: str) -> tuple[str | None, str | None]:
    """Return the release of the jar that the process runs from, and the directory above that of its jars.

    The files that it has open tell more than its class path, which need not name jars, and says what lies there by now.
    """
    pattern = _JARS.get(kind, _JARS["broker"])
    opened = []
    with contextlib.suppress(OSError):
        for entry in (home / "fd").iterdir():
            with contextlib.suppress(OSError):
                opened.append(os.readlink(entry))  # noqa: PTH115  # text of the link
    for path in (*opened, *(service_files.absolute(part, cwd) for part in command.class_path)):
        # What was deleted while it is open has that said behind its name.
        whole = path[: -len(" (deleted)")] if path.endswith(" (deleted)") else path
        directory, _, name = whole.rpartition("/")
        match = pattern.fullmatch(name)
        if match is not None:
            return match[1], posixpath.dirname(directory)
    return None, None


def _java_version(java_home: str) -> str | None:
    with contextlib.suppress(FileNotFoundError, PermissionError, ProblemError):
        match = _JAVA_VERSION.search(untrusted.read_text(f"{java_home}/release"))
        return match[1] if match is not None else None
    return None
