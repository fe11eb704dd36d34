"""Which cluster a name or prefix means; the vectors are those seen with Wikimedia's own functions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.model.cluster_names import full_cluster_name

KNOWN = ["main-eqiad", "simple-proj", "test-eqiad"]


@pytest.mark.parametrize(
    ("prefix", "variables", "name"),
    [
        ("main", {"realm": "production", "site": "eqiad"}, "main-eqiad"),
        ("main", {"realm": "production", "site": "codfw"}, "main-codfw"),
        ("simple", {"realm": "labs", "site": "codfw", "wmcs_project": "proj"}, "simple-proj"),
        ("test-eqiad", {"realm": "production", "site": "codfw"}, "test-eqiad"),
        ("main", {"site": "eqiad", "wmcs_project": "proj"}, "main-eqiad"),
        ("main", {"realm": "labs", "site": "eqiad"}, "main"),
        ("main", {}, "main"),
    ],
)
def test_a_prefix_gets_the_site_and_in_labs_the_project(prefix: str, variables: dict[str, str], name: str) -> None:
    assert full_cluster_name(prefix, KNOWN, variables) == name


@given(st.sampled_from(KNOWN), st.none() | st.text(min_size=1))
def test_a_full_name_means_itself_whatever_else_is_said(name: str, override: str | None) -> None:
    assert full_cluster_name(name, KNOWN, {"realm": "labs", "wmcs_project": "x"}, override) == name


def test_the_top_level_key_wins_over_the_prefix() -> None:
    assert full_cluster_name("main", KNOWN, {"site": "eqiad"}, "other") == "other"
