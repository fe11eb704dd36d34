"""Which cluster a name or prefix means; the vectors are those seen with Wikimedia's own functions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera import Found
from hiera_kafka.model.cluster_names import full_cluster_name, full_name, known_clusters
from hiera_kafka.scope import Scope
from lib.data.found import found

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


def test_the_key_kafka_cluster_name_wins_over_a_prefix_but_not_over_a_full_name() -> None:
    data = {"kafka_clusters": {"a-eqiad": {}, "b-eqiad": {}}, "kafka_cluster_name": "c-eqiad"}

    def find(key: str) -> Found | None:
        return found(key, data[key])

    assert known_clusters(find) == ["a-eqiad", "b-eqiad"]
    assert [full_name(find, Scope.of_host("k"), name) for name in ("a", "b-eqiad")] == ["c-eqiad", "b-eqiad"]


def test_where_there_are_no_clusters_a_name_is_completed_all_the_same() -> None:
    scope = Scope.of_host("k", variables={"site": "eqiad"})

    assert (known_clusters(lambda _: None), full_name(lambda _: None, scope, "a")) == ([], "a-eqiad")
