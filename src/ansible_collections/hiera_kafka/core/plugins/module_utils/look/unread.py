"""Keeps what cannot be read from stopping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError, of_os_error

_T = TypeVar("_T")


class Unread:
    """What could not be read.

    Attributes:
        reasons: Fact, or `fact item`, to why.
    """

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def guarded(self, what: str, read: Callable[[], _T]) -> _T | None:
        """Return what `read` returns; None, with the reason noted, where that cannot be read."""
        try:
            return read()
        except ProblemError as error:
            self.reasons[what] = "; ".join(problem.message for problem in error.problems)
        except OSError as error:
            self.reasons[what] = of_os_error(error).message
        except ValueError as error:  # a file of the kernel, or an answer, in a form that is not known
            self.reasons[what] = f"it cannot be understood: {error}"
        return None

    def each(self, fact: str, items: Iterable[str], read: Callable[[str], Any]) -> dict[str, Any]:
        """Return what `read` returns for each item, by the item; without those that cannot be read."""
        missing = object()
        values = {item: self._one(f"{fact} {item}", read, item, missing) for item in items}
        return {item: value for item, value in values.items() if value is not missing}

    def _one(self, what: str, read: Callable[[str], Any], item: str, missing: object) -> Any:
        value = self.guarded(what, lambda: [read(item)])
        return missing if value is None else value[0]
