"""The Java that services are to use: whether it is there, new enough, and fit to be run.

Its path comes from the data, and what is run here is run with root's rights at first. So nothing is run that another
than root could have put there or could exchange, and what is run has no more rights than the service will have.
"""

from __future__ import annotations

import os
import pwd
import re
import stat
import subprocess
from collections import deque
from collections.abc import Collection
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError

_JAVA_S = 30.0
_MAX_LINKS = 40
"""Links on the way to a file, as the kernel has it."""
_NOBODY = "nobody"
# `openjdk version "17.0.15" 2025-04-15`, and `java version "1.8.0_402"` of Java 8 and older.
_JAVA_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
_MAJOR = re.compile(r"(?:1\.)?(\d+)")
_RELEASED = re.compile(r'^JAVA_VERSION="(?P<version>[^"\n]{1,64})"$', re.MULTILINE)
_HINT = "apt install default-jre-headless, or set the data's java home to one that is there"


def check_java(java_home: str, minimum: int, run_as: str | None = None, *, proven: bool = False) -> list[Problem]:
    """Return whether the Java that services are to use is missing, broken, too old or not to be trusted.

    Args:
        java_home: Its directory.
        minimum: Lowest major version.
        run_as: User that the services run as on a host, where only root may have put it there; that user need not
            exist yet. None is for services that belong to the caller, who may have put it there as well.
        proven: Whether services of the host run already. Starting a JVM takes longer than all else that is looked at;
            then the file in which it says its version is enough, where it has one.
    """
    version = version_of(java_home, run_as, proven=proven)
    if isinstance(version, Problem):
        return [version]
    if int(version) < minimum:
        message = f"{java_home}/bin/java is Java {version}, needed is {minimum} or later"
        return [Problem("java-too-old", message, hint=_HINT)]
    return []


def released(java_home: str) -> str | None:
    """Return the version that a Java says of itself in its file `release`, None where it has none that says one."""
    try:
        found = _RELEASED.search(untrusted.read_text(f"{java_home}/release"))
    except (OSError, ProblemError):
        return None
    return found["version"] if found else None


def version_of(java_home: str, run_as: str | None = None, *, proven: bool = False) -> str | Problem:
    """Return the major version that a Java says it has, or what keeps it from being run; see `check_java`."""
    program = f"{java_home}/bin/java"
    trusted = {0} if run_as is not None else {0, os.geteuid(), *_said_sudo()}
    changeable = _changeable(program, trusted)
    if changeable is not None:
        return changeable
    said = _MAJOR.match(released(java_home) or "") if proven and os.access(program, os.X_OK) else None
    if said is not None:
        return said[1]
    try:
        done = subprocess.run(  # noqa: S603  # the program that the services run, with a fixed argument
            [program, "-version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_JAVA_S,
            check=False,
            stdin=subprocess.DEVNULL,
            **_without_rights(run_as),
        )
    except subprocess.TimeoutExpired:
        return Problem("java-not-found", f"`{program} -version` did not end within {_JAVA_S:.0f} s", hint=_HINT)
    except OSError as error:
        return Problem("java-not-found", f"{program} does not run: {error.strerror}", hint=_HINT)
    output = done.stderr + done.stdout
    version = _JAVA_VERSION.search(output)
    if done.returncode != 0 or version is None:
        words = output.strip().partition("\n")[0] or "it printed nothing"
        message = f"`{program} -version` ended with {done.returncode}: {words}"
        return Problem("java-not-found", message, hint=_HINT)
    return version[1]


def _said_sudo() -> set[int]:
    said = os.environ.get("SUDO_UID", "") if os.geteuid() == 0 else ""
    return {int(said)} if said.isdecimal() else set()


def _without_rights(run_as: str | None) -> dict[str, Any]:
    """Return how a program is started as a service user, or as nobody while there is none; as the caller else."""
    if run_as is None or os.geteuid() != 0:
        return {}
    names = [entry.pw_name for entry in pwd.getpwall()]
    user = pwd.getpwnam(run_as if run_as in names else _NOBODY)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _changeable(path: str, trusted: Collection[int]) -> Problem | None:
    """Return who else could put another program at `path`, of all files and directories that lead to it."""
    names = deque(path.split("/"))
    place, links = "/", 0
    while True:
        try:
            status = os.lstat(place)
        except OSError:
            return None  # running it says what is wrong
        reason = _changed_by(status, trusted)
        if reason is not None:
            message = f"{path} is not run: {place} {reason}, who could put another program there"
            return Problem(
                "java-not-trusted",
                message,
                note="nothing was run",
                hint=f"make it root's: chown root:root {place} && chmod go-w {place}; look at what is in it first",
            )
        if stat.S_ISLNK(status.st_mode):
            links += 1
            target = os.readlink(place)  # noqa: PTH115  # the text of the link, not where it leads
            names.extendleft(reversed(target.split("/")))
            place = "/" if target.startswith("/") else os.path.dirname(place)  # noqa: PTH120  # text
        while names and names[0] in {"", "."}:
            names.popleft()
        if not names or links > _MAX_LINKS:
            return None
        name = names.popleft()
        place = os.path.dirname(place) if name == ".." else os.path.join(place, name)  # noqa: PTH118,PTH120  # text


def _changed_by(status: os.stat_result, trusted: Collection[int]) -> str | None:
    if status.st_uid not in trusted:
        return f"belongs to the user {_name_of(status.st_uid)}"
    if stat.S_ISLNK(status.st_mode):
        return None
    # In a directory such as /tmp only the owner of a file may exchange it, and owners were looked at.
    if status.st_mode & stat.S_IWOTH and not status.st_mode & stat.S_ISVTX:
        return "may be written by every user"
    # The group of a user's own files is theirs; of root's files on a host it may be a service's.
    if status.st_mode & stat.S_IWGRP and status.st_gid != 0 and trusted == {0} and not status.st_mode & stat.S_ISVTX:
        return f"may be written by the group {status.st_gid}"
    return None


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
