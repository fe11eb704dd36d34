"""What a host accepts is what the controller declares."""

from __future__ import annotations

from conftest import Golden
from lib import wire_table


def test_the_table_is_what_the_resources_declare(golden: Golden) -> None:
    golden(wire_table.TABLE, wire_table.text())
