"""Reads what the brokers of a running cluster say of themselves: addresses, racks, options and where these are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import ClusterAuthorizationFailedError

from hiera_kafka.clients.topics import TopicAdmin

_FILE = "STATIC_BROKER_CONFIG"
_DEFAULT = "DEFAULT_CONFIG"
_DYNAMIC = {
    "DYNAMIC_BROKER_CONFIG": "this broker",
    "DYNAMIC_DEFAULT_BROKER_CONFIG": "all brokers of the cluster",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A broker as the cluster's metadata has it.

    Attributes:
        id: Its id.
        host: Name or address that it advertises on the listener that was asked.
        port: The port of that listener.
        rack: Its rack, None where it has none.
    """

    id: int
    host: str
    port: int
    rack: str | None


@dataclass(frozen=True, slots=True)
class BrokerOption:
    """An option of a broker, with each place that sets it.

    Attributes:
        in_file: Whether server.properties has it.
        file: What it says there; None where it does not, or where the broker keeps it to itself.
        default: Value of the broker's release, None where it has none.
        dynamic: What was set in the cluster by `kafka-configs`: for whom, and the value (None: kept to itself).
        sensitive: Whether brokers keep the value to themselves: passwords, and options that Kafka does not know.
        type: Kafka's name of its type in lower case, such as `int`; `unknown` for options that Kafka does not know.
    """

    in_file: bool
    file: str | None
    default: str | None
    dynamic: tuple[tuple[str, str | None], ...] = ()
    sensitive: bool = False
    type: str = "unknown"

    @property
    def in_force(self) -> str | None:
        """What counts: what was set in the cluster, else the file, else the default; None where that is kept back."""
        if self.dynamic:
            return self.dynamic[0][1]
        return self.file if self.in_file else self.default


class BrokerAdmin(TopicAdmin):
    """A connection that also reads what brokers are like."""

    def members(self) -> tuple[Member, ...]:
        """Return the brokers that are alive, sorted by id.

        Raises:
            ClientError: The brokers refuse, or do not answer.
        """
        found = self._ask("which brokers there are", lambda admin: admin.describe_cluster()["brokers"])
        members = (
            Member(int(one["broker_id"]), str(one["host"]), int(one["port"]), one.get("rack") or None) for one in found
        )
        return tuple(sorted(members, key=lambda member: member.id))

    def cluster_id(self) -> str | None:
        """Return the id that the cluster gave itself when it was started first; None where brokers do not tell it.

        Raises:
            ClientError: The brokers refuse, or do not answer.
        """
        found = self._ask("which cluster this is", lambda admin: admin.describe_cluster().get("cluster_id"))
        return str(found) if found else None

    def options(self, brokers: Iterable[int]) -> dict[int, dict[str, BrokerOption]]:
        """Return for each broker every option that it knows, by name.

        Raises:
            ClientError: The brokers refuse, do not answer, or are older than Kafka 1.1.
        """
        wanted = sorted(set(brokers))
        return self._ask("for options of brokers", lambda admin: _described(admin, wanted))


def _described(admin: Any, brokers: list[int]) -> dict[int, dict[str, BrokerOption]]:
    found = admin.describe_configs(broker_resources(brokers), include_synonyms=True, config_filter="all")
    return {broker: broker_options(found, broker) for broker in brokers}


def broker_resources(brokers: Iterable[int]) -> list[Any]:
    """Return brokers as what options are asked of."""
    return [
        ConfigResource(ConfigResourceType.BROKER, str(broker))  # type: ignore[no-untyped-call]  # kafka-python has no types
        for broker in brokers
    ]


def broker_options(found: Mapping[str, Mapping[str, Any]], broker: int) -> dict[str, BrokerOption]:
    """Return the options of a broker, by name, of what kafka-python found.

    Raises:
        ClusterAuthorizationFailedError: The broker does not tell them.
    """
    entries = found.get("broker", {}).get(str(broker))
    if not entries:  # the client leaves out why; every broker has options
        raise ClusterAuthorizationFailedError(f"options of broker {broker}")
    return {str(name): _option(str(name), entry) for name, entry in sorted(entries.items())}


def _option(name: str, entry: Mapping[str, Any]) -> BrokerOption:
    # Synonyms come with the strongest first; some are other options, such as log.retention.hours for log.retention.ms.
    own = [(str(one["source"]), one["value"]) for one in entry.get("synonyms") or () if one["name"] == name]
    places = dict(reversed(own))
    return BrokerOption(
        in_file=_FILE in places,
        file=places.get(_FILE),
        default=places.get(_DEFAULT),
        dynamic=tuple((_DYNAMIC[source], value) for source, value in own if source in _DYNAMIC),
        sensitive=bool(entry.get("is_sensitive")),
        type=str(entry.get("config_type") or "unknown").lower(),
    )
