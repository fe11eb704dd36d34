"""Certificates, truststore and the TLS options of clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia import certificates
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.parameters import UNDEF
from hiera_kafka.source import Origin
from lib.wikimedia.hosts import TLS, compilation


def test_the_names_of_its_files_keep_only_word_characters_and_dashes(tmp_path: Path) -> None:
    made = certificates.certificate(
        compilation(tmp_path, TLS), "k-1.example.org", directory="/d", group="root", renew_seconds=1
    )
    assert made.chained == "/d/kafka__k-1_example_org_kafka_11.chained.pem"
    assert made.key == "/d/kafka__k-1_example_org_kafka_11-key.pem"


def test_a_host_that_is_no_client_of_the_authority_is_refused(tmp_path: Path) -> None:
    made = compilation(tmp_path, {"profile::pki::client::ensure": "absent"})
    with pytest.raises(WikimediaError, match="'absent'") as refused:
        certificates.certificate(made, "k1", directory="/d", group="root", renew_seconds=1)
    assert refused.value.category == "explicit_fail"


def test_the_truststore_is_there_only_where_it_is_asked_for(tmp_path: Path) -> None:
    location, password = certificates.truststore(compilation(tmp_path, TLS))
    assert (location.data, password.data, password.secret) == ("/etc/ssl/localcerts/wmf-java-cacerts", "changeit", True)
    off = TLS | {"profile::base::certificates::include_bundle_jks": False}
    assert certificates.truststore(compilation(tmp_path, off))[0].data is None


def test_a_client_without_password_has_empty_ones(tmp_path: Path) -> None:
    store = certificates.truststore(compilation(tmp_path, TLS))
    options = certificates.client_properties("/k.p12", UNDEF, store, Origin.given("on"))
    assert options.at("ssl.key.password").text == ""
    assert options.at("ssl.truststore.password").value.secret
    assert options.at("ssl.keystore.location").data == "/k.p12"
