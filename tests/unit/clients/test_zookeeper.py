"""How answers of ZooKeeper are read; a real server answers in tests/local/test_adopt.py."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hiera_kafka.clients import zookeeper
from hiera_kafka.clients.zookeeper import ConnectString, Ensemble, ServerAddress, parse_conf, server_lines
from hiera_kafka.errors import ClientError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("zk1", "zk1:2181"),
        ("zk1:2182,zk2/", "zk1:2182,zk2:2181"),
        (" zk1:2181, zk2:2181/kafka/main/ ", "zk1:2181,zk2:2181/kafka/main"),
    ],
)
def test_a_connect_string_has_servers_and_a_path(text: str, shown: str) -> None:
    assert str(ConnectString.parse(text)) == shown


@pytest.mark.parametrize("text", ["", "/kafka", "zk1:", "zk1:0", "zk1:x", "zk1,,zk2", "zk1:70000"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        ConnectString.parse(text)


def test_conf_is_read_and_a_closed_whitelist_is_no_answer() -> None:
    text = "clientPort=2181\ndataDir=/d/version-2\nserverId=3\nmembership: \nserver.1=zk1:2182:2183:participant\n"

    assert parse_conf(text)["dataDir"] == "/d/version-2"
    assert parse_conf(text)["server.1"] == "zk1:2182:2183:participant"
    assert parse_conf("conf is not executed because it is not in the whitelist.\n") == {}


def test_lines_of_members_are_sorted_by_id() -> None:
    text = "server.10=zk10:2888:3888:participant\nserver.2=zk2:2888:3888:observer;0.0.0.0:2181\nversion=0\n"

    assert list(server_lines(text).items()) == [
        (2, "zk2:2888:3888:observer;0.0.0.0:2181"),
        (10, "zk10:2888:3888:participant"),
    ]


def test_nobody_who_answers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zookeeper, "CONNECT_S", 0.2)
    with pytest.raises(ClientError, match=r"no server of ZooKeeper 127\.0\.0\.1:1 answers"):
        Ensemble(ConnectString.parse("127.0.0.1:1"))
    with pytest.raises(ClientError, match=r"no server of ZooKeeper 127\.0\.0\.1:1 answers"):
        zookeeper.settings(ServerAddress("127.0.0.1", 1))


def test_one_that_takes_connections_and_says_nothing_is_waited_for_no_longer_than_was_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        place = ServerAddress("127.0.0.1", mute.getsockname()[1])
        begun = time.monotonic()
        with pytest.raises(ClientError) as raised:
            Ensemble(ConnectString((place,)), connect_s=1.0)

    assert time.monotonic() - begun < 4
    assert f"no server of ZooKeeper {place} answers within 1 s" in raised.value.diagnostics[0].message


@contextmanager
def served(answer: bytes) -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/commands/configuration" else 404)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None: ...

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            json.dumps({"command": "configuration", "client_port": 2181, "server_id": 2, "tick_time": 2000}).encode(),
            {"clientPort": "2181", "serverId": "2", "tickTime": "2000"},
        ),
        (b"<html>another program</html>", {}),
        (b'["another", "program"]', {}),
    ],
)
def test_the_admin_server_tells_the_same_and_another_program_nothing(
    answer: bytes, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(answer) as port:
        monkeypatch.setattr(zookeeper, "_ADMIN_PORT", port)
        assert zookeeper._from_admin_server("127.0.0.1") == expected
    assert zookeeper._from_admin_server("127.0.0.1") == {}
