"""Where the user's configuration, cache and state lie: the base directories of the XDG specification.

`platformdirs` knows them too, but asks the environment of this process alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_OURS = "hiera-kafka"


def configuration(environ: Mapping[str, str]) -> Path:
    """Return our directory below XDG_CONFIG_HOME, else `~/.config`; it need not exist."""
    return _below(environ, "XDG_CONFIG_HOME", ".config")


def cache(environ: Mapping[str, str]) -> Path:
    """Return our directory below XDG_CACHE_HOME, else `~/.cache`; it need not exist."""
    return _below(environ, "XDG_CACHE_HOME", ".cache")


def state(environ: Mapping[str, str]) -> Path:
    """Return our directory below XDG_STATE_HOME, else `~/.local/state`; it need not exist."""
    return _below(environ, "XDG_STATE_HOME", ".local/state")


def _below(environ: Mapping[str, str], name: str, standard: str) -> Path:
    given = environ.get(name, "")
    # The specification asks that a relative path be ignored: what is found must not depend on the current directory.
    home = Path(given) if given.startswith("/") else Path(environ.get("HOME") or Path.home()) / standard
    return home / _OURS
