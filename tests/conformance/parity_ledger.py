"""Writes the ledger: how much was compared, what is waived and why, and what is different."""

from __future__ import annotations

from collections import Counter

from conformance.parity_tally import WAIVERS, Tally

_SHOWN = 40
_HEAD = """\
# Parity with Puppet

`make parity` writes this page. It compiles every host of which there is a record of a real compilation, by Puppet 7.23
with Wikimedia's manifests of October 2024, and compares all that the record holds with what is made here, in both
directions: what one side has and the other has not is a difference. Types count, and so does the order of settings and
of list items. Where a record holds a digest alone, digests are compared.

What a class received is compared as well, but for the names of Puppet's templates. Puppet leaves some modes open; then
those of umask 022 count. It lets whoever may read a directory enter it.
"""


def ledger(tally: Tally, outcomes: Counter[str]) -> str:
    """Return the page."""
    different = Counter((each.kind, each.aspect) for each in tally.differences)
    waived = Counter[tuple[str, str]]()
    for (_, kind, aspect), count in tally.waived.items():
        waived[kind, aspect] += count
    total = sum(tally.compared.values())
    equal = total - sum(waived.values()) - len(tally.differences)
    counts = f"{equal:,} equal, {sum(waived.values()):,} waived, {len(tally.differences):,} different"
    page = [
        _HEAD,
        f"- {outcomes['ok']} hosts that Puppet compiles, {outcomes['error']} that it refuses",
        f"- {total:,} comparisons: {counts}",
        "",
        "## What is compared",
        "",
        "| what | of it | compared | waived | different |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    page += [
        f"| {kind} | {aspect} | {count:,} | {waived[kind, aspect] or ''} | {different[kind, aspect] or ''} |"
        for (kind, aspect), count in sorted(tally.compared.items())
    ]
    page += ["", "## What is waived", "", "| rule | why | differences |", "| --- | --- | ---: |"]
    for waiver in WAIVERS:
        count = sum(n for (name, _, _), n in tally.waived.items() if name == waiver.name)
        page.append(f"| {waiver.name} | {waiver.reason} | {count:,} |")
    page += ["", "## What is different", ""]
    page += [f"- `{each.text()}`" for each in tally.differences[:_SHOWN]] or ["Nothing."]
    if len(tally.differences) > _SHOWN:
        page.append(f"- and {len(tally.differences) - _SHOWN:,} more")
    return "\n".join([*page, ""])
