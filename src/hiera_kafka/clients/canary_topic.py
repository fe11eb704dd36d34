"""Reads, makes and extends the topic of the canary, whose every partition says which broker is to lead it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka.errors import (
    ElectionNotNeededError,
    LeaderNotAvailableError,
    NoError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)
from kafka.protocol.admin import ElectionType

from hiera_kafka.clients.brokers import BrokerAdmin
from hiera_kafka.clients.topics import Option

Replicas = Sequence[tuple[int, ...]]
"""Ids of the brokers of each partition, the preferred leader first."""


@dataclass(frozen=True, slots=True)
class TopicShape:
    """A topic that is there.

    Attributes:
        leaders: Id of the leader of each partition, None where it has none.
        replicas: Ids of the brokers of each partition, the preferred leader first.
        options: Name to option, all that the brokers know.
    """

    leaders: tuple[int | None, ...]
    replicas: tuple[tuple[int, ...], ...]
    options: Mapping[str, Option]


class CanaryTopicAdmin(BrokerAdmin):
    """A connection that also looks after the topic of the canary."""

    def shape(self, topic: str) -> TopicShape | None:
        """Return what a topic is like; None where there is none. Asking makes none.

        Raises:
            ClientError: The brokers refuse, or do not answer.
        """
        partitions = self._ask(f"about topic {topic}", lambda admin: _partitions(admin, topic))
        if partitions is None:
            return None
        options = self.described([topic])[topic].options
        return TopicShape(
            tuple(None if one["leader_id"] < 0 else int(one["leader_id"]) for one in partitions),
            tuple(tuple(map(int, one["replica_nodes"])) for one in partitions),
            options,
        )

    def make(self, topic: str, replicas: Replicas, options: Mapping[str, str]) -> str | None:
        """Make a topic, wait until its partitions have leaders, and return the brokers' error where they refuse it.

        A topic that somebody else made in the meantime is taken as it is.

        Raises:
            ClientError: The brokers do not answer, or elect no leaders.
        """
        wanted = {topic: {"assignments": dict(enumerate(replicas)), "configs": dict(options)}}
        return self._made(topic, wanted)

    def hold(self, topic: str, partitions: int, options: Mapping[str, str]) -> str | None:
        """Have a topic with so many partitions or more, which the cluster places, with its own number of replicas.

        Args:
            topic: Its name.
            partitions: How many it is to have at least.
            options: What it gets where it is not there yet.

        Returns:
            The brokers' error where they refuse that.

        Raises:
            ClientError: As above.
        """
        found = self._ask(f"about topic {topic}", lambda admin: _partitions(admin, topic))
        if found is None:
            replicas = self.default_replication()
            shape = {"num_partitions": partitions, "replication_factor": replicas, "configs": dict(options)}
            return self._made(topic, {topic: shape})
        if len(found) >= partitions:
            return None
        refused = self.add_partitions({topic: partitions}).get(topic)
        if refused is None:
            self._led(topic, partitions)
        return refused

    def extend(self, topic: str, replicas: Replicas, more: Replicas) -> str | None:
        """Add partitions to a topic, and return the brokers' error where they refuse it.

        Args:
            topic: Its name.
            replicas: The brokers of the partitions that it has.
            more: The brokers of those that it gets.

        Raises:
            ClientError: The brokers do not answer, or elect no leaders.
        """
        wanted = {topic: {"count": len(replicas) + len(more), "assignments": [list(one) for one in more]}}
        refused = self._ask(
            f"to add partitions to topic {topic}",
            lambda admin: _refusal(admin.create_partitions(wanted, raise_errors=False).to_dict()["results"]),
        )
        if refused is None:
            self._led(topic, len(replicas) + len(more))
        return refused

    def prefer(self, topic: str, leaders: Mapping[int, int]) -> None:
        """Have partitions led by their preferred leaders, where these are in sync; others stay as they are.

        Args:
            topic: Their topic.
            leaders: Number of each partition, to the id of its preferred leader.

        Raises:
            ClientError: The brokers do not answer, or do not tell each other.
        """
        elected = self._ask(f"for leaders of topic {topic}", lambda admin: _elected(admin, topic, leaders))
        wanted = {number: leader for number, leader in leaders.items() if number in elected}
        self._ask(f"for leaders of topic {topic}", lambda admin: _check_leaders(admin, topic, wanted))

    def _made(self, topic: str, wanted: Mapping[str, Any]) -> str | None:
        refused = self._ask(
            f"to make topic {topic}",
            lambda admin: _refusal(
                admin.create_topics(dict(wanted), raise_errors=False)["topics"], TopicAlreadyExistsError
            ),
        )
        if refused is None:
            self._led(topic)
        return refused

    def _led(self, topic: str, least: int = 1) -> None:
        """Wait until the broker that is asked knows so many partitions at least, and a leader of each."""
        self._ask(f"for leaders of topic {topic}", lambda admin: _check_led(admin, topic, least))


def _partitions(admin: Any, topic: str) -> Sequence[Mapping[str, Any]] | None:
    (found,) = admin.describe_topics([topic])
    error = for_code(found["error_code"])  # type: ignore[no-untyped-call]  # kafka-python has no types
    if error is UnknownTopicOrPartitionError:
        return None
    if error is not NoError:
        raise error(f"topic {topic}")
    partitions: Sequence[Mapping[str, Any]] = found["partitions"]
    return sorted(partitions, key=lambda one: int(one["partition_index"]))


def _check_led(admin: Any, topic: str, least: int) -> None:
    """Check that leaders are known.

    Raises:
        KafkaError: They are not yet, which passes; or a request failed.
    """
    partitions = _partitions(admin, topic) or ()
    if len(partitions) < least or any(one["leader_id"] < 0 for one in partitions):
        raise LeaderNotAvailableError(f"topic {topic}")


def _elected(admin: Any, topic: str, partitions: Iterable[int]) -> set[int]:
    """Return the partitions that got their preferred leader, or had it."""
    wanted = {topic: list(partitions)}
    answer = admin.elect_leaders(ElectionType.PREFERRED, wanted, raise_errors=False).to_dict()
    results = [one for found in answer["replica_election_results"] for one in found["partition_result"]]
    fine = (NoError, ElectionNotNeededError)
    return {
        int(one["partition_id"])
        for one in results
        if for_code(one["error_code"]) in fine  # type: ignore[no-untyped-call]  # as above
    }


def _check_leaders(admin: Any, topic: str, wanted: Mapping[int, int]) -> None:
    """Check that partitions are led as wanted.

    Raises:
        KafkaError: The broker that is asked does not know it yet, which passes; or a request failed.
    """
    leaders = {one["partition_index"]: one["leader_id"] for one in _partitions(admin, topic) or ()}
    if any(leaders.get(number) != leader for number, leader in wanted.items()):
        raise LeaderNotAvailableError(f"topic {topic}")


def _refusal(results: Sequence[Mapping[str, Any]], *fine: type[Exception]) -> str | None:
    for result in results:
        error = for_code(result["error_code"])  # type: ignore[no-untyped-call]  # as above
        if error is not NoError and error not in fine:
            message = result.get("error_message")
            return str(error.__name__).removesuffix("Error") + (f": {message}" if message else "")
    return None
