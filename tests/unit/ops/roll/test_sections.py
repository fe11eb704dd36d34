"""Which sections are rolled."""

from __future__ import annotations

import pytest

from hiera_kafka.dialects.native.build import ROLES
from hiera_kafka.errors import CatalogError
from hiera_kafka.ops.roll.sections import SECTIONS, rolled


def test_they_are_rolled_in_the_order_in_which_they_are_started() -> None:
    roles = [section.role for section in SECTIONS]
    assert roles == [role for role in ROLES if role in roles]


def test_each_has_the_lock_of_a_section_behind_gates() -> None:
    assert {section.role: section.lock for section in SECTIONS} == {
        "zookeeper": "zookeeper",
        "kafka_broker": "kafka_broker",
        "kafka_mirror": "kafka_broker",
    }
    assert all(rolled(section.lock).gated for section in SECTIONS)


def test_a_role_that_is_not_rolled_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        CatalogError, match=r"role-not-rolled\]: the role java .* zookeeper, kafka_broker, kafka_mirror"
    ):
        rolled("java")
