"""profile::kafka::mirror: MirrorMaker processes that run beside the brokers of the cluster they write to."""

from __future__ import annotations

from hiera_kafka.catalog.resources import File, Keystore, Section, Unit
from hiera_kafka.dialects.wikimedia import certificates, jmx_exporter, kafka_common
from hiera_kafka.dialects.wikimedia.classes import PROFILE_KAFKA_MIRROR
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.mirror.process import DIRECTORY, TABLE, UNITS, MirrorInstance
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments, hash_of, merged
from hiera_kafka.source import Origin

ROLE = "kafka_mirror"
_TLS_DIRECTORY = f"{DIRECTORY}/ssl"
_CERTIFICATE = "kafka_mirror_maker"
_KEYSTORE = f"{_TLS_DIRECTORY}/{_CERTIFICATE}.keystore.p12"
_RENEW_S = 952200
_OVERHEAD_BYTES = 1572864
"""How much larger than a message a request may be."""


def mirror(compilation: Compilation) -> None:
    """Declare profile::kafka::mirror.

    Raises:
        WikimediaError: What Puppet refuses, in the order in which it comes upon it.
    """
    if compilation.declared(PROFILE_KAFKA_MIRROR.name):
        return
    given = compilation.include(PROFILE_KAFKA_MIRROR)
    source = kafka_common.cluster(compilation, given["source_cluster_name"])
    destination = kafka_common.cluster(compilation, given["destination_cluster_name"])
    names = source.at("name"), destination.at("name")
    name = Argument.derived(f"{names[0].text}_to_{names[1].text}", f"{TABLE}: both clusters", *_origins(*names))
    tls = _tls(compilation, given)
    certificate = (
        certificates.certificate(
            compilation, _CERTIFICATE, directory=_TLS_DIRECTORY, group="kafka", renew_seconds=_RENEW_S
        )
        if tls
        else None
    )
    defaults = _defaults(given, source, destination, name, tls)
    processes = [
        MirrorInstance(compilation, given, defaults, name, number)
        for number in range(max(0, given["num_processes"].data))
    ]
    password = given["ssl_password"].value if given["ssl_password"].data is not None else None
    compilation.sections.append(
        Section(
            ROLE,
            name.text,
            packages=jmx_exporter.packages(compilation) if given["monitoring_enabled"].data and processes else (),
            directories=tuple(process.directory for process in processes),
            files=(
                *([_umbrella()] if processes else []),
                *(file for process in processes for file in process.files),
            ),
            absent=tuple(absent for process in processes for absent in process.absent),
            units=(
                *([Unit("kafka-mirror")] if processes else []),
                *(process.unit for process in processes),
            ),
            certificates=(certificate,) if certificate else (),
            keystores=(
                (Keystore(_KEYSTORE, "kafka", "kafka", "0440", certificate.chained, certificate.key, password),)
                if certificate
                else ()
            ),
        )
    )


def _origins(*arguments: Argument) -> tuple[Origin, ...]:
    return tuple(argument.origin for argument in arguments)


def _tls(compilation: Compilation, given: Arguments) -> Argument | None:
    """Return the TLS options of both sides, None where neither has TLS."""
    sides = given["consumer_ssl_enabled"], given["producer_ssl_enabled"]
    if not any(side.data for side in sides):
        return None
    wanted = next(side for side in sides if side.data)
    store = certificates.truststore(compilation)
    return certificates.client_properties(_KEYSTORE, given["ssl_password"], store, wanted.origin)


def _defaults(
    given: Arguments, source: Argument, destination: Argument, name: Argument, tls: Argument | None
) -> dict[str, Argument]:
    """Return what every process gets unless `properties` says otherwise."""
    size = given["message_max_bytes"]
    request = Argument.derived(size.data + _OVERHEAD_BYTES, f"{TABLE}: message_max_bytes + 1.5 MiB", size.origin)
    assignor = Argument.constant(
        "org.apache.kafka.clients.consumer.RoundRobinAssignor", f"{TABLE}: many topics have one partition"
    )
    consumer = {"partition.assignment.strategy": assignor, "max.partition.fetch.bytes": request}
    producer = {"max.request.size": request}
    return {
        "enabled": given["enabled"],
        "source_brokers": _brokers(source, given["consumer_ssl_enabled"]),
        "destination_brokers": _brokers(destination, given["producer_ssl_enabled"]),
        "producer_properties": _side(producer, tls if given["producer_ssl_enabled"].data else None),
        "consumer_properties": _side(consumer, tls if given["consumer_ssl_enabled"].data else None),
        "group_id": Argument.derived(f"kafka-mirror-{name.text}", f"{TABLE}: group of all processes", name.origin),
    }


def _brokers(config: Argument, ssl: Argument) -> Argument:
    servers = config.at("brokers", "ssl_string" if ssl.data else "string")
    # Puppet splits the text again; without a broker there is one empty address.
    return Argument.derived(servers.text.split(","), f"{TABLE}: brokers of the cluster", servers.origin, ssl.origin)


def _side(own: dict[str, Argument], tls: Argument | None) -> Argument:
    options = hash_of(own, Origin.default(f"{TABLE}: options of the client"))
    return options if tls is None else merged(options, tls)


def _umbrella() -> File:
    """Return the unit that stops and starts all processes of a host."""
    template = "wikimedia/lib/systemd/system/kafka-mirror.service.j2"
    return File(f"{UNITS}/kafka-mirror.service", template, {}, "root", "root", "0444", verbatim=True)
