"""Names of files as reports show them."""

from __future__ import annotations

import os
from urllib.parse import quote

from hiera_kafka.errors import Position


def shown(position: Position, base: str) -> str:
    """Return the name of a file relative to `base`, absolute when it lies elsewhere."""
    relative = os.path.relpath(position.file, base)
    return position.file if relative.startswith("..") else relative


def uri(position: Position, base: str) -> str:
    """Return the same as a URI reference, which has no blanks."""
    return quote(os.fsencode(shown(position, base)))
