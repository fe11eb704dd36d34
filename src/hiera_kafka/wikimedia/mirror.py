"""profile::kafka::mirror: MirrorMaker processes that run beside the brokers of the cluster they write to."""

from __future__ import annotations

from typing import Any

from hiera_kafka.catalog.resources import Absent, Directory, File, Keystore, Options, Section, Setting, Unit
from hiera_kafka.catalog.values import setting
from hiera_kafka.hiera import ruby
from hiera_kafka.source import Key, Origin, Trace
from hiera_kafka.wikimedia import certificates, java, jmx_exporter, kafka_common, rubycalls
from hiera_kafka.wikimedia.classes import MIRROR_INSTANCE, PROFILE_KAFKA_MIRROR
from hiera_kafka.wikimedia.compilation import Compilation, joined
from hiera_kafka.wikimedia.errors import refuse
from hiera_kafka.wikimedia.parameters import UNDEF, Argument, Arguments, bind

ROLE = "kafka_mirror"
_TABLE = "profile::kafka::mirror"
_DIRECTORY = "/etc/kafka/mirror"
_TLS_DIRECTORY = f"{_DIRECTORY}/ssl"
_CERTIFICATE = "kafka_mirror_maker"
_KEYSTORE = f"{_TLS_DIRECTORY}/{_CERTIFICATE}.keystore.p12"
_RENEW_S = 952200
_OVERHEAD_BYTES = 1572864
"""How much larger than a message a request may be."""

_UNITS = "/lib/systemd/system"


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
    name = Argument.derived(f"{names[0].text}_to_{names[1].text}", f"{_TABLE}: both clusters", *_origins(*names))
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
        _Process(compilation, given, defaults, name, number) for number in range(max(0, given["num_processes"].data))
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
    request = Argument.derived(size.data + _OVERHEAD_BYTES, f"{_TABLE}: message_max_bytes + 1.5 MiB", size.origin)
    assignor = Argument.constant(
        "org.apache.kafka.clients.consumer.RoundRobinAssignor", f"{_TABLE}: many topics have one partition"
    )
    consumer = {"partition.assignment.strategy": assignor, "max.partition.fetch.bytes": request}
    producer = {"max.request.size": request}
    return {
        "enabled": given["enabled"],
        "source_brokers": _brokers(source, given["consumer_ssl_enabled"]),
        "destination_brokers": _brokers(destination, given["producer_ssl_enabled"]),
        "producer_properties": _side(producer, tls if given["producer_ssl_enabled"].data else None),
        "consumer_properties": _side(consumer, tls if given["consumer_ssl_enabled"].data else None),
        "group_id": Argument.derived(f"kafka-mirror-{name.text}", f"{_TABLE}: group of all processes", name.origin),
    }


def _brokers(config: Argument, ssl: Argument) -> Argument:
    servers = config.at("brokers", "ssl_string" if ssl.data else "string")
    # Puppet splits the text again; without a broker there is one empty address.
    return Argument.derived(servers.text.split(","), f"{_TABLE}: brokers of the cluster", servers.origin, ssl.origin)


def _side(own: dict[str, Argument], tls: Argument | None) -> Argument:
    options = certificates.hash_of(own, Origin.default(f"{_TABLE}: options of the client"))
    return options if tls is None else merged(options, tls)


def merged(base: Argument, over: Argument) -> Argument:
    """Return two hashes as one, hashes in them merged in turn, each value with its own origin; `over` wins."""
    data: dict[Any, Any] = dict(base.data)
    children: dict[Key, Trace] = {key: base.trace.sub(key) for key in base.data}
    for key, value in over.data.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            part = merged(base.at(key), over.at(key))
            data[key], children[key] = part.data, part.trace
        else:
            data[key], children[key] = value, over.trace.sub(key)
    return Argument(data, Trace(base.origin, children))


