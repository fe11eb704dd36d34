"""Which ways are tried, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dist.source import SourceConfig, plan

SHA512 = "ab" * 64
GROUPED = " ".join(["ABAB"] * 32) + "\n"


@pytest.mark.parametrize(
    ("version", "config", "labels", "skipped"),
    [
        ("3.9.2", SourceConfig(), ["Maven"], ["tarball left out: its SHA-512 was not given (--sha512)"]),
        ("3.9.2", SourceConfig("maven", sha512=SHA512), ["Maven"], []),
        (
            "3.9.2",
            SourceConfig(url="https://mirror.example/{version}.tgz", sha512=SHA512),
            ["tarball https://mirror.example/3.9.2.tgz", "Maven"],
            [],
        ),
        (
            "3.9.9",
            SourceConfig(sha512=SHA512),
            ["tarball https://archive.apache.org/dist/kafka/3.9.9/kafka_2.13-3.9.9.tgz"],
            ["Maven left out: no lock file for Kafka 3.9.9"],
        ),
        ("3.9.2", SourceConfig(path=Path("/k.tgz")), ["local /k.tgz"], []),
    ],
)
def test_the_plan_follows_from_what_is_known(version, config, labels, skipped):
    ways, left_out = plan(version, config)
    assert [way.label for way in ways] == labels
    assert left_out == skipped


def test_a_sha512_is_taken_as_apache_writes_it():
    ways, _ = plan("3.9.2", SourceConfig("tarball", sha512=GROUPED))
    assert [way.identity for way in ways] == [f"sha512:{SHA512}"]
