"""Diagnostics of all hosts, each once."""

from __future__ import annotations

from hiera_kafka.compiler.collected import Collected
from hiera_kafka.errors import Diagnostic, ModelError

ONE = Diagnostic("tls-not-served", "one")
OTHER = Diagnostic("no-listener", "other")


def hosts(found: Collected) -> list[tuple[str, str | None]]:
    return [(diagnostic.message, diagnostic.host) for diagnostic in found]


def test_what_is_found_for_one_host_names_it() -> None:
    found = Collected()
    with found.of_host("k1"):
        found.add([ONE])
    with found.of_host("k2"):
        found.add([OTHER, OTHER])
    assert hosts(found) == [("one", "k1"), ("other", "k2")]


def test_what_is_found_for_several_hosts_is_there_once_and_names_none() -> None:
    found = Collected()
    for host in ("k1", "k2", "k3"):
        with found.of_host(host):
            found.add([ONE])
    assert hosts(found) == [("one", None)]


def test_what_was_found_before_any_host_stays_that_of_none() -> None:
    found = Collected([ONE])
    with found.of_host("k1"):
        found.add([ONE, OTHER])
    found.add([OTHER])
    assert hosts(found) == [("one", None), ("other", None)]


def test_errors_are_taken_in_and_end_the_host_alone() -> None:
    found = Collected()
    for host in ("k1", "k2"):
        with found.of_host(host):
            with found:
                raise ModelError(Diagnostic("some-id", f"first of {host}"))
            raise ModelError(Diagnostic("some-id", f"second of {host}"))
    with found:
        raise ModelError(OTHER)
    assert hosts(found) == [
        ("first of k1", "k1"),
        ("second of k1", "k1"),
        ("first of k2", "k2"),
        ("second of k2", "k2"),
        ("other", None),
    ]


def test_a_host_that_a_diagnostic_comes_with_stays() -> None:
    found = Collected()
    for host in ("k1", "k2"):
        with found.of_host(host):
            found.add([Diagnostic("puppet-missing-key", "no value", host=host)])
    assert hosts(found) == [("no value", "k1"), ("no value", "k2")]
