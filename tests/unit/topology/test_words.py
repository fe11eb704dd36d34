"""Wording that text, drawing and page share."""

from __future__ import annotations

import pytest

from hiera_kafka.topology.graph import Topology
from hiera_kafka.topology.words import count, ends


@pytest.mark.parametrize(("number", "text"), [(0, "0 hosts"), (1, "1 host"), (2, "2 hosts")])
def test_one_is_singular(number: int, text: str) -> None:
    assert count(number, "host") == text


def test_a_cluster_that_the_inventory_does_not_have_is_called_unknown(mirrored: Topology) -> None:
    assert [ends(mirrored, mirror) for mirror in mirrored.mirrors] == [
        ("events", "far"),
        ("far", "events"),
        ("gone (unknown)", "far"),
    ]
