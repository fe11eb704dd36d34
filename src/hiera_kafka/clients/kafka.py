"""Queries and changes brokers over Kafka's own protocol; the only importer of kafka-python.

Answers come as the dataclasses of `clients.groups`. Requests that fail for a passing reason, such as a coordinator that
moves, are sent again over a new connection until `PATIENCE_S` is over.
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from kafka import KafkaAdminClient
from kafka.errors import GroupIdNotFoundError, KafkaError, NoError, UnsupportedVersionError, for_code
from kafka.protocol.consumer import IsolationLevel, OffsetSpec
from kafka.structs import OffsetAndMetadata

from hiera_kafka.clients.bootstrap import opened_or_closed
from hiera_kafka.clients.groups import DEAD, ActiveMember, Committed, ConsumerGroup, Range, TopicPartition
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoints, bootstrap_servers

T = TypeVar("T")

CONNECT_S = 10.0
"""How long the first broker may take to answer."""
PATIENCE_S = 20.0
"""How long a request that fails for a passing reason is sent again."""
_PAUSE_S = 0.2
_ERROR_CODE = re.compile(r"\[Error (-?\d+)\]")
"""How kafka-python begins the text of an error that a broker answered with."""
_CONSUMERS = "consumer"
"""Protocol of the members of a group of consumers."""
_UNCOMMITTED = -1
"""What brokers answer for a partition without a committed offset, and for a time after the last message."""


class _Admin(KafkaAdminClient):
    """The client, made to accept groups of Kafka Connect: it would read them as groups of consumers, and fail."""

    def _describe_groups_process_response(self, response: Any) -> Any:
        for group in response.groups:
            if group.protocol_type != _CONSUMERS:
                for member in group.members:
                    member.member_metadata = member.member_assignment = b""
        return super()._describe_groups_process_response(response)  # type: ignore[no-untyped-call]  # as above


def connection(endpoints: Endpoints, via: str | None = None) -> dict[str, Any]:
    """Return what clients of kafka-python are given to connect to a cluster.

    Args:
        endpoints: Its brokers.
        via: URL of a SOCKS5 proxy, which then looks up the names of brokers as well; None connects from here.
    """
    return {
        "proxy_url": via,
        "bootstrap_servers": [str(endpoint) for endpoint in endpoints],
        "client_id": "hiera-kafka",
        "bootstrap_timeout_ms": int(CONNECT_S * 1000),
    }


class Cluster:
    """A connection to a cluster; a context manager.

    Attributes:
        bootstrap_servers: `host:port,...` that it was opened with.
        connect_s: How long the first broker may take to answer.
    """

    connect_s: ClassVar[float] = CONNECT_S

    def __init__(self, endpoints: Endpoints, via: str | None = None) -> None:
        """Connect.

        Args:
            endpoints: Brokers, at least one of which must answer.
            via: URL of the proxy that leads to all brokers, as of `clients.ssh.proxy`; None connects from here.

        Raises:
            ClientError: None answers.
        """
        self.bootstrap_servers = bootstrap_servers(endpoints)
        self._endpoints = endpoints
        self._via = via
        self._admin = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._admin.close()

    @property
    def id(self) -> str:
        """The cluster's own id, made when it was first started."""
        return str(self._ask("who it is", lambda admin: admin.describe_cluster())["cluster_id"])

    def topics(self) -> dict[str, tuple[int, ...]]:
        """Return topic to the numbers of its partitions, sorted."""
        found = self._ask("its topics", lambda admin: admin.describe_topics())
        return {
            topic["name"]: tuple(sorted(partition["partition_index"] for partition in topic["partitions"]))
            for topic in sorted(found, key=lambda topic: str(topic["name"]))
        }

    def topic_ids(self) -> dict[str, str]:
        """Return topic to its id, in the form in which Kafka's own tools show it, of all topics that have one.

        A topic that is deleted and made again has another one. Topics have none where brokers are older than Kafka 2.8,
        or speak to each other as older ones (`inter.broker.protocol.version`).

        Raises:
            ClientError: The cluster does not answer.
        """
        found = self._ask("for ids of topics", lambda admin: admin.describe_topics())
        ids = {str(topic["name"]): _id_text(topic.get("topic_id")) for topic in found}
        return {topic: text for topic, text in sorted(ids.items()) if text is not None}

    def group_names(self) -> list[str]:
        """Return the names of all groups that have members or committed offsets, sorted."""
        return sorted({group["group_id"] for group in self._ask("its groups", lambda admin: admin.list_groups())})

    def groups(self, names: Iterable[str]) -> dict[str, ConsumerGroup]:
        """Return groups by name; one that the cluster does not know has the state Dead."""
        wanted = list(names)
        if not wanted:
            return {}
        found = self._ask("about groups", lambda admin: self._described(admin, wanted))
        return {name: _group(name, found[name]) for name in wanted}

    def committed(self, group: str) -> dict[TopicPartition, Committed]:
        """Return what a group committed, sorted by partition; empty for one that the cluster does not know."""
        found = self._ask("for committed offsets", lambda admin: admin.list_group_offsets({group: None}))[group]
        return {
            TopicPartition(*partition): Committed(
                offset.offset, offset.metadata or "", -1 if offset.leader_epoch is None else offset.leader_epoch
            )
            for partition, offset in sorted(found.items())
            if offset.offset != _UNCOMMITTED
        }

    def ranges(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, Range]:
        """Return the first and the next offset of partitions."""
        wanted = sorted(set(partitions))
        earliest, latest = (self._offsets(wanted, int(spec)) for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST))
        return {partition: Range(earliest[partition], latest[partition]) for partition in wanted}

    def stable_ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the last stable offset of partitions: where the first open transaction begins, or the end.

        Consumers with `isolation.level=read_committed` are given nothing from there on.
        """
        return self._offsets(sorted(set(partitions)), int(OffsetSpec.LATEST), int(IsolationLevel.READ_COMMITTED))

    def offsets_at(self, partitions: Iterable[TopicPartition], timestamp_ms: int) -> dict[TopicPartition, int | None]:
        """Return the offset of the first message of that time or later; None where there is none.

        Args:
            partitions: Which to ask for.
            timestamp_ms: Milliseconds since 1970, UTC.
        """
        found = self._offsets(sorted(set(partitions)), timestamp_ms)
        return {partition: None if offset == _UNCOMMITTED else offset for partition, offset in found.items()}

    def commit(self, group: str, offsets: Mapping[TopicPartition, Committed]) -> dict[TopicPartition, str]:
        """Commit offsets of a group without members, and return the broker's error for each that it refused."""
        wanted = {
            partition: OffsetAndMetadata(offset.offset, offset.metadata, offset.leader_epoch)
            for partition, offset in offsets.items()
        }
        return self._ask("to commit offsets", lambda admin: _refused(admin.alter_group_offsets(group, wanted)))

    def forget(self, group: str, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, str]:
        """Delete committed offsets of a group without members, and return the broker's error for each refused one."""
        wanted = list(partitions)
        try:
            return self._ask("to delete offsets", lambda admin: _refused(admin.delete_group_offsets(group, wanted)))
        except ClientError as error:
            if isinstance(error.__cause__, GroupIdNotFoundError):
                return {}  # a group without any offset, which is what was wanted
            raise

    def _offsets(
        self, partitions: list[TopicPartition], spec: int, isolation: int = int(IsolationLevel.READ_UNCOMMITTED)
    ) -> dict[TopicPartition, int]:
        if not partitions:
            return {}
        found = self._ask(
            "for offsets of partitions",
            lambda admin: admin.list_partition_offsets(
                dict.fromkeys(partitions, spec), isolation_level=IsolationLevel(isolation)
            ),
        )
        return {TopicPartition(*partition): answer.offset for partition, answer in found.items()}

    @staticmethod
    def _described(admin: Any, names: list[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = admin.describe_groups(names)
        for group in found.values():
            code = _ERROR_CODE.match(group["error"] or "")
            error = for_code(int(code[1])) if code else NoError  # type: ignore[no-untyped-call]  # no types
            if error not in (NoError, GroupIdNotFoundError):
                raise error(f"group {group['group_id']}")
        return found

    def _open(self) -> Any:
        configs = {**connection(self._endpoints, self._via), "bootstrap_timeout_ms": int(self.connect_s * 1000)}
        try:
            with opened_or_closed() as client:
                return _Admin(**configs, kafka_client=client)  # type: ignore[no-untyped-call]  # kafka-python has no types
        except (KafkaError, OSError, ValueError) as error:
            raise ClientError(
                Diagnostic(
                    "cluster-not-answering",
                    f"no broker of {self.bootstrap_servers} answers within {self.connect_s:.0f} s: {error}",
                    note="a broker that answers also names the addresses that it is reached at (advertised.listeners)",
                    hint="look whether the brokers run, and whether this machine may reach their ports",
                )
            ) from error

    def _ask(self, what: str, request: Callable[[Any], T]) -> T:
        """Send a request; `what` completes the sentence "asked ...".

        Raises:
            ClientError: The brokers refuse it, or give no answer.
        """
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return request(self._admin)
            except UnsupportedVersionError as error:
                raise ClientError(
                    Diagnostic(
                        "broker-too-old",
                        f"the brokers of {self.bootstrap_servers} are too old, asked {what}: {error}",
                        hint="deleting committed offsets needs Kafka 2.4 or later, anything else here 1.1",
                    )
                ) from error
            except (KafkaError, OSError) as error:
                if not getattr(error, "retriable", False) or time.monotonic() > deadline:
                    raise ClientError(self._refusal(what, error)) from error
            time.sleep(_PAUSE_S)
            # A new connection also forgets which broker coordinated the group.
            self._admin.close()
            self._admin = self._open()

    def _refusal(self, what: str, error: Exception) -> Diagnostic:
        return Diagnostic(
            "cluster-refuses",
            f"the cluster of {self.bootstrap_servers} refuses, asked {what}: {error}",
            hint="the error's name is Kafka's own; the brokers' logs say more",
        )


def _id_text(found: object) -> str | None:
    """Return a topic's id as Kafka writes it: 22 letters and digits of base64; None for none."""
    topic_id = None if found is None else found if isinstance(found, UUID) else UUID(str(found))
    # All zeros are what answers that know no ids, and topics without one, have in its place.
    if topic_id is None or not topic_id.int:
        return None
    return base64.urlsafe_b64encode(topic_id.bytes).decode("ascii").rstrip("=")


def _refused(results: Mapping[Any, type[KafkaError]]) -> dict[TopicPartition, str]:
    """Return the refusals among the results.

    Raises:
        KafkaError: One that passes by itself.
    """
    for error in results.values():
        if error is not NoError and error.retriable:
            raise error
    return {
        TopicPartition(*partition): error.__name__.removesuffix("Error")
        for partition, error in results.items()
        if error is not NoError
    }


def _group(name: str, found: Mapping[str, Any]) -> ConsumerGroup:
    members = [
        ActiveMember(
            member["client_id"],
            member["client_host"].removeprefix("/"),
            member["member_id"],
            _assigned(member["member_assignment"]),
        )
        for member in found["members"]
    ]
    return ConsumerGroup(
        name,
        found["group_state"] or DEAD,
        tuple(sorted(members, key=lambda member: (member.client_id, member.member_id))),
    )


def _assigned(assignment: object) -> tuple[TopicPartition, ...]:
    """Return the partitions of an assignment; none where the protocol is not that of consumers."""
    if not isinstance(assignment, dict):
        return ()
    topics = assignment.get("assigned_partitions") or []
    return tuple(sorted(TopicPartition(topic["topic"], number) for topic in topics for number in topic["partitions"]))
