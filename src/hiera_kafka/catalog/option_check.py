"""Checks every setting of a catalog's files against the options of the version that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hiera_kafka.catalog.resources import Catalog, File, Setting
from hiera_kafka.catalog.written_values import plain_text
from hiera_kafka.errors import Diagnostic, Severity
from hiera_kafka.kafka_options import OptionKind, OptionProblem, check
from hiera_kafka.source import OriginKind

_HIDDEN = "a value that is not shown"


def check_options(catalog: Catalog, *, lenient: bool = False) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the settings of a catalog, each at the place in the data that it comes from.

    Args:
        catalog: What a host must be.
        lenient: Whether errors are warnings: a dialect that writes what Puppet writes does not refuse them.
    """
    found = (diagnostic for file in catalog.files() for diagnostic in _of_file(file, lenient=lenient))
    return tuple(dict.fromkeys(found))


def _of_file(file: File, *, lenient: bool) -> Iterator[Diagnostic]:
    if file.options is None:
        return
    for setting in file.settings():
        of = file.options.of(setting.name)
        if of is None:
            continue
        kind, name = OptionKind(of[0]), of[1]
        value = setting.value
        text = plain_text(value.data)
        findings = _check(kind, file.options.version, name, text, value.secret)
        if any(finding.id == "option-unknown" for finding in findings):
            findings = check(kind, file.options.version, name, text, others=_others(file))
        for finding in findings:
            # What we write by ourselves is right for the version it is written for; only the data can do better.
            if finding.level is Severity.ERROR or value.origin.kind is OriginKind.DATA:
                yield _diagnostic(finding, setting, lenient=lenient)


# Brokers of a site share nearly all of their settings.
@lru_cache(maxsize=4096)
def _check(kind: OptionKind, version: str, name: str, text: str, secret: bool) -> tuple[OptionProblem, ...]:
    return check(kind, version, name, text, shown=_HIDDEN if secret else None)


def _others(file: File) -> dict[str, str]:
    return {setting.name: plain_text(setting.value.data) for setting in file.settings() if not setting.value.secret}


def _diagnostic(finding: OptionProblem, setting: Setting, *, lenient: bool) -> Diagnostic:
    return Diagnostic(
        finding.id,
        finding.message,
        where=setting.value.origin.positions()[:1],
        note=finding.note,
        hint=finding.hint,
        level=Severity.WARNING if lenient and finding.level is Severity.ERROR else finding.level,
    )
