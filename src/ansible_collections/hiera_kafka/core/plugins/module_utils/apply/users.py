"""System users of services, made by the host's own useradd."""

from __future__ import annotations

import grp
import pwd
import subprocess

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import User


def missing(user: User) -> bool:
    """Return whether the user must be made.

    Raises:
        ProblemError: `uid-changed`, when it exists under another id, since its files would change hands.
    """
    try:
        found = pwd.getpwnam(user.name)
    except KeyError:
        return True
    if user.uid is not None and found.pw_uid != user.uid:
        raise ProblemError(
            Problem(
                "uid-changed",
                f"user {user.name} has uid {found.pw_uid} on this host, the data says {user.uid}",
                note="its files belong to the number, not to the name",
                hint=f"keep {found.pw_uid} in the data, or change the user and its files while services are stopped",
            )
        )
    return False


def command(user: User, *, group_exists: bool) -> list[str]:
    """Return the command that makes the user, without login and with a group of its name."""
    return [
        "useradd",
        "--system",
        "--no-create-home",
        *("--home-dir", user.home),
        *("--shell", "/usr/sbin/nologin"),
        *("--comment", user.comment),
        *(("--uid", str(user.uid)) if user.uid is not None else ()),
        *(("--gid", user.name) if group_exists else ("--user-group",)),
        user.name,
    ]


def make(user: User) -> None:
    """Make the user."""
    argv = command(user, group_exists=user.name in {group.gr_name for group in grp.getgrall()})
    done = subprocess.run(argv, capture_output=True, text=True, check=False)  # noqa: S603  # an argument vector; names are checked
    if done.returncode != 0:
        raise ProblemError(
            Problem(
                "not-permitted",
                f"useradd {user.name} ended with {done.returncode}: {done.stderr.strip()}",
                hint="run with become, or make the user by hand",
            )
        )
