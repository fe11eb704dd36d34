"""Message sizes of both ends of a mirror."""

from __future__ import annotations

from pathlib import Path

from lib.linting import found, lint_tree
from lib.three import CLUSTERS, hosts, mirror

SIZE = "kafka_message_max_bytes: 10485760\n"


def test_a_source_that_takes_larger_messages_is_found_at_its_size(tmp_path: Path) -> None:
    data = hosts(a=SIZE, b=mirror("a-eqiad", "b-eqiad"))

    report = lint_tree(tmp_path, CLUSTERS, hosts=data, select="message-size-mismatch")

    assert found(report) == [("message-size-mismatch", "a1.example.org.yaml", 1)]


def test_a_destination_that_takes_larger_messages_is_fine(tmp_path: Path) -> None:
    data = hosts(b=SIZE + mirror("a-eqiad", "b-eqiad"))

    assert lint_tree(tmp_path, CLUSTERS, hosts=data, select="message-size-mismatch").findings == ()
