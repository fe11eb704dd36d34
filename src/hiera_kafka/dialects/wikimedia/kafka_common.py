"""confluent::kafka::common, and what else brokers and mirrors share: packages, user, directories, units."""

from __future__ import annotations

from hiera_kafka.catalog.resources import Directory, Section, Unit, User
from hiera_kafka.dialects.wikimedia.classes import CONFLUENT_KAFKA_COMMON
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.kafka_config.function import kafka_config
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments

ROLE = "kafka_common"
GC_LOG = "-XX:GCLogFileSize=50M -XX:+UseGCLogFileRotation -XX:NumberOfGCLogFiles=5"
"""Flags that every JVM of Kafka gets; Java 9 and later refuse them."""

USER = "kafka"
VERSION = "1.1.0"
"""Kafka of its packages, whose options files are checked against."""
_PACKAGED_UNITS = ("confluent-kafka", "confluent-kafka-connect", "confluent-zookeeper")
"""Units that the packages bring, and that must never run beside those of the catalog."""


def declare(compilation: Compilation, passed: Arguments) -> Arguments:
    """Declare confluent::kafka::common with parameters, and return all of them.

    Raises:
        WikimediaError: `duplicate_declaration`.
    """
    return _apply(compilation, compilation.declare(CONFLUENT_KAFKA_COMMON, passed))


def include(compilation: Compilation) -> Arguments:
    """Declare confluent::kafka::common where nothing has yet, and return its parameters."""
    if compilation.declared(CONFLUENT_KAFKA_COMMON.name):
        return compilation.include(CONFLUENT_KAFKA_COMMON)
    return _apply(compilation, compilation.include(CONFLUENT_KAFKA_COMMON))


def _apply(compilation: Compilation, parameters: Arguments) -> Arguments:
    uid = parameters["user_group_id"].data
    compilation.sections.append(
        Section(
            ROLE,
            "",
            packages=(f"confluent-kafka-{parameters['scala_version'].text}",),
            users=(User(USER, "Apache Kafka", uid=uid if isinstance(uid, int) else None),),
            directories=(
                Directory("/var/log/kafka", USER, USER),
                Directory("/etc/kafka/mirror", USER, USER, mode=None, purge=True),
            ),
            units=tuple(Unit(name, running=False, enabled=False, masked=True) for name in _PACKAGED_UNITS),
        )
    )
    return parameters


def service(name: str, enabled: Argument) -> Unit:
    """Return the state of a service that runs unless it is disabled outright."""
    runs = enabled.data is not False
    return Unit(name, running=runs, enabled=runs)


def cluster(compilation: Compilation, name: Argument) -> Argument:
    """Return what kafka_config says of a cluster.

    Raises:
        WikimediaError: See kafka_config.
    """
    host = compilation.host
    config = kafka_config(host.find, host.scope, name.data, strict=host.strict)
    return Argument(config.value, config.trace)
