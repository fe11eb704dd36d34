"""Which addresses sockets are reached at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.ops.look.seen import ListenerSeen
from hiera_kafka.ops.verify import sockets

V4 = ("127.0.0.1", "192.0.2.1")
BOTH = (*V4, "::1", "fd00::1", "fe80::1%eth0")
V4_AND_OWN = (*V4, "::1", "fe80::1")


def listeners(*addresses: str) -> list[ListenerSeen]:
    return [ListenerSeen(address, 9092, 1) for address in addresses]


@pytest.mark.parametrize(
    ("wanted", "bound", "addresses", "missing"),
    [
        (None, ("::",), BOTH, []),
        (None, ("0.0.0.0",), V4, []),
        # A JVM that is told to leave IPv6 alone, on a host that names of IPv6 lead to.
        (None, ("0.0.0.0",), BOTH, ["::1", "fd00::1"]),
        (None, ("0.0.0.0",), V4_AND_OWN, []),
        (None, ("192.0.2.1",), V4, ["127.0.0.1"]),
        (None, ("192.0.2.1", "127.0.0.1"), V4, []),
        (None, ("fd00::1", "::1", "0.0.0.0"), BOTH, []),
        (None, (), V4, list(V4)),
        ("127.3.1.1", ("127.3.1.1",), V4, []),
        ("127.3.1.1", ("::ffff:127.3.1.1",), V4, []),
        ("127.3.1.1", ("0.0.0.0",), V4, []),
        ("127.3.1.1", ("::",), V4, []),
        ("127.3.1.1", ("127.3.1.2",), V4, ["127.3.1.1"]),
        ("fd00::1", ("0.0.0.0",), BOTH, ["fd00::1"]),
        ("name", ("192.0.2.1",), V4, ["name"]),
        ("name", ("name",), V4, []),
    ],
)
def test_who_is_not_served(
    wanted: str | None, bound: tuple[str, ...], addresses: tuple[str, ...], missing: list[str]
) -> None:
    assert sockets.unserved(wanted, listeners(*bound), addresses) == missing


@pytest.mark.parametrize(
    ("wanted", "bound", "found"),
    [
        (None, "0.0.0.0", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "::ffff:127.0.0.1", False),
        ("127.0.0.1", "::1", False),
        ("127.0.0.1", "::", True),
        ("192.0.2.1", "192.0.2.2", True),
        ("192.0.2.1", "not an address", True),
    ],
)
def test_who_is_reached_beyond_what_the_data_says(wanted: str | None, bound: str, found: bool) -> None:
    assert sockets.beyond(wanted, *listeners(bound)) is found


@pytest.mark.parametrize(
    ("bound", "local"), [("127.8.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("::", False), ("x", False)]
)
def test_who_is_reached_from_the_host_alone(bound: str, local: bool) -> None:
    assert sockets.is_local(*listeners(bound)) is local


def test_sockets_as_people_write_them() -> None:
    assert [sockets.shown(one) for one in listeners("0.0.0.0", "::")] == ["0.0.0.0:9092", "[::]:9092"]


@given(st.none() | st.text(), st.lists(st.text()), st.lists(st.text()))
def test_no_text_is_too_odd_for_an_address(wanted: str | None, bound: list[str], addresses: list[str]) -> None:
    missing = sockets.unserved(wanted, listeners(*bound), addresses)
    assert set(missing) <= {*addresses, wanted}
    for one in listeners(*bound):
        assert sockets.shown(one)
        assert isinstance(sockets.beyond(wanted, one), bool)
