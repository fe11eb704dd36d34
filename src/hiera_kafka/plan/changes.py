"""How two states of one host differ."""

from __future__ import annotations

import difflib
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hiera_kafka.plan.host_state import FileState, HostState, RenderedLine
from hiera_kafka.plan.placements import Refusal, refusals
from hiera_kafka.source import Origin


class ChangeKind(enum.StrEnum):
    """What a change is a change of, in the order in which changes are reported."""

    HOST_ADDED = "host-added"
    HOST_REMOVED = "host-removed"
    REFUSED = "refused"  # a host that holds data is not changed so: `name` is the guard that says no
    RESOURCE = "resource"  # `name` is its kind and name
    FILE_ADDED = "file-added"
    FILE_REMOVED = "file-removed"
    ATTRIBUTES = "attributes"  # owner, group or mode of a file
    OPTION = "option"
    LINES = "lines"  # other lines than options
    ORDER = "order"  # comments and the order of lines, and nothing else
    RESTART = "restart-pending"  # `name` is the service
    UPGRADE = "upgrade-pending"  # a held file would have another content


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; hosts that share it have equal ones.

    Attributes:
        kind: What changes.
        name: Path of the file, name of the service, guard or resource.
        option: Name of the option, for that kind.
        old: What it was, None where it was not there; secrets are masked.
        new: What it becomes, in the same form.
        secret: Whether `old` and `new` are masked, and may be the same for that reason.
    """

    kind: ChangeKind
    name: str
    option: str | None = None
    old: str | None = None
    new: str | None = None
    secret: bool = False


Changes = dict[Change, tuple[tuple[Origin, ...], tuple[Origin, ...]]]
"""Change to the origins of the old and of the new side."""


def changes_of(old: HostState, new: HostState) -> Changes:
    """Return every difference between two states of one host, each with the origins that it rests on."""
    found: Changes = {}
    for kind, guard in old.guards.items():
        other = new.guards.get(kind)
        if other is not None and other.expected != guard.expected:
            change = Change(ChangeKind.REFUSED, kind, old=", ".join(guard.expected), new=", ".join(other.expected))
            found[change] = ((guard.origin,), (other.origin,))
    found |= map(refused, refusals(old.placements, new.placements))
    for key in sorted(old.resources.keys() | new.resources.keys()):
        before, after = old.resources.get(key), new.resources.get(key)
        if before != after:
            found[Change(ChangeKind.RESOURCE, " ".join(key), old=before, new=after)] = ((), ())
    changed: set[str] = set()
    for path in sorted(old.files.keys() | new.files.keys()):
        more = dict(_file_changes(path, old.files.get(path), new.files.get(path)))
        found |= more
        if any(change.kind in _CONTENT for change in more):
            changed.add(path)
    for service, records in old.records.items():
        pending = changed.intersection((*records, *new.records[service])) if service in new.records else ()
        if pending:
            found[Change(ChangeKind.RESTART, service)] = _origins_of(found, pending)
    return found


def refused(refusal: Refusal) -> tuple[Change, tuple[tuple[Origin, ...], tuple[Origin, ...]]]:
    """Return what hosts with data refuse as a change, with the origins of both sides."""
    id_, was, becomes, before, after = refusal
    return Change(ChangeKind.REFUSED, id_, old=was, new=becomes), (before, after)


_CONTENT = {ChangeKind.FILE_ADDED, ChangeKind.FILE_REMOVED, ChangeKind.OPTION, ChangeKind.LINES, ChangeKind.ORDER}


def _origins_of(found: Changes, paths: Sequence[str] | set[str]) -> tuple[tuple[Origin, ...], tuple[Origin, ...]]:
    sides = [found[change] for change in found if change.kind in _CONTENT and change.name in paths]
    return tuple(o for old, _ in sides for o in old), tuple(o for _, new in sides for o in new)


Item = tuple[Change, tuple[tuple[Origin, ...], tuple[Origin, ...]]]


def _file_changes(path: str, old: FileState | None, new: FileState | None) -> Iterator[Item]:
    if old is None or new is None:
        if new is not None:
            yield Change(ChangeKind.FILE_ADDED, path, new=new.attributes), ((), _all(new.lines))
        elif old is not None:
            yield Change(ChangeKind.FILE_REMOVED, path, old=old.attributes), (_all(old.lines), ())
        return
    if old.attributes != new.attributes:
        # The mode follows from whether there is a secret in it.
        before, after = (_all([line for line in state.lines if line.real != line.shown]) for state in (old, new))
        yield Change(ChangeKind.ATTRIBUTES, path, old=old.attributes, new=new.attributes), (before, after)
    if old.content == new.content or old.text == new.text:
        return
    if new.hold:
        change = Change(ChangeKind.UPGRADE, path, old=_joined(old.lines), new=_joined(new.lines))
        yield change, (_all(old.lines), _all(new.lines))
        return
    yield from _content_changes(path, old.lines, new.lines)


def _content_changes(path: str, old: Sequence[RenderedLine], new: Sequence[RenderedLine]) -> Iterator[Item]:
    before, after = _options(old), _options(new)
    found = False
    for option in sorted(before.keys() | after.keys()):
        was, becomes = before.get(option, []), after.get(option, [])
        if [line.real for line in was] != [line.real for line in becomes]:
            found = True
            secret = any(line.real != line.shown for line in (*was, *becomes))
            change = Change(ChangeKind.OPTION, path, option, _value(was), _value(becomes), secret)
            yield change, (_all(was), _all(becomes))
    removed, added = _moved([line for line in old if _plain(line)], [line for line in new if _plain(line)])
    if removed or added:
        found = True
        secret = any(line.real != line.shown for line in (*removed, *added))
        change = Change(ChangeKind.LINES, path, None, _joined(removed) or None, _joined(added) or None, secret)
        yield change, (_all(removed), _all(added))
    if not found:
        yield Change(ChangeKind.ORDER, path), (_all(old), _all(new))


_OPTION = re.compile(r"(?:export )?(?P<name>[^\s=#;\[\]:{}\"']+)=(?P<value>.*)", re.DOTALL)


def _options(lines: Sequence[RenderedLine]) -> Mapping[str, list[RenderedLine]]:
    """Return the lines that set something, by its name: `name=value` of properties, environment and unit files.

    The name is that of the line as it is shown: what looks like one may be a line of a secret.
    """
    found: dict[str, list[RenderedLine]] = {}
    for line in lines:
        match = _OPTION.fullmatch(line.shown)
        if match:
            found.setdefault(match["name"], []).append(line)
    return found


def _value(lines: Sequence[RenderedLine]) -> str | None:
    """Return the value of an option, the values of one that is set more than once joined by blanks."""
    matches = [_OPTION.fullmatch(line.shown) for line in lines]
    return " ".join(match["value"] for match in matches if match) if lines else None


def _plain(line: RenderedLine) -> bool:
    return not _OPTION.fullmatch(line.shown) and line.real.strip() != "" and line.shown.lstrip()[:1] not in ("#", ";")


def _moved(old: Sequence[RenderedLine], new: Sequence[RenderedLine]) -> tuple[list[RenderedLine], list[RenderedLine]]:
    """Return the lines that go and those that come."""
    removed: list[RenderedLine] = []
    added: list[RenderedLine] = []
    matcher = difflib.SequenceMatcher(None, [line.real for line in old], [line.real for line in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            removed += old[a:b]
            added += new[c:d]
    return removed, added


def _joined(lines: Sequence[RenderedLine]) -> str:
    return "\n".join(line.shown for line in lines).rstrip("\n")


def _all(lines: Sequence[RenderedLine]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for line in lines for origin in line.origins))
