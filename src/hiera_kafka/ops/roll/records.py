"""Records that come back from Ansible's variables and from modules, validated where they enter."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from hiera_kafka.errors import Diagnostic, HieraKafkaError

_Record = TypeVar("_Record")
_LONGEST = 80
"""Characters of a wrong value that are shown."""


def read(kind: type[_Record], value: object, what: str) -> _Record:
    """Return a record that is made of plain values; what it has no field for is left out.

    Args:
        kind: A dataclass, or tuples of what they hold.
        value: Plain values: a mapping for a dataclass, a list for a tuple.
        what: What the record is, for the message.

    Raises:
        HieraKafkaError: `roll-record-invalid`, one for each field that is missing or wrong.
    """
    hashable: Any = kind
    try:
        record: _Record = _adapter(hashable).validate_python(value)
    except ValidationError as error:
        raise HieraKafkaError(
            [
                _invalid(what, problem["loc"], problem["input"], problem["type"], problem["msg"])
                for problem in error.errors()
            ]
        ) from None  # Ansible shows causes, and the place is named above
    return record


@functools.cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _invalid(what: str, place: tuple[int | str, ...], value: Any, kind: str, expected: str) -> Diagnostic:
    path = ".".join(map(str, place)) or "all of it"
    found = "missing" if kind == "missing" else f"{value!r:.{_LONGEST}}"
    # pydantic would name the class, which says nothing to an author of playbooks.
    allowed = "input should be a dictionary" if kind == "dataclass_type" else f"{expected[:1].lower()}{expected[1:]}"
    return Diagnostic(
        "roll-record-invalid",
        f"{what}: {path} is {found}; {allowed}",
        note="this is what one task of a playbook hands to the next one",
        hint="use playbooks and collection of one release, and register no variable of the names that these have",
    )
