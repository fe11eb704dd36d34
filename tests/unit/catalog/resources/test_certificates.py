"""Where the files of a certificate are."""

from __future__ import annotations

from hiera_kafka.catalog.resources import Certificate


def test_the_files_of_a_certificate_are_named_after_it() -> None:
    certificate = Certificate("k1", "k1.example.org", "kafka", "server", "/etc/kafka/ssl", "root", "kafka", (), 60)
    assert certificate.chained == "/etc/kafka/ssl/k1.chained.pem"
    assert certificate.key == "/etc/kafka/ssl/k1-key.pem"
