"""TLS of brokers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.compile import compile_node
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.wikimedia.hosts import BROKER, JAVA, TLS, host, lines
from lib.wikimedia.services import broker


@pytest.mark.parametrize(("inner", "protocol"), [(None, "SSL"), (True, "SSL"), (False, "PLAINTEXT")])
def test_brokers_talk_tls_among_each_other_unless_that_is_switched_off(
    tmp_path: Path, inner: bool | None, protocol: str
) -> None:
    found = broker(tmp_path, {"inter_broker_ssl_enabled": inner})
    assert f"security.inter.broker.protocol={protocol}" in lines(found, "/etc/kafka/server.properties")


def test_the_keystore_is_made_of_the_certificate_of_the_host(tmp_path: Path) -> None:
    (section,) = (section for section in broker(tmp_path).sections if section.keystores)
    (keystore,), (certificate,) = section.keystores, section.certificates
    assert keystore.path == "/etc/kafka/ssl/kafka_main-eqiad_broker.keystore.p12"
    assert keystore.certificate == certificate.chained
    assert keystore.password is not None
    assert keystore.password.secret
    assert certificate.names[-1] == "kafka-main-eqiad.external-services.svc.cluster.local"


def test_a_host_without_an_ipv6_address_is_refused(tmp_path: Path) -> None:
    on = host(tmp_path, BROKER | JAVA | TLS, role="kafka/logging")
    networking = {key: value for key, value in on.scope.facts["networking"].items() if key != "ip6"}
    without = replace(on, scope=replace(on.scope, facts={**on.scope.facts, "networking": networking}))
    with pytest.raises(WikimediaError, match="IPv6") as error:
        compile_node(without)
    assert error.value.category == "type_mismatch"
