"""Ids of other packages' messages."""

from __future__ import annotations

from hiera_kafka.lint.ids_of_other_packages import surfaced_ids


def test_ids_of_hiera_model_compiler_and_catalog_are_known() -> None:
    assert {"yaml-tab", "hiera-recursion", "duplicate-broker-id", "no-hosts", "two-owners"} <= surfaced_ids()


def test_ids_of_other_packages_are_not() -> None:
    assert "confirmation-needed" not in surfaced_ids()
