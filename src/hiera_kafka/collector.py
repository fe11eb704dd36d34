"""Python's collector of reference cycles, and when it would only be in the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Keep the collector off meanwhile, for work whose objects are all kept and hold no cycles.

    It would go through them again and again as they become more: each host of a large site would take longer to
    compile than one of a small site, and the modules of a command longer to import.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
