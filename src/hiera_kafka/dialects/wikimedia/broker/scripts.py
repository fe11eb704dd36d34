"""The two commands that Wikimedia puts on brokers: `kafka`, and the check whether a broker's replicas are in sync."""

from __future__ import annotations

from hiera_kafka.catalog.resources import File

_MODE = "0755"


def scripts() -> tuple[File, ...]:
    """Return both commands; they read what they need of the cluster from the files of the broker."""
    return (
        File("/usr/local/bin/kafka", "wikimedia/usr/local/bin/kafka.j2", {}, "root", "root", _MODE),
        File(
            "/usr/local/bin/kafka-broker-in-sync",
            "wikimedia/usr/local/bin/kafka-broker-in-sync.j2",
            {},
            "root",
            "root",
            _MODE,
        ),
    )
