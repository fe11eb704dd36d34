"""What is different in a file that is held."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import held


def test_lines_of_one_side_alone_are_the_difference() -> None:
    has, wants = b"# note\nKAFKA_HOME=/opt/kafka/3.9.0\n", b"# note\nKAFKA_HOME=/opt/kafka/3.9.1\n"
    assert held.difference(has, wants, hidden=False) == {
        "has": ["KAFKA_HOME=/opt/kafka/3.9.0"],
        "wants": ["KAFKA_HOME=/opt/kafka/3.9.1"],
    }


def test_lines_that_may_be_secret_are_masked() -> None:
    assert held.difference(b"PASSWORD=a\n", b"PASSWORD=b\n", hidden=True) == {"has": [held.MASK], "wants": [held.MASK]}
