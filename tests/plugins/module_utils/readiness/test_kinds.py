"""Hosts have a check for each kind of readiness that a service declares."""

from __future__ import annotations

from conftest import Golden
from lib import wire_table


def test_the_kinds_are_those_of_the_services(golden: Golden) -> None:
    golden(wire_table.KINDS, wire_table.kinds_text())
