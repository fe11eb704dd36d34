"""Addresses as messages show them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def without_credentials(url: str) -> str:
    """Return `url` without user, password, query and fragment, any of which may hold a secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def masked(text: str) -> str:
    """Return what another program wrote, without users and passwords of addresses in it."""
    return _CREDENTIALS.sub("****", text)
