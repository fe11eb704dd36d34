"""The files of one Kafka or ZooKeeper process: its options, and what its data directories are marked with."""

from __future__ import annotations

import contextlib
import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption import option_files
from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

_MOST_DIRECTORIES = 64
_FILE_OPTIONS = ("--consumer.config", "--producer.config")
_META = ("broker.id", "cluster.id", "directory.id", "node.id", "version")
_MEMBER = re.compile(r"(server|group|weight)\.[0-9]+")


@dataclass(frozen=True)
class Reader:
    """Who a process is, so that root reads for it only what it may read itself.

    Everybody may start a program that looks like a broker whose settings are somebody's private key.
    """

    uid: int
    gids: frozenset[int]

    @classmethod
    def of(cls, home: Path) -> Reader:
        """Return who the process of a directory of /proc is."""
        ids = {"Uid": [-1, -1], "Gid": [-1, -1], "Groups": []}
        for line in (home / "status").read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name in ids:
                ids[name] = [int(word) for word in value.split()]
        return cls(ids["Uid"][1], frozenset((ids["Gid"][1], *ids["Groups"])))

    def may_read(self, status: os.stat_result) -> bool:
        """Return whether the process may read a file by its mode."""
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o400)
        return self.uid == 0 or bool(status.st_mode & (0o040 if status.st_gid in self.gids else 0o004))


def read(entry: dict[str, Any], reader: Reader, arguments: Sequence[str], cwd: str, names: Collection[str]) -> None:
    """Note what the files of a process say in its entry, whose form `services` has.

    Args:
        entry: Has `kind`.
        reader: Who the process is.
        arguments: Of its main class.
        cwd: Its working directory.
        names: Options whose values are no secrets.

    Raises:
        ProblemError: A file is none that is read, such as a link of somebody else.
        OSError: A file cannot be read.
    """
    path = _file(entry["kind"], arguments)
    if path is None:
        entry["detail"] = "its command line names no file"
        return
    entry["file"] = path = absolute(path, cwd)
    with untrusted.opened(path) as stream:
        status = os.fstat(stream.fileno())
        content = stream.read(untrusted.SMALL + 1) if reader.may_read(status) else None
    if content is None or len(content) > untrusted.SMALL:
        why = "the process itself may not" if content is None else f"it has more than {untrusted.SMALL} bytes"
        entry["detail"] = f"{path} is not read: {why}"
        return
    entry["changed"] = status.st_mtime
    options = option_files.parse(content.decode(errors="replace"))
    overrides = dict(_overrides(arguments)) if entry["kind"] == "broker" else {}
    entry["options"] = option_files.shown(options, names)
    entry["overrides"] = option_files.shown(overrides, names)
    if entry["kind"] == "broker":
        both = {**options, **overrides}
        value = both.get("log.dirs") or both.get("log.dir") or "/tmp/kafka-logs"  # noqa: S108  # Kafka's default
        paths = [absolute(part.strip(), cwd) for part in value.split(",") if part.strip()]
        entry["data"] = [_meta(part) for part in paths[:_MOST_DIRECTORIES]]
    elif entry["kind"] == "zookeeper":
        _read_zookeeper(entry, options, cwd)


def absolute(path: str, cwd: str) -> str:
    """Return a path of a process whose working directory is `cwd`."""
    return posixpath.normpath(path if path.startswith("/") else f"{cwd}/{path}")


@contextlib.contextmanager
def noted(entry: dict[str, Any]) -> Iterator[None]:
    """Note in `detail` why a file could not be read."""
    try:
        yield
    except ProblemError as error:
        entry["detail"] = one_line("; ".join(problem.message for problem in error.problems))
    except OSError as error:
        entry["detail"] = one_line(f"{error.filename or 'a file'}: {error.strerror}")


def _read_zookeeper(entry: dict[str, Any], options: Mapping[str, str], cwd: str) -> None:
    entry["options"].update(_members(options))
    dynamic = options.get("dynamicConfigFile")
    if dynamic:
        entry["options"].update(_members(option_files.parse(untrusted.read_text(absolute(dynamic, cwd)))))
    directory = options.get("dataDir")
    if directory:
        with contextlib.suppress(FileNotFoundError):
            text = untrusted.read_text(absolute(f"{directory}/myid", cwd)).strip()
            entry["myid"] = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _members(options: Mapping[str, str]) -> dict[str, str | None]:
    """Return the lines of members, which no list of names could have."""
    found = {name: value for name, value in options.items() if _MEMBER.fullmatch(name)}
    return option_files.shown(found, found)


def _meta(path: str) -> dict[str, Any]:
    found: dict[str, Any] = {"path": path, "properties": {}, "detail": ""}
    with noted(found):
        properties = option_files.parse(untrusted.read_text(f"{path}/meta.properties"))
        found["properties"] = {name: properties[name][:100] for name in _META if name in properties}
    return found


def _file(kind: str, arguments: Sequence[str]) -> str | None:
    """Return the file of settings among the arguments of a main class."""
    for option in _FILE_OPTIONS:
        if option in arguments[:-1]:
            return arguments[arguments.index(option) + 1]
    # A standalone ZooKeeper may be given its port and directory instead.
    if not arguments or arguments[0].startswith("-") or (kind == "zookeeper" and arguments[0].isdecimal()):
        return None
    return arguments[0]


def _overrides(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what `--override NAME=VALUE` puts in place of what the file of a broker says."""
    rest = iter(arguments[1:])
    for word in rest:
        option, _, value = word.partition("=")
        if option == "--override":
            name, _, text = (value or next(rest, "")).partition("=")
            yield name, text
