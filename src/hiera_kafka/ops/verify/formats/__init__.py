"""Forms of a report: for people, programs, test reports and monitoring systems."""

from __future__ import annotations

import importlib

from hiera_kafka.ops.verify.report import Verdict

FORMATS = ("text", "json", "junit", "nagios")
"""Their names, the one for people first."""

_MODULES = {"json": "json_"}


def render(name: str, verdict: Verdict, base: str, *, strict: bool = False, details: bool = False) -> str:
    """Return a report in one of the formats.

    Args:
        name: One of FORMATS.
        verdict: What was found.
        base: Directory that file names are shown relative to.
        strict: Whether warnings count as failures, where a format has those.
        details: Whether text has all that is well, one by one.
    """
    module = importlib.import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return str(module.render(verdict, base, strict=strict, details=details))
