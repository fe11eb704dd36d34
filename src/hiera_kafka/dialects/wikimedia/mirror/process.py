"""confluent::kafka::mirror::instance: one MirrorMaker process, its files and its unit."""

from __future__ import annotations

from typing import Any

from hiera_kafka.catalog.resources import Absent, Directory, File, Options, Setting, Unit
from hiera_kafka.catalog.values import setting
from hiera_kafka.dialects.wikimedia import certificates, java, jmx_exporter, kafka_common, ruby_calls
from hiera_kafka.dialects.wikimedia.classes import MIRROR_INSTANCE
from hiera_kafka.dialects.wikimedia.compilation import Compilation, joined
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import UNDEF, Argument, Arguments, hash_of, merged
from hiera_kafka.hiera.values import ruby

DIRECTORY = "/etc/kafka/mirror"
UNITS = "/lib/systemd/system"
TABLE = "profile::kafka::mirror"


class MirrorInstance:
    """One process of a mirror, by its parameters."""

    def __init__(
        self, compilation: Compilation, given: Arguments, defaults: dict[str, Argument], name: Argument, number: int
    ) -> None:
        """Declare it.

        Args:
            compilation: The host's.
            given: Parameters of profile::kafka::mirror.
            defaults: What every process of the mirror gets unless `properties` says otherwise.
            name: Name of the mirror.
            number: Number of the process, from 0.

        Raises:
            WikimediaError: `properties` has what is no parameter of a process.
        """
        self._name = Argument.derived(f"{name.text}@{number}", f"{TABLE}: number of the process", name.origin)
        own = {
            **defaults,
            "java_opts": self._java_options(compilation, given, number),
            "jmx_port": _port(given["jmx_base_port"], number),
        }
        properties = merged(hash_of(own, name.origin), given["properties"])
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
        return f"{DIRECTORY}/{self._name.text}"

    @property
    def _environment_path(self) -> str:
        return f"/etc/default/kafka-mirror-{self._name.text}"

    @property
    def _unit_path(self) -> str:
        return f"{UNITS}/kafka-mirror-{self._name.text}.service"

    def _java_options(self, compilation: Compilation, given: Arguments, number: int) -> Argument:
        tls = given["consumer_ssl_enabled"].data or given["producer_ssl_enabled"].data
        options, inputs = "", [given["consumer_ssl_enabled"].origin, given["producer_ssl_enabled"].origin]
        if tls:
            options = f"{certificates.NAMED_GROUPS} "
        agent = UNDEF
        if given["monitoring_enabled"].data:
            port = _port(given["jmx_exporter_base_port"], number)
            file = f"{DIRECTORY}/{self._name.text}/prometheus_jmx_exporter.yaml"
            agent = jmx_exporter.agent(compilation, port, file)
            inputs.append(agent.origin)
        return Argument.derived(f"{options}{agent.text}", f"{TABLE}: options for TLS and exporter", *inputs)

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
    return Argument.derived(base.data + number, f"{TABLE}: base port and number of the process", base.origin)


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
    bound = compilation.define(MIRROR_INSTANCE, name.text, passed)
    if bound["group_id"].data is None:
        bound["group_id"] = Argument.derived(f"kafka-mirror-{name.text}", "group of this process", name.origin)
    return bound


def _properties(options: Argument) -> list[Setting]:
    """Return the options of a client, sorted by name."""
    what = "the options of a client of the mirror"
    table = ruby_calls.as_hash(options.data, "keys", what, options.origin.position)
    names = ruby_calls.sort(list(table), what, options.origin.position)
    return [setting(ruby.text(name), options.at(name).value) for name in names]


def _file(path: str, template: str, options: Options | None = None, **context: Any) -> File:
    return File(path, template, context, "root", "root", None, verbatim=True, options=options)
