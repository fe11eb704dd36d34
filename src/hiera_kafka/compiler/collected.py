"""All that is wrong with the data of an inventory, each thing once."""

from __future__ import annotations

from collections.abc import Iterable

from hiera_kafka.errors import Diagnostic, HieraKafkaError


class Collected(dict[Diagnostic, None]):
    """Diagnostics, each once, in the order in which they were found; as a context it takes those of an error in."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        super().__init__(dict.fromkeys(found))

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Take Diagnostics in."""
        self.update(dict.fromkeys(found))

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> bool:
        if isinstance(error, HieraKafkaError):
            self.add(error.diagnostics)
            return True
        return False