class _Process:
    """One process of a mirror."""

    def __init__(
        self, compilation: Compilation, given: Arguments, defaults: dict[str, Argument], name: Argument, number: int
    ) -> None:
        self._name = Argument.derived(f"{name.text}@{number}", f"{_TABLE}: number of the process", name.origin)
        own = {
            **defaults,
            "java_opts": self._java_options(compilation, given, number),
            "jmx_port": _port(given["jmx_base_port"], number),
        }
        properties = merged(certificates.hash_of(own, name.origin), given["properties"])
        self._parameters = _bound(compilation, properties, self._name)
        self._java_home = kafka_common.include(compilation)["java_home"]
        hostname = compilation.fact("hostname")
        self._client_id = Argument.derived(
            f"kafka-mirror-{hostname.text}-{self._name.text}",
            "confluent::kafka::mirror::instance: host and process",
            hostname.origin,
            self._name.origin,
        )
        self._monitored = given["monitoring_enabled"].data
        java.warn_of_flags(compilation, self._java_home, self._environment_path)

    @property
    def _path(self) -> str:
        return f"{_DIRECTORY}/{self._name.text}"

    @property
    def _environment_path(self) -> str:
        return f"/etc/default/kafka-mirror-{self._name.text}"

    @property
    def _unit_path(self) -> str:
        return f"{_UNITS}/kafka-mirror-{self._name.text}.service"

    def _java_options(self, compilation: Compilation, given: Arguments, number: int) -> Argument:
        tls = given["consumer_ssl_enabled"].data or given["producer_ssl_enabled"].data
        options, inputs = "", [given["consumer_ssl_enabled"].origin, given["producer_ssl_enabled"].origin]
        if tls:
            options = f"{certificates.NAMED_GROUPS} "
        agent = UNDEF
        if given["monitoring_enabled"].data:
            port = _port(given["jmx_exporter_base_port"], number)
            file = f"{_DIRECTORY}/{self._name.text}/prometheus_jmx_exporter.yaml"
            agent = jmx_exporter.agent(compilation, port, file)
            inputs.append(agent.origin)
        return Argument.derived(f"{options}{agent.text}", f"{_TABLE}: options for TLS and exporter", *inputs)

    @property
    def directory(self) -> Directory:
        """Directory of its files; whatever else is in it is removed."""
        return Directory(self._path, "root", "root", mode=None, purge=True)

    @property
    def unit(self) -> Unit:
        """State of its service."""
        return kafka_common.service(f"kafka-mirror-{self._name.text}", self._parameters["enabled"])

    @property
    def absent(self) -> tuple[Absent, ...]:
        """Unit of a process that is switched off."""
        return () if self._parameters["enabled"].data is not False else (Absent(self._unit_path),)

    @property
    def files(self) -> tuple[File, ...]:
        """Its files; that of the unit only while it is on."""
        parts = [
            _file(
                f"{self._path}/consumer.properties",
                "wikimedia/etc/kafka/mirror/consumer.properties.j2",
                Options("consumer", kafka_common.VERSION),
                settings=self._consumer(),
            ),
            _file(
                f"{self._path}/producer.properties",
                "wikimedia/etc/kafka/mirror/producer.properties.j2",
                Options("producer", kafka_common.VERSION),
                settings=self._producer(),
            ),
            _file(
                f"{self._path}/log4j.properties",
                "wikimedia/etc/kafka/mirror/log4j.properties.j2",
                name=self._name.value,
            ),
            File(
                self._environment_path,
                "wikimedia/etc/default/kafka-mirror.j2",
                {"exports": self._environment(), "quoted": ("JAVA_HOME", "KAFKA_LOG4J_OPTS", "KAFKA_OPTS")},
                "root",
                "root",
                None,
                verbatim=True,
            ),
        ]
        if self._monitored:
            template = "wikimedia/etc/kafka/mirror/prometheus_jmx_exporter.yaml.j2"
            parts.append(jmx_exporter.config(f"{self._path}/prometheus_jmx_exporter.yaml", template))
        if self._parameters["enabled"].data is not False:
            parts.append(self._unit_file())
        return tuple(parts)

    def _consumer(self) -> tuple[Setting, ...]:
        parameters = self._parameters
        return (
            setting("group.id", parameters["group_id"].value),
            setting("client.id", self._client_id.value),
            setting("bootstrap.servers", joined("brokers, joined", ",", parameters["source_brokers"]).value),
            *_properties(parameters["consumer_properties"]),
        )

    def _producer(self) -> tuple[Setting, ...]:
        parameters = self._parameters
        return (
            setting("bootstrap.servers", joined("brokers, joined", ",", parameters["destination_brokers"]).value),
            setting("client.id", self._client_id.value),
            setting("acks", parameters["acks"].value),
            setting("linger.ms", parameters["linger_ms"].value),
            setting("compression.type", parameters["compression_type"].value),
            *_properties(parameters["producer_properties"]),
        )

    def _environment(self) -> tuple[Setting, ...]:
        options = self._parameters["java_opts"]
        user = Argument.constant("kafka", "user and group of Kafka")
        log4j = f"-Dlog4j.configuration=file:{self._path}/log4j.properties"
        found = {
            "JAVA_HOME": self._java_home,
            "KAFKA_USER": user,
            "KAFKA_GROUP": user,
            "JMX_PORT": self._parameters["jmx_port"],
            "KAFKA_HEAP_OPTS": self._parameters["heap_opts"],
            "KAFKA_LOG4J_OPTS": Argument.derived(log4j, "its own log4j.properties", self._name.origin),
            "KAFKA_OPTS": Argument.derived(
                f"{kafka_common.GC_LOG} {options.text}", "rotation of the GC log, java_opts", options.origin
            ),
        }
        optional = {"JAVA_HOME", "KAFKA_HEAP_OPTS"}
        return tuple(
            setting(name, argument.value) for name, argument in found.items() if argument.set or name not in optional
        )

    def _unit_file(self) -> File:
        return File(
            self._unit_path,
            "wikimedia/lib/systemd/system/kafka-mirror@.service.j2",
            {
                "name": self._name.value,
                "whitelist": self._parameters["whitelist"].value,
                "num_streams": self._parameters["num_streams"].value,
                "offset_commit_interval_ms": self._parameters["offset_commit_interval_ms"].value,
            },
            "root",
            "root",
            "0444",
            verbatim=True,
        )


