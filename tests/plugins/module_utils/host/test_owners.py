"""Users and groups are found by name or number, and named by number where they have no name."""

from __future__ import annotations

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import owners
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError


def test_root_is_found_by_name_and_by_number() -> None:
    assert (owners.user_id("root"), owners.user_id("0"), owners.group_id("root"), owners.group_id("0")) == (0, 0, 0, 0)


def test_an_unknown_owner_is_named() -> None:
    with pytest.raises(ProblemError, match="user no-such-user does not exist on this host"):
        owners.user_id("no-such-user")
    with pytest.raises(ProblemError, match="group no-such-group does not exist on this host"):
        owners.group_id("no-such-group")


def test_a_number_without_a_name_stays_a_number() -> None:
    assert (owners.user_name(0), owners.user_name(4_000_000)) == ("root", "4000000")
    assert (owners.group_name(0), owners.group_name(4_000_000)) == ("root", "4000000")
