"""Has a host forget what it remembers of itself, or of a member of its clusters; only records, never data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks, placed


def forget(root: str, host: str, services: Collection[str], *, here: bool, check: bool) -> list[str]:
    """Return what was forgotten, or with `check` would be: a record by its path, a member by that and its name.

    Args:
        root: Directory that stands for the `/` of the host that this runs on.
        host: Who is forgotten.
        services: Of which services; all if empty.
        here: Whether that is the host that this runs on: then its records are removed, damaged ones too. On others it
            is a member that is forgotten.
        check: Whether nothing is to be written.

    Raises:
        ProblemError: A record is of a later release; on another host, one is none.
    """
    if not placed.services(root):
        return []  # without making the directory of locks where no run of ours has ever been
    with locks.held(root, check=check):
        placed.require_known(root)
        meant = [name for name in placed.services(root) if not services or name in services]
        if here:
            return [placed.path(root, name) for name in meant if check or placed.remove(root, name)]
        found = []
        for name in meant:
            record = placed.read(root, name)
            if record is None or host not in record.members:
                continue
            if not check:
                members = {member: one for member, one in record.members.items() if member != host}
                placed.write(root, replace(record, members=members))
            found.append(f"{placed.path(root, name)}: {host}")
        return found