def _port(base: Argument, number: int) -> Argument:
    return Argument.derived(base.data + number, f"{_TABLE}: base port and number of the process", base.origin)


def _bound(compilation: Compilation, properties: Argument, name: Argument) -> dict[str, Argument]:
    known = {parameter.name for parameter in MIRROR_INSTANCE.parameters}
    passed = {str(key): properties.at(key) for key in properties.data}
    for key, argument in passed.items():
        if key not in known:
            raise refuse(
                "puppet-unknown-parameter",
                f"profile::kafka::mirror::properties has {key!r}, which is no parameter of {MIRROR_INSTANCE.name}",
                argument.origin.position,
                hint=f"known are: {', '.join(sorted(known))}",
            )
    bound = bind(compilation.host, MIRROR_INSTANCE, passed)
    if bound["group_id"].data is None:
        bound["group_id"] = Argument.derived(f"kafka-mirror-{name.text}", "group of this process", name.origin)
    return bound


def _properties(options: Argument) -> list[Setting]:
    """Return the options of a client, sorted by name."""
    what = "the options of a client of the mirror"
    table = rubycalls.as_hash(options.data, "keys", what, options.origin.position)
    names = rubycalls.sort(list(table), what, options.origin.position)
    return [setting(ruby.text(name), options.at(name).value) for name in names]


def _file(path: str, template: str, options: Options | None = None, **context: Any) -> File:
    return File(path, template, context, "root", "root", None, verbatim=True, options=options)


def _umbrella() -> File:
    """Return the unit that stops and starts all processes of a host."""
    template = "wikimedia/lib/systemd/system/kafka-mirror.service.j2"
    return File(f"{_UNITS}/kafka-mirror.service", template, {}, "root", "root", "0444", verbatim=True)
