"""A difference as people read it: text for a terminal, Markdown for a merge request, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hiera_kafka.plan.changes import Change, ChangeKind
from hiera_kafka.plan.revisions.causes import Cause
from hiera_kafka.plan.revisions.diff import ChangeGroup, Difference
from hiera_kafka.text import one_line

SHOWN_LINES = 12
"""Greatest number of lines shown of each side of a change that is no option."""
_SHOWN_CAUSES = 8
_EFFECTS = (ChangeKind.REFUSED, ChangeKind.RESTART, ChangeKind.UPGRADE)

ChangeWithCauses = tuple[Change, tuple[Cause, ...]]


def summary(found: Difference) -> list[str]:
    """Return what a reviewer must know first, a sentence a line."""
    changed = found.changed()
    lines = []
    if found.skipped:
        lines.append(f"Not compared, since their data has errors: {', '.join(found.skipped)}.")
    if not changed:
        compared = found.hosts - len(found.skipped)
        return [*lines, f"No difference between {found.old} and {found.new} on any of {_hosts(compared)}."]
    added, removed = found.having(ChangeKind.HOST_ADDED), found.having(ChangeKind.HOST_REMOVED)
    stay = len(changed) - len(added) - len(removed)
    if stay:
        lines.append(f"{_hosts(stay)} of {found.hosts} would change.")
    if added:
        lines.append(f"{_hosts(len(added))} would be new: {', '.join(added)}.")
    if removed:
        lines.append(f"{_hosts(len(removed))} would be left alone, still running: {', '.join(removed)}.")
    for service, hosts in found.having(ChangeKind.RESTART).items():
        lines.append(f"Restart pending: {service} on {_hosts(len(hosts))}.")
    for path, hosts in found.having(ChangeKind.UPGRADE).items():
        lines.append(f"Upgrade pending: {path} on {_hosts(len(hosts))}.")
    for guard, hosts in found.having(ChangeKind.REFUSED).items():
        lines.append(f"Refused where there is data already: {guard} on {_hosts(len(hosts))}.")
    return lines


def _hosts(number: int) -> str:
    return f"{number} host" if number == 1 else f"{number} hosts"


def text(found: Difference, base: str) -> str:
    """Return the difference as plain text.

    Args:
        found: The difference.
        base: Directory that names of files are relative to.
    """
    groups = (
        "\n".join([one_line(", ".join(group.hosts)), *_indented(_group(group, base), "  ")]) for group in found.groups
    )
    return "\n\n".join(["\n".join(map(one_line, summary(found))), *groups])


def _indented(lines: Iterator[str], by: str) -> list[str]:
    return [one_line(f"{by}{line}".rstrip()) for line in lines]


def _group(group: ChangeGroup, base: str) -> Iterator[str]:
    file = None
    for change, causes in group.changes:
        if change.kind in {ChangeKind.OPTION, ChangeKind.LINES, ChangeKind.ORDER, ChangeKind.ATTRIBUTES}:
            if change.name != file:
                file = change.name
                yield file
            yield from _indented(_inside(change), "  ")
            yield from _indented(_because(causes, base), "      ")
        else:
            file = None
            yield from _whole(change)
            if change.kind is not ChangeKind.RESTART:
                yield from _indented(_because(causes, base), "    ")


def _inside(change: Change) -> Iterator[str]:
    if change.kind is ChangeKind.OPTION:
        yield f"{change.option}: {_arrow(change)}"
    elif change.kind is ChangeKind.ATTRIBUTES:
        yield f"owner and mode: {_arrow(change)}"
    elif change.kind is ChangeKind.ORDER:
        yield "the same options in another order, or other comments"
    else:
        yield from _lines(change)


def _lines(change: Change) -> Iterator[str]:
    for mark, side in (("-", change.old), ("+", change.new)):
        lines = side.split("\n") if side is not None else []
        yield from (f"{mark} {line}" for line in lines[:SHOWN_LINES])
        if len(lines) > SHOWN_LINES:
            yield f"{mark} ... and {len(lines) - SHOWN_LINES} more lines"
    if change.secret and change.old == change.new:
        yield "  (a secret that is not shown changes)"


def _arrow(change: Change) -> str:
    old, new = (side if side is None else (side or "(empty)") for side in (change.old, change.new))
    if old is None:
        return f"{new} (new)"
    if new is None:
        return f"{old} (removed)"
    return f"{old} -> {new}" if old != new else f"{new} (changes, a secret)"


def _whole(change: Change) -> Iterator[str]:
    words = {
        ChangeKind.HOST_ADDED: "new host",
        ChangeKind.HOST_REMOVED: "host leaves the data",
        ChangeKind.FILE_ADDED: f"{change.name} (new file)",
        ChangeKind.FILE_REMOVED: f"{change.name} (no longer managed)",
        ChangeKind.RESTART: f"restart pending: {change.name}",
    }
    if change.kind in words:
        yield words[change.kind]
    elif change.kind is ChangeKind.REFUSED:
        yield f"refused where there is data already ({change.name}): {_arrow(change)}"
    elif change.kind is ChangeKind.UPGRADE:
        yield f"upgrade pending ({change.name})"
        yield from _indented(_lines(change), "  ")
    else:
        yield f"{change.name}: {_arrow(change)}" if change.old and change.new else f"{change.name}{_only(change)}"


def _only(change: Change) -> str:
    side = change.new if change.old is None else change.old
    return f"{f' {side}' if side else ''} ({'new' if change.old is None else 'no longer managed'})"


def _because(causes: Sequence[Cause], base: str) -> Iterator[str]:
    for cause in causes[:_SHOWN_CAUSES]:
        yield f"{cause.at.text(base)}: {cause.key} {cause.verb}"
    if len(causes) > _SHOWN_CAUSES:
        yield f"... and {len(causes) - _SHOWN_CAUSES} more values"


def markdown(found: Difference, base: str) -> str:
    """Return the difference as Markdown that GitHub and GitLab fold; what is long stands behind a triangle.

    Args:
        found: The difference.
        base: Directory that names of files are relative to.
    """
    title = f"### Blast radius of {_code(one_line(f'{found.old} .. {found.new}'))}"
    parts = [title, "\n".join(f"- {_escaped(one_line(line))}" for line in summary(found))]
    for group in found.groups:
        effects = [change for change, _ in group.changes if change.kind in _EFFECTS]
        words = ", ".join(sorted({f"{change.kind.replace('-', ' ')}: {change.name}" for change in effects}))
        head = f"{_hosts(len(group.hosts))}, {len(group.changes) - len(effects)} changes"
        opened = " open" if len(found.groups) == 1 else ""
        parts += [
            f"<details{opened}><summary>{_html(one_line(f'{head} ({words})' if words else head))}</summary>",
            "\n".join(f"- {_code(one_line(host))}" for host in group.hosts),
            _fenced("\n".join(map(one_line, _group(group, base)))),
            "</details>",
        ]
    return "\n\n".join(parts)


def _html(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped(value: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in value)


def _code(value: str) -> str:
    fence = "`" * (_longest_run(value) + 1)
    return f"{fence} {value} {fence}" if "`" in value else f"{fence}{value}{fence}"


def _fenced(value: str) -> str:
    fence = "`" * max(3, _longest_run(value) + 1)
    return f"{fence}text\n{value}\n{fence}"


def _longest_run(value: str) -> int:
    longest = run = 0
    for character in value:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def data(found: Difference) -> dict[str, Any]:
    """Return the difference as JSON-able builtins."""
    return {
        "old": {"revision": found.old, "commit": found.commits[0]},
        "new": {"revision": found.new, "commit": found.commits[1]},
        "hosts": {
            "all": found.hosts,
            "changed": list(found.changed()),
            "added": list(found.having(ChangeKind.HOST_ADDED)),
            "removed": list(found.having(ChangeKind.HOST_REMOVED)),
            "skipped": list(found.skipped),
        },
        "restarts": {service: list(hosts) for service, hosts in found.having(ChangeKind.RESTART).items()},
        "upgrades": {path: list(hosts) for path, hosts in found.having(ChangeKind.UPGRADE).items()},
        "refused": {guard: list(hosts) for guard, hosts in found.having(ChangeKind.REFUSED).items()},
        "groups": [
            {"hosts": list(group.hosts), "changes": [_change(change, causes) for change, causes in group.changes]}
            for group in found.groups
        ],
    }


def _change(change: Change, causes: Sequence[Cause]) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "name": change.name,
        "option": change.option,
        "old": change.old,
        "new": change.new,
        "secret": change.secret,
        "causes": [
            {
                "file": cause.at.file,
                "line": cause.at.line,
                "column": cause.at.column,
                "key": cause.key,
                "verb": cause.verb,
            }
            for cause in causes
        ],
    }
