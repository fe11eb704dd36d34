"""Reads and writes what topics are like: partitions, replicas, options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import NoError, TopicAuthorizationFailedError, for_code

from hiera_kafka.clients.kafka import Cluster

DEFAULT_REPLICATION = "default.replication.factor"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a topic.

    Attributes:
        value: What holds, as the broker writes it.
        own: Whether the topic has it itself, rather than from its brokers or from Kafka.
    """

    value: str
    own: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic is like.

    Attributes:
        name: Its name.
        partitions: How many.
        replicas: How many each has.
        options: Name to option, all that the brokers know.
    """

    name: str
    partitions: int
    replicas: int
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic that is to be made.

    Attributes:
        partitions: How many.
        replicas: How many each gets.
        options: Name to value of its own options.
    """

    partitions: int
    replicas: int
    options: Mapping[str, str]


class TopicAdmin(Cluster):
    """A connection that also reads and writes topics."""

    def described(self, names: Iterable[str]) -> dict[str, Topic]:
        """Return topics by name; each must be there.

        Raises:
            ClientError: The brokers refuse, or do not answer.
        """
        wanted = sorted(set(names))
        if not wanted:
            return {}
        shapes = self._ask("about topics", lambda admin: _sound(admin.describe_topics(wanted)))
        options = self._ask("for options of topics", lambda admin: _options(admin, wanted))
        return {
            name: Topic(
                name,
                len(shapes[name]["partitions"]),
                max(len(partition["replica_nodes"]) for partition in shapes[name]["partitions"]),
                options[name],
            )
            for name in wanted
        }

    def default_replication(self) -> int:
        """Return how many replicas brokers give a topic that does not say.

        Raises:
            ClientError: The brokers refuse, or do not answer.
        """
        return self._ask("for the default replication factor", _default_replication)

    def create(self, topics: Mapping[str, NewTopic]) -> dict[str, str]:
        """Create topics, and return the brokers' error for each that they refused.

        Raises:
            ClientError: The brokers do not answer.
        """
        wanted = _wanted(topics)
        return self._ask(
            "to make topics", lambda admin: _failed(admin.create_topics(wanted, raise_errors=False)["topics"])
        )

    def would_be(self, topics: Mapping[str, NewTopic]) -> tuple[dict[str, dict[str, Option]], dict[str, str]]:
        """Return the options that topics would have, were they made, and what the brokers say to those they refuse.

        Options are missing where brokers are older than Kafka 2.4.

        Raises:
            ClientError: The brokers do not answer.
        """
        wanted = _wanted(topics)
        if not wanted:
            return {}, {}
        results = self._ask(
            "what topics would be",
            lambda admin: admin.create_topics(wanted, validate_only=True, raise_errors=False)["topics"],
        )
        return {str(result["name"]): _entries(result.get("configs") or {}) for result in results}, _failed(results)

    def add_partitions(self, counts: Mapping[str, int]) -> dict[str, str]:
        """Raise the number of partitions of topics, and return the brokers' error for each that they refused.

        Raises:
            ClientError: The brokers do not answer.
        """
        wanted = dict(counts)
        return self._ask(
            "to add partitions",
            lambda admin: _failed(admin.create_partitions(wanted, raise_errors=False).to_dict()["results"]),
        )

    def set_options(self, options: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Set options of topics and leave others, and return the brokers' error for each topic that they refused.

        Raises:
            ClientError: The brokers do not answer.
        """
        resources = [_resource(name, dict(given)) for name, given in options.items()]
        answers = self._ask(
            "to set options of topics", lambda admin: admin.alter_configs(resources, raise_on_unknown=False)
        )
        return {name: answer for name, answer in answers.get("topic", {}).items() if answer != "OK"}


def _resource(name: str, options: dict[str, str] | None = None, kind: Any = ConfigResourceType.TOPIC) -> Any:
    return ConfigResource(kind, name, options)  # type: ignore[no-untyped-call]  # kafka-python has no types


def _sound(topics: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return topics by name.

    Raises:
        KafkaError: The brokers' error for one of them.
    """
    for topic in topics:
        if error := topic.get("error_code"):
            raise for_code(error)(f"topic {topic['name']}")  # type: ignore[no-untyped-call]  # kafka-python has no types
    return {str(topic["name"]): topic for topic in topics}


def _options(admin: Any, names: Iterable[str]) -> dict[str, dict[str, Option]]:
    resources = [_resource(name) for name in names]
    found = admin.describe_configs(resources, config_filter="all").get("topic", {})
    options = {str(name): _entries(entries) for name, entries in found.items()}
    for name in names:
        if not options.get(name):  # the client leaves out why; every topic that may be seen has options
            raise TopicAuthorizationFailedError(f"options of topic {name}")
    return options


def _entries(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Option]:
    return {
        str(name): Option(str(entry["value"]), entry["config_source"] == "DYNAMIC_TOPIC_CONFIG")
        for name, entry in entries.items()
        if entry["value"] is not None
    }


def _wanted(topics: Mapping[str, NewTopic]) -> dict[str, dict[str, Any]]:
    return {
        name: {"num_partitions": new.partitions, "replication_factor": new.replicas, "configs": dict(new.options)}
        for name, new in topics.items()
    }


def _default_replication(admin: Any) -> int:
    broker = str(min(node["broker_id"] for node in admin.describe_cluster()["brokers"]))
    found = admin.describe_configs([_resource(broker, kind=ConfigResourceType.BROKER)], config_filter="all")
    return int(found["broker"][broker][DEFAULT_REPLICATION]["value"])


def _failed(results: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    failed = {}
    for result in results:
        error = for_code(result["error_code"])  # type: ignore[no-untyped-call]  # as above
        if error is not NoError:
            message = result.get("error_message")
            failed[str(result["name"])] = error.__name__.removesuffix("Error") + (f": {message}" if message else "")
    return failed
