"""How a failure is recognised by the words of a log."""

from __future__ import annotations

import re
from dataclasses import dataclass

CORRECT = "correct the option in the data, then run again"
"""What to do about an option."""
DIRECTORIES = "log.dirs log.dir dataDir"
"""Options that say where data lies."""


@dataclass(frozen=True)
class Symptom:
    """One failure, as one version or another words it.

    Attributes:
        id: Of the cause.
        pattern: Finds it in an entry; its groups are named. `option` is the option that it is about, `value` a text
            that the option's value has in it.
        message: One line, with the names of groups in braces.
        hint: What to do.
        options: Names of the option where the log does not name it.
        detail: Finds in an entry before what the entry itself does not say; None where it says all.
        detailed: The message with the groups of both.
    """

    id: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    options: tuple[str, ...] = ()
    detail: re.Pattern[str] | None = None
    detailed: str = ""


def symptom(
    id_: str, pattern: str, message: str, hint: str, options: str = "", *, detail: str = "", detailed: str = ""
) -> Symptom:
    """Return a symptom; patterns are regular expressions, names of options stand between blanks."""
    found = re.compile(detail) if detail else None
    return Symptom(id_, re.compile(pattern), message, hint, tuple(options.split()), found, detailed)
