"""Certificates of brokers and mirrors: what the host asks its authority for, its keystores and its truststore."""

from __future__ import annotations

import re

from hiera_kafka.catalog.resources import Certificate
from hiera_kafka.dialects.wikimedia.classes import PROFILE_BASE_CERTIFICATES, PROFILE_PKI_CLIENT
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, hash_of
from hiera_kafka.source import Origin

PROTOCOLS = "TLSv1.2"
CIPHER_SUITES = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
NAMED_GROUPS = "-Djdk.tls.namedGroups=secp256r1"
_AUTHORITY = "kafka"
_PROFILE = "kafka_11"
_TRUSTSTORE = "/etc/ssl/localcerts/wmf-java-cacerts"


def truststore(compilation: Compilation) -> tuple[Argument, Argument]:
    """Return location and password of the host's truststore; the location is undef where the host has none.

    Raises:
        WikimediaError: What the parameters of profile::base::certificates run into.
    """
    parameters = compilation.include(PROFILE_BASE_CERTIFICATES)
    wanted = parameters["include_bundle_jks"]
    location = Argument.derived(
        _TRUSTSTORE if wanted.data else None, "profile::base::certificates: truststore of the host", wanted.origin
    )
    password = parameters["truststore_password"]
    return location, Argument(password.data, password.trace, secret=True)


def certificate(
    compilation: Compilation,
    common_name: str,
    *,
    directory: str,
    group: str,
    names: tuple[str, ...] = (),
    renew_seconds: int,
) -> Certificate:
    """Return a certificate of the Kafka authority, as profile::pki::get_cert asks for it.

    Raises:
        WikimediaError: `explicit_fail`, where the host is no client of the authority.
    """
    ensure = compilation.include(PROFILE_PKI_CLIENT)["ensure"]
    if ensure.data != "present":
        raise refuse(
            "puppet-explicit-fail",
            f"profile::pki::client::ensure is {ensure.text!r}, a host that needs certificates has 'present'",
            ensure.origin.position,
            hint="set it to present, or TLS to false",
        )
    name = re.sub(r"[^\w-]", "_", f"{_AUTHORITY}__{common_name}_{_PROFILE}", flags=re.ASCII)
    return Certificate(
        name, common_name, _AUTHORITY, _PROFILE, directory, "kafka", group, names, renew_seconds=renew_seconds
    )


def client_properties(keystore: str, password: Argument, store: tuple[Argument, Argument], inputs: Origin) -> Argument:
    """Return the TLS options of a Kafka client, in the order in which Puppet has them.

    Args:
        keystore: Path of its keystore.
        password: Password of the keystore and its key; undef is written as empty.
        store: Location and password of the truststore.
        inputs: What turned TLS on.
    """
    location, truststore_password = store
    options = {
        "security.protocol": Argument.derived("SSL", "profile::kafka::mirror: TLS", inputs),
        "ssl.truststore.location": location,
        "ssl.truststore.password": truststore_password,
        "ssl.keystore.location": Argument.derived(keystore, "profile::kafka::mirror: keystore", inputs),
        "ssl.keystore.password": password,
        "ssl.key.password": password,
        "ssl.enabled.protocols": Argument.constant(PROTOCOLS, "profile::kafka::mirror: TLS protocols"),
        "ssl.cipher.suites": Argument.constant(CIPHER_SUITES, "profile::kafka::mirror: TLS cipher suites"),
    }
    return hash_of(options, inputs)
