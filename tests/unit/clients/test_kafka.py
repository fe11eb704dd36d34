"""What is not seen against a real broker; tests/local/test_offsets.py has the rest."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from uuid import UUID

import pytest
from kafka.errors import NoError, NotCoordinatorError, UnknownMemberIdError
from kafka.protocol.admin import DescribeGroupsResponse

from hiera_kafka.clients import kafka
from hiera_kafka.clients.groups import DEAD, ConsumerGroup, TopicPartition
from hiera_kafka.errors import ClientError
from hiera_kafka.model.endpoints import parse_endpoints
from lib.clusters.kafka_clients import UNCLOSED, stopped_clients

pytestmark = pytest.mark.filterwarnings(UNCLOSED)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with stopped_clients():
        yield


@pytest.mark.slow
def test_a_cluster_of_which_no_broker_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "CONNECT_S", 0.5)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        servers = f"127.0.0.1:{closed.getsockname()[1]}"

        with pytest.raises(ClientError) as caught:
            kafka.Cluster(parse_endpoints(servers))

    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.id == "cluster-not-answering"
    assert f"no broker of {servers} answers" in diagnostic.message


def test_refusals_are_named_by_kafkas_own_word() -> None:
    results = {("t", 0): NoError, ("t", 1): UnknownMemberIdError}

    assert kafka._refused(results) == {TopicPartition("t", 1): "UnknownMemberId"}


def test_a_refusal_that_passes_by_itself_is_raised_to_be_tried_again() -> None:
    with pytest.raises(NotCoordinatorError):
        kafka._refused({("t", 0): NoError, ("t", 1): NotCoordinatorError})


def test_a_group_without_a_state_is_one_that_the_cluster_does_not_know() -> None:
    assert kafka._group("g", {"group_state": "", "members": []}) == ConsumerGroup("g", DEAD)


def test_members_of_other_protocols_have_no_partitions() -> None:
    member = {"client_id": "connect-1", "client_host": "/10.0.0.1", "member_id": "m", "member_assignment": b"\x00\x01"}
    group = kafka._group("connect", {"group_state": "Stable", "members": [member]})

    assert [(str(one), one.partitions) for one in group.members] == [("connect-1@10.0.0.1", ())]


def test_groups_of_other_protocols_are_described_without_reading_their_members_metadata() -> None:
    """Bytes of a worker of Kafka Connect, which kafka-python fails to read as those of a consumer."""
    worker = b"\x00\x02\x00\x22http://127.0.0.1:8083/main-codfw"
    described = DescribeGroupsResponse.DescribedGroup(
        error_code=0,
        group_id="main-codfw-mm2",
        group_state="Stable",
        protocol_type="connect",
        protocol_data="sessioned",
        members=[
            DescribeGroupsResponse.DescribedGroup.DescribedGroupMember(
                member_id="m",
                client_id="main-codfw->main-eqiad",
                client_host="/10.0.0.1",
                member_metadata=worker,
                member_assignment=worker,
            )
        ],
    )
    admin = object.__new__(kafka._Admin)
    found = admin._describe_groups_process_response(DescribeGroupsResponse(version=4, groups=[described]))

    assert [str(member) for member in kafka._group("g", found["main-codfw-mm2"]).members] == [
        "main-codfw->main-eqiad@10.0.0.1"
    ]


@pytest.mark.parametrize(
    ("failure", "id_", "words"),
    [
        (kafka.UnsupportedVersionError("OffsetDelete"), "broker-too-old", "asked something: "),
        (UnknownMemberIdError("no"), "cluster-refuses", "UnknownMemberIdError"),
    ],
)
def test_what_brokers_refuse_says_what_they_were_asked(failure: Exception, id_: str, words: str) -> None:
    cluster = object.__new__(kafka.Cluster)
    cluster.bootstrap_servers, cluster._admin = "b:9092", None

    def fail(admin: object) -> None:
        raise failure

    with pytest.raises(ClientError) as caught:
        cluster._ask("something", fail)

    assert caught.value.diagnostics[0].id == id_
    assert words in caught.value.diagnostics[0].message


@pytest.mark.parametrize("found", [None, UUID(int=0), str(UUID(int=0))])
def test_a_topic_of_brokers_that_give_no_ids_has_none(found: object) -> None:
    assert kafka._id_text(found) is None


def test_an_id_is_written_as_kafkas_own_tools_write_it() -> None:
    """`org.apache.kafka.common.Uuid` writes the same number so."""
    assert kafka._id_text(UUID("1dff6186-5a95-418d-9d3b-8a819240cc32")) == "Hf9hhlqVQY2dO4qBkkDMMg"
