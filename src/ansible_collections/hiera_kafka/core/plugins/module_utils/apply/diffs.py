"""What `--diff` shows of a change; contents that may be secret are masked."""

from __future__ import annotations

from typing import TypedDict

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line, printable
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Attributes, Found
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import group_name, user_name

MASK = "********"
_SHOWN_LIMIT = 256 * 1024


class Diff(TypedDict):
    """One entry of a module's `diff`, in Ansible's form."""

    before_header: str
    after_header: str
    before: str
    after: str


def of(path: str, before: str, after: str) -> Diff:
    """Return the entry for a change of `path`; what a terminal would obey is shown as an escape."""
    header = one_line(path)
    return Diff(before_header=header, after_header=header, before=printable(before), after=printable(after))


def of_content(path: str, found: Found, content: bytes, *, secret: bool) -> Diff:
    """Return the entry for a file's content, with only the fact of a change where either side may be secret.

    What lies on the host counts as secret when not everybody may read it: the data may have dropped a secret that is
    still in the file.
    """
    before, after = "", MASK + " (new)\n" if secret else _shown(content)
    if found.kind == "link":
        before = f"symbolic link to {one_line(str(found.target))}\n"
    elif found.kind == "file":
        hidden = secret or not found.mode & 0o004
        before = f"{MASK} (old)\n" if hidden or found.content is None else _shown(found.content)
    return of(path, before, after)


def of_attributes(path: str, present: Attributes, *, owner: str, group: str, mode: int) -> Diff:
    """Return the entry for a change of owner or mode."""
    before = f"{user_name(present.uid)}:{group_name(present.gid)} {present.mode:04o}\n"
    return of(f"{path} (owner and mode)", before, f"{owner}:{group} {mode:04o}\n")


def _shown(content: bytes) -> str:
    if len(content) > _SHOWN_LIMIT or b"\0" in content:
        return f"({len(content)} bytes)\n"
    return content.decode(errors="replace")
