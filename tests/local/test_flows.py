"""The verdicts that the tests of mirrors give can be bad ones."""

from __future__ import annotations

from lib.clusters.flows import Arrived

K, L = b"k", b"l"


def test_what_came_again_is_counted_and_is_not_out_of_order() -> None:
    found = Arrived((((K, 0), (K, 1), (K, 2), (K, 1), (K, 2), (K, 3)),))
    assert (found.total, found.numbers, found.twice) == (6, {0, 1, 2, 3}, 2)
    assert found.overtaken == []
    assert found.torn == set()


def test_a_first_delivery_behind_a_later_message_of_its_key_is_found() -> None:
    assert Arrived((((K, 0), (K, 2), (L, 3), (K, 1)),)).overtaken == [(K, 1)]


def test_other_keys_and_other_partitions_have_orders_of_their_own() -> None:
    found = Arrived((((K, 2), (L, 1)), ((b"m", 0),)))
    assert found.overtaken == []
    assert found.torn == set()


def test_a_key_in_two_partitions_is_found() -> None:
    assert Arrived((((K, 0),), ((K, 1), (L, 2)))).torn == {K}
