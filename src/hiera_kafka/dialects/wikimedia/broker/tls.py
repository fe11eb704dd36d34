"""TLS of a broker: certificate, keystore, truststore, and the parameters of confluent::kafka::broker for them."""

from __future__ import annotations

from hiera_kafka.catalog.resources import Certificate, Keystore
from hiera_kafka.dialects.wikimedia import certificates, kafka_common
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments
from hiera_kafka.hiera.values import ruby

DIRECTORY = "/etc/kafka/ssl"
_OPTIONS = f"{certificates.NAMED_GROUPS} -XX:+UseAES -XX:+UseAESIntrinsics"
_RENEW_S = 2678400
"""A month, since a broker must be restarted to take a new certificate."""

_TABLE = "profile::kafka::broker"


class BrokerTls:
    """What a broker with TLS gets.

    Attributes:
        certificate: The certificate of the host.
        keystore: The keystore that is made of it.
        options: Options of the JVM.
    """

    def __init__(self, compilation: Compilation, given: Arguments, config: Argument) -> None:
        """Make it of the parameters of profile::kafka::broker and what kafka_config says of the cluster.

        Raises:
            WikimediaError: The host is no client of the authority, or lacks a name that the certificate is for.
        """
        name, wanted = config.at("name"), given["ssl_enabled"]
        self.truststore = certificates.truststore(compilation)
        fqdn = compilation.fact("networking", "fqdn").text
        if compilation.host.scope.facts["networking"].get("ip6") is None:
            raise refuse(
                "puppet-type-mismatch",
                f"{fqdn} has no IPv6 address, and Puppet puts one among the names of its certificate",
                hint="record the fact networking.ip6 of the host",
                note="Puppet says that an item of hosts expects a Stdlib::Host value, got Undef",
            )
        names = (
            *(compilation.fact("networking", fact).text for fact in ("hostname", "fqdn", "ip", "ip6")),
            f"kafka-{name.text}.external-services.svc.cluster.local",
        )
        self.certificate: Certificate = certificates.certificate(
            compilation, fqdn, directory=DIRECTORY, group="root", names=names, renew_seconds=_RENEW_S
        )
        path = f"{DIRECTORY}/kafka_{name.text}_broker.keystore.p12"
        self.keystore_location = Argument.derived(path, f"{_TABLE}: keystore of the cluster", name.origin)
        password = given["ssl_password"].value if given["ssl_password"].data is not None else None
        owner = kafka_common.USER
        self.keystore = Keystore(path, owner, owner, "0440", self.certificate.chained, self.certificate.key, password)
        inner = given["inter_broker_ssl_enabled"]
        self.protocol = Argument.derived(
            "PLAINTEXT" if inner.data is False else "SSL",
            f"{_TABLE}: ssl_enabled and inter_broker_ssl_enabled",
            wanted.origin,
            inner.origin,
        )
        brokers = config.at("brokers", "array")
        users = [f"User:CN={ruby.text(host)}" for host in brokers.data]
        self.super_users = Argument.derived(users, f"{_TABLE}: every broker of the cluster", brokers.origin)
        self.options = Argument.derived(_OPTIONS, f"{_TABLE}: options for TLS", wanted.origin)

    def passed(self) -> dict[str, Argument]:
        """Return the parameters that TLS gives to confluent::kafka::broker."""
        return {
            "security_inter_broker_protocol": self.protocol,
            "ssl_keystore_location": self.keystore_location,
            "ssl_truststore_location": self.truststore[0],
            "ssl_truststore_password": self.truststore[1],
            "ssl_enabled_protocols": Argument.constant(certificates.PROTOCOLS, f"{_TABLE}: TLS protocols"),
            "ssl_cipher_suites": Argument.constant(certificates.CIPHER_SUITES, f"{_TABLE}: TLS cipher suites"),
            "super_users": self.super_users,
        }
