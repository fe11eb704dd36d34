"""The forms in which findings are written: for people, programs, code scanning, test reports and merge requests."""

from __future__ import annotations

import importlib

from hiera_kafka.lint.runner import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab")
"""Their names, the one for people first."""

_MODULES = {"json": "json_"}


def render(name: str, report: Report, base: str) -> str:
    """Return findings in one of the formats; only that one is loaded, since an editor waits for each run.

    Args:
        name: One of FORMATS.
        report: What was found.
        base: Directory that file names are shown relative to.
    """
    module = importlib.import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return str(module.render(report, base))
