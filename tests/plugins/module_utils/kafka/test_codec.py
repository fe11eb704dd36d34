"""Values on Kafka's wire: what is written is read back, and no bytes do more than be refused."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.codec import (
    CORRELATION,
    Connection,
    ProtocolError,
    Reader,
    encode_array,
    encode_text,
    frame,
    unframe,
)

READS = (
    Reader.byte,
    Reader.flag,
    Reader.short,
    Reader.integer,
    Reader.integers,
    Reader.text,
    Reader.data,
    Reader.varint,
    Reader.compact_text,
    Reader.compact_integers,
    Reader.tags,
)


def varint(value: int) -> bytes:
    data = b""
    while value > 0x7F:
        data += bytes([value & 0x7F | 0x80])
        value >>= 7
    return data + bytes([value])


@given(st.text(max_size=100))
def test_a_text_is_read_back(value: str) -> None:
    assert Reader(encode_text(value)).text() == value


@given(st.lists(st.text(max_size=10)))
def test_an_array_is_read_back(values: list[str]) -> None:
    reader = Reader(encode_array([encode_text(value) for value in values]))
    assert reader.array(reader.text) == values


@given(st.integers(0, 2**32 - 1))
def test_a_number_of_variable_length_is_read_back(value: int) -> None:
    assert Reader(varint(value)).varint() == value


@given(st.text(max_size=300), st.lists(st.integers(-(2**31), 2**31 - 1), max_size=200))
def test_values_of_the_flexible_encoding_are_read_back(text: str, numbers: list[int]) -> None:
    data = text.encode()
    reader = Reader(
        varint(len(data) + 1) + data + varint(len(numbers) + 1) + struct.pack(f">{len(numbers)}i", *numbers) + b"\0"
    )
    assert reader.compact_text() == text
    assert reader.compact_integers() == tuple(numbers)
    reader.tags()
    assert Reader(b"\0").compact_text() is None


def test_tagged_fields_are_passed_over() -> None:
    reader = Reader(b"\2" + b"\7\3abc" + b"\x81\1\1x" + b"\5")
    reader.tags()
    assert reader.byte() == 5


def test_a_null_array_is_empty() -> None:
    assert Reader(struct.pack(">i", -1)).integers() == ()
    assert Reader(b"\0").compact_integers() == ()


@given(st.binary(max_size=60), st.lists(st.sampled_from(READS), max_size=10))
def test_no_bytes_make_the_reader_do_anything_but_read_or_refuse(data: bytes, reads: list[object]) -> None:
    reader = Reader(data)
    with suppress(ProtocolError):
        for read in reads:
            assert callable(read)
            read(reader)


@pytest.mark.parametrize("data", [b"\x7f\xff\xff\xff", b"\x7f\xff\xff\xff" + b"\0" * 100])
def test_a_count_that_no_answer_can_hold_reserves_nothing(data: bytes) -> None:
    with pytest.raises(ProtocolError, match="ends in the middle"):
        Reader(data).integers()


def test_a_number_without_end_is_refused() -> None:
    with pytest.raises(ProtocolError, match="does not end"):
        Reader(b"\xff" * 6).varint()


def test_a_request_has_its_length_and_header_before_it() -> None:
    assert frame(3, 5, b"body").hex() == "0000001900030005" + "68696b61" + "000b" + b"hiera-kafka".hex() + b"body".hex()
    assert frame(3, 5, b"body", flexible=True).endswith(b"hiera-kafka\0body")


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(ProtocolError, match="another question"):
        unframe(b"\0" * 8)


@contextmanager
def answering(answer: bytes) -> Iterator[tuple[str, int]]:
    """Listen, take one question, give the bytes as answer and hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        thread.join()


def test_an_answer_comes_whole_and_without_its_length() -> None:
    body = struct.pack(">i", CORRELATION) + b"x" * 100_000
    with answering(struct.pack(">i", len(body)) + body) as (address, port), Connection(address, port) as connection:
        assert connection.ask(b"question") == body


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (struct.pack(">i", 10) + b"half", "closed before an answer"),
        (b"", "closed before an answer"),
        (b"HTTP/1.1 400 Bad Request\r\n", "an answer of 1213486160 bytes"),
        (struct.pack(">i", -5), "an answer of -5 bytes"),
    ],
)
def test_what_is_no_answer_of_a_broker_is_refused(answer: bytes, words: str) -> None:
    with (
        answering(answer) as (address, port),
        Connection(address, port) as connection,
        pytest.raises(ProtocolError, match=words),
    ):
        connection.ask(b"question")


def test_an_answer_above_the_limit_is_refused_before_it_is_read() -> None:
    with (
        answering(struct.pack(">i", 101)) as (address, port),
        Connection(address, port, limit=100) as connection,
        pytest.raises(ProtocolError, match="an answer of 101 bytes"),
    ):
        connection.ask(b"question")
