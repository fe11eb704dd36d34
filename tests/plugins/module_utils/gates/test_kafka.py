"""One look at a cluster, whose answers a real broker gave once (Kafka 3.9.2, recorded/)."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.gate import Member
from ansible_collections.hiera_kafka.core.plugins.module_utils.gates.kafka import observe
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka import cluster_state
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import CORRELATION, encode_array, encode_text

RECORDED = {
    name: {what: bytes.fromhex(data) for what, data in pair.items()}
    for name, pair in json.loads((Path(__file__).parents[1] / "kafka/recorded/kafka-3.9.2.json").read_text()).items()
}


def configs(option: str, values: dict[str, str], code: int = 0) -> bytes:
    """Return the answer to a question for one option, as the broker writes it."""
    answer = struct.pack(">iii", CORRELATION, 0, len(values))
    for name, value in values.items():
        entry = encode_text(option) + encode_text(value) + struct.pack(">?b?", False, 5, False) + encode_array([])
        answer += struct.pack(">hhb", code, -1, 2) + encode_text(name) + encode_array([] if code else [entry])
    return answer


@contextmanager
def broker(authorizer: str = "", *, refused: int = 0, mute: int | None = None) -> Iterator[tuple[str, int]]:
    """Answer as broker 1001 did; `mute` is a question that it hangs up on, `refused` its error about itself."""

    def answer(request: bytes) -> bytes:
        (api,) = struct.unpack(">h", request[:2])
        if api == mute:
            raise ConnectionAbortedError
        if api == cluster_state.DESCRIBE_CONFIGS and b"authorizer" in request:
            return configs("authorizer.class.name", {"1001": authorizer}, refused)
        if api == cluster_state.DESCRIBE_CONFIGS:
            return configs("min.insync.replicas", {"events": "2", "moving": "1"})
        if api == cluster_state.API_VERSIONS:
            return RECORDED["versions"]["answer"]
        if api == cluster_state.LIST_PARTITION_REASSIGNMENTS:
            return RECORDED["reassignments"]["answer"]
        return RECORDED["partitions"]["answer"]

    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while not stop.is_set():
                connection, _ = server.accept()
                with connection, connection.makefile("rb") as stream:
                    try:
                        while head := stream.read(4):
                            reply = answer(stream.read(struct.unpack(">i", head)[0]))
                            connection.sendall(struct.pack(">i", len(reply)) + reply)
                    except ConnectionError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        stop.set()
        socket.create_connection(server.getsockname()).close()
        thread.join()


@pytest.fixture
def nobody() -> tuple[str, int]:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address, port = closed.getsockname()
    return address, port


def test_a_look_takes_all_from_the_controller_and_says_who_is_silent(nobody: tuple[str, int]) -> None:
    with broker() as place:
        snapshot = observe([Member(1001, "k1", *place), Member(1002, "k2", *nobody)])
    assert snapshot.controller == 1001
    assert snapshot.silent == {1002: "no connection: Connection refused"}
    assert snapshot.registered == {1001, 1002, 1003}
    assert len(snapshot.partitions) == 7
    assert snapshot.min_insync == {"events": 2, "moving": 1}
    assert snapshot.reassigning == ("moving-0",)
    assert snapshot.unanswered is None
    assert snapshot.text == "1 of 2 brokers answer, Kafka controller 1001, 7 partitions, 1 under-replicated"


def test_a_cluster_where_nobody_answers_has_no_controller(nobody: tuple[str, int]) -> None:
    snapshot = observe([Member(1001, "k1", *nobody)])
    assert snapshot.controller is None
    assert snapshot.text == "0 of 1 broker answer, no Kafka controller, 0 partitions, none under-replicated"


def test_a_controller_that_does_not_answer_a_question_leaves_a_reason() -> None:
    with broker(mute=cluster_state.DESCRIBE_CONFIGS) as place:
        snapshot = observe([Member(1001, "k1", *place)])
    assert snapshot.unanswered == "broker 1001: the connection was closed before an answer came"
    assert snapshot.partitions == ()


@pytest.mark.parametrize(("authorizer", "refused"), [("kafka.security.authorizer.AclAuthorizer", 0), ("", 31)])
def test_behind_an_authorizer_what_lies_on_disk_and_is_not_shown_is_hidden(
    tmp_path: Path, authorizer: str, refused: int
) -> None:
    for name in ("events-0", "secret-3", "gone-0.1a2b-delete", "not-a-partition"):
        (tmp_path / name).mkdir()
    (tmp_path / "recovery-point-offset-checkpoint").touch()
    (tmp_path / "planted-0").symlink_to("/")
    with broker(authorizer, refused=refused) as place:
        assert observe([Member(1001, "k1", *place)], [str(tmp_path)]).hidden == ("secret-3",)


def test_without_an_authorizer_nothing_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "leftover-3").mkdir()
    with broker() as place:
        assert observe([Member(1001, "k1", *place)], [str(tmp_path)]).hidden == ()
