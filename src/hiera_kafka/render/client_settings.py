"""Settings that a client of Kafka can be given as they are, in the form that it reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hiera_kafka.errors import Diagnostic, RenderError
from hiera_kafka.model.endpoints import ClusterEndpoints
from hiera_kafka.render.formats import properties_key, properties_value
from hiera_kafka.text import one_line

Settings = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Client:
    """How one client is configured.

    Attributes:
        settings: From where a cluster is reached to the client's own names.
        text: From the cluster's name and these settings to what the client reads, comments included.
    """

    settings: Callable[[ClusterEndpoints], Settings]
    text: Callable[[str, Settings], str]


def _librdkafka(endpoint: ClusterEndpoints) -> Settings:
    plain = {"bootstrap.servers": endpoint.bootstrap_servers}
    return {**plain, "security.protocol": "SSL", "ssl.ca.location": endpoint.ca} if endpoint.tls else plain


def _kafka_python(endpoint: ClusterEndpoints) -> Settings:
    plain: dict[str, str | list[str]] = {"bootstrap_servers": list(endpoint.servers)}
    return {**plain, "security_protocol": "SSL", "ssl_cafile": endpoint.ca} if endpoint.tls else plain


def _java(endpoint: ClusterEndpoints) -> dict[str, str | list[str]]:
    plain: dict[str, str | list[str]] = {"bootstrap.servers": endpoint.bootstrap_servers}
    if not endpoint.tls:
        return plain
    return {**plain, "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.location": endpoint.ca}


def _rsyslog(endpoint: ClusterEndpoints) -> Settings:
    plain: dict[str, str | list[str]] = {"broker": list(endpoint.servers)}
    return (
        {**plain, "confParam": ["security.protocol=ssl", f"ssl.ca.location={endpoint.ca}"]} if endpoint.tls else plain
    )


def _spark(endpoint: ClusterEndpoints) -> Settings:
    return {f"kafka.{name}": value for name, value in _java(endpoint).items()}


def _kcat_text(cluster: str, settings: Settings) -> str:
    lines = [f"{name}={value}" for name, value in settings.items()]
    return "\n".join([f"# kcat for {cluster}: save it as kcat.conf, then `kcat -F kcat.conf -L`", *lines])


def _java_text(cluster: str, settings: Settings) -> str:
    head = f"# Java clients and Kafka's own tools for {cluster}: --command-config, --consumer.config, --producer.config"
    return "\n".join([head, *(f"{properties_key(name)}={properties_value(str(v))}" for name, v in settings.items())])


def _python_text(head: str, tail: str) -> Callable[[str, Settings], str]:
    """Return what writes a dict as the formatters of Python do, after one line of comment and before some of use."""

    def text(cluster: str, settings: Settings) -> str:
        items = [f"    {_literal(name)}: {_literal(value)}," for name, value in settings.items()]
        return "\n".join([f"# {head} for {cluster}", "settings = {", *items, "}", f"# {tail}"])

    return text


def _literal(value: str | list[str]) -> str:
    """Return a literal of Python; JSON's are, but for its escapes of characters beyond 16 bits."""
    return json.dumps(value, ensure_ascii=False)


def _rsyslog_text(cluster: str, settings: Settings) -> str:
    lists = [
        f"       {name}=[{', '.join(_quoted(value) for value in values)}]"
        for name, values in settings.items()
        if isinstance(values, list)
    ]
    head = f"# rsyslog for {cluster}: save it below /etc/rsyslog.d; omkafka is in the package rsyslog-kafka"
    action = ['action(type="omkafka"', '       topic="syslog"', *lists]
    return "\n".join([head, 'module(load="omkafka")', *action]) + ")"


def _quoted(text: str) -> str:
    """Return a text constant of RainerScript."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return f'"{escaped}"'


def _refuse_odd(ca: str) -> None:
    if not ca or not ca.isprintable() or ca != ca.strip():
        raise RenderError(
            Diagnostic(
                "value-not-representable",
                f"{ca!r} is empty, or has control characters or blanks at its ends, which not every client can read",
                hint="give the file of authorities a plain name",
            )
        )


CLIENTS: dict[str, Client] = {
    "kcat": Client(_librdkafka, _kcat_text),
    "confluent-kafka": Client(
        _librdkafka,
        _python_text(
            "confluent-kafka (Python)",
            'Producer(settings), Consumer({**settings, "group.id": "my-group", "auto.offset.reset": "earliest"})',
        ),
    ),
    "kafka-python": Client(
        _kafka_python,
        _python_text(
            "kafka-python",
            'KafkaProducer(**settings), KafkaConsumer("my-topic", **settings, group_id="my-group")',
        ),
    ),
    "java": Client(_java, _java_text),
    "rsyslog": Client(_rsyslog, _rsyslog_text),
    "spark": Client(
        _spark,
        _python_text(
            "Spark Structured Streaming",
            'spark.readStream.format("kafka").options(**settings).option("subscribe", "my-topic").load()',
        ),
    ),
}
"""Name on the command line to how that client is configured."""


def client_settings(endpoint: ClusterEndpoints, client: str) -> Settings:
    """Return the settings of a client, under the names that it has for them.

    Args:
        endpoint: How the cluster is reached.
        client: One of CLIENTS.
    """
    return CLIENTS[client].settings(endpoint)


def client_text(endpoint: ClusterEndpoints, client: str) -> str:
    """Return the settings of a client as it reads them.

    Args:
        endpoint: How the cluster is reached.
        client: One of CLIENTS.

    Raises:
        RenderError: The file has a name that cannot be written in every form.
    """
    _refuse_odd(endpoint.ca)
    return CLIENTS[client].text(one_line(endpoint.cluster), client_settings(endpoint, client))
