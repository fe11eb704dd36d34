"""Names and numbers of users and groups of this host."""

from __future__ import annotations

import grp
import pwd

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError


def user_id(name: str) -> int:
    """Return the id of the user `name`, which may be a number."""
    try:
        return int(name) if name.isdecimal() else pwd.getpwnam(name).pw_uid
    except KeyError:
        raise _unknown("user", name) from None


def group_id(name: str) -> int:
    """Return the id of the group `name`, which may be a number."""
    try:
        return int(name) if name.isdecimal() else grp.getgrnam(name).gr_gid
    except KeyError:
        raise _unknown("group", name) from None


def user_name(uid: int) -> str:
    """Return the name of a user, its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def group_name(gid: int) -> str:
    """Return the name of a group, its number where it has none."""
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def _unknown(kind: str, name: str) -> ProblemError:
    return ProblemError(
        Problem(
            "owner-unknown",
            f"{kind} {name} does not exist on this host",
            hint="the section that uses it must list it under users",
        )
    )
