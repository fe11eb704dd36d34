"""All checks there are, in the order in which they run."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from hiera_kafka.ops.verify import checks
from hiera_kafka.ops.verify.check import Check


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, those that others rest on first; ids are unique."""
    found: dict[str, Check] = {}
    for module_info in pkgutil.walk_packages(checks.__path__, f"{checks.__name__}."):
        module = importlib.import_module(module_info.name)
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Check) and item.__module__ == module.__name__:
                if item.id in found:
                    raise ValueError(f"two checks are called {item.id}")
                found[item.id] = item()
    return tuple(sorted(found.values(), key=lambda check: (check.order, check.id)))
