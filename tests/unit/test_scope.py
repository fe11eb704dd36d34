"""What a host's name makes of its scope."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.scope import Scope

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)


@given(st.lists(LABEL, min_size=1, max_size=5))
def test_host_name_and_domain_follow_from_the_full_name(labels: list[str]) -> None:
    scope = Scope.of_host(".".join(labels))
    assert scope.facts["hostname"] == labels[0]
    assert scope.facts["domain"] == ".".join(labels[1:])
    assert scope.facts["networking"]["fqdn"] == scope.facts["fqdn"] == ".".join(labels)
    assert scope.trusted is not None
    assert scope.trusted["certname"] == ".".join(labels)


def test_recorded_facts_win_over_what_follows_from_the_name() -> None:
    scope = Scope.of_host("k1.example.org", facts={"domain": "other"}, trusted={"certname": "c"})
    assert scope.facts["domain"] == "other"
    assert scope.facts["hostname"] == "k1"
    assert scope.trusted is not None
    assert scope.trusted["certname"] == "c"


def test_the_scope_that_names_the_hosts_has_no_host() -> None:
    scope = Scope.of_discovery({"site": "eqiad"})
    assert scope.variables == {"site": "eqiad"}
    assert not scope.facts
    assert scope.trusted is None
