"""What a monitoring system hears where nothing could be verified."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.formats.nagios import EXIT_CODES
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.text import one_line

UNKNOWN = EXIT_CODES[Status.UNKNOWN]


def failure_line(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return the one line of a plugin that says why it could not do its work."""
    first = diagnostics[0]
    more = f" and {len(diagnostics) - 1} more" if len(diagnostics) > 1 else ""
    return one_line(f"KAFKA UNKNOWN - {first.id}: {first.message}{more}").replace("|", "/")
