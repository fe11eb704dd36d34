"""Ids without quotes."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import in_text, places

RULE = "unquoted-id"
DATA = "zookeeper_clusters:\n  main:\n    hosts:\n      zk1.example.org: {id}\n"


def test_a_myid_that_is_a_number_is_found_and_fixed(tmp_path: Path) -> None:
    (finding,) = in_text(RULE, tmp_path, DATA.format(id=1))

    assert places([finding]) == [(4, 24)]
    assert finding.fix is not None
    assert finding.fix.new == '"1"'


def test_a_myid_in_quotes_is_not(tmp_path: Path) -> None:
    assert in_text(RULE, tmp_path, DATA.format(id='"1"')) == []


def test_a_number_that_is_read_as_another_is_not_fixed(tmp_path: Path) -> None:
    assert in_text(RULE, tmp_path, DATA.format(id="011"))[0].fix is None


def test_broker_ids_are_numbers_in_puppet_too(tmp_path: Path) -> None:
    assert in_text(RULE, tmp_path, "kafka_clusters: {main: {brokers: {k1: {id: 1001}}}}\n") == []
