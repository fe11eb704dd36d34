"""What is different in a file that a run leaves as it is: the release that a service runs from."""

from __future__ import annotations

MASK = "********"


def difference(has: bytes, wants: bytes, *, hidden: bool) -> dict[str, list[str]]:
    """Return the lines that only one side has, as `has` and `wants`.

    Args:
        has: The file.
        wants: The data.
        hidden: Whether its lines may be secret, and so are not shown.
    """
    if hidden:
        return {"has": [MASK], "wants": [MASK]}
    present, wanted = set(has.splitlines()), set(wants.splitlines())
    return {
        "has": sorted(line.decode(errors="replace") for line in present - wanted),
        "wants": sorted(line.decode(errors="replace") for line in wanted - present),
    }
