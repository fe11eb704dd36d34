"""Settings."""

from __future__ import annotations

from hiera_kafka.hiera import Settings


def test_by_default_a_lookup_warns_as_puppet_7_and_refuses_what_puppet_passes_over():
    assert (Settings().strict, Settings().as_puppet) == ("warning", False)
