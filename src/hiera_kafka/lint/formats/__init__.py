"""The forms in which findings are written: for people, programs, code scanning, test reports and merge requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hiera_kafka.lint.formats import github, gitlab, json_, junit, sarif, text
from hiera_kafka.lint.runner import Report

Format = Callable[[Report, str], str]
"""Takes what was found and the directory that file names are shown relative to."""

FORMATS: Mapping[str, Format] = {
    "text": text.render,
    "json": json_.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
    "gitlab": gitlab.render,
}
