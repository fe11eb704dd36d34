"""What a ZooKeeper server answers to its host; tests/local asks real ones."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.look import zookeeper

SRVR = "Zookeeper version: 3.8.4-931, built on 2024-02-12\nLatency min/avg/max: 0/0.0/0\nMode: leader\n"
SUMMARY = "zk_avg_fsynctime\t0.1\nzk_cnt_fsynctime\t34\nzk_p99_fsynctime\t1\n"
MNTR = f"zk_version\t3.8.4\nzk_synced_followers\t2\nzk_max_latency\t6\n{SUMMARY}"
CONF = "clientPort=2181\ndataDir=/var/lib/zookeeper/version-2\nmembership: \nserver.1=zk1:2888:3888:participant\n"
LOOKING = "This ZooKeeper instance is not currently serving requests\n"
REFUSED = "mntr is not executed because it is not in the whitelist.\n"


class Words:
    """A server on loopback that has an answer for each word."""

    def __init__(self) -> None:
        self.answers: Mapping[str, str] = {}
        self.asked: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                word = connection.recv(4).decode()
                if not word:
                    return
                self.asked.append(word)
                connection.sendall(self.answers.get(word, "").encode())

    def close(self) -> None:
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()


@pytest.fixture
def words() -> Iterator[Words]:
    server = Words()
    yield server
    server.close()


def asked(port: int, myid: Path) -> dict[str, object]:
    return zookeeper.read({"service": "zookeeper", "address": "127.0.0.1", "port": port, "myid": str(myid)})


def test_a_member_says_its_mode_version_and_what_it_counts(words: Words, tmp_path: Path) -> None:
    (tmp_path / "myid").write_text("3\n")
    words.answers = {"srvr": SRVR, "mntr": MNTR, "conf": CONF}
    found = asked(words.port, tmp_path / "myid")

    assert (found["mode"], found["version"], found["myid"], found["detail"]) == ("leader", "3.8.4-931", 3, "")
    assert found["values"] == {"zk_version": "3.8.4", "zk_synced_followers": "2", "zk_max_latency": "6"}
    assert found["conf"] == {
        "clientPort": "2181",
        "dataDir": "/var/lib/zookeeper/version-2",
        "server.1": "zk1:2888:3888:participant",
    }


def test_a_word_that_is_not_in_the_whitelist_has_no_values(words: Words, tmp_path: Path) -> None:
    words.answers = {"srvr": SRVR, "mntr": REFUSED, "conf": CONF}
    found = asked(words.port, tmp_path / "none")
    assert (found["mode"], found["values"], found["myid"]) == ("leader", {}, None)


def test_a_member_without_a_quorum_looks_for_one(words: Words, tmp_path: Path) -> None:
    words.answers = {"srvr": LOOKING}
    assert asked(words.port, tmp_path / "none")["mode"] == "looking"


def test_what_is_no_zookeeper_says_what_it_answers_and_is_asked_once(words: Words, tmp_path: Path) -> None:
    words.answers = {"srvr": "HTTP/1.1 400 \x1b[31m\r\n"}
    found = asked(words.port, tmp_path / "none")
    assert found["mode"] is None
    assert found["detail"] == f"127.0.0.1:{words.port} answers 'HTTP/1.1 400 \\\\x1b[31m'"
    assert words.asked == ["srvr"]


def test_nothing_that_listens_is_said_and_a_myid_that_is_none_is_none(tmp_path: Path) -> None:
    (tmp_path / "myid").write_text("²\n")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    found = asked(port, tmp_path / "myid")
    assert (found["mode"], found["myid"]) == (None, None)
    assert found["detail"] == f"127.0.0.1:{port}: Connection refused"
