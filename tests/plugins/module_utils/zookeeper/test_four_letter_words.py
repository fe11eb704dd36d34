"""How ZooKeeper's answers are read."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import four_letter_words

SRVR = "Zookeeper version: 3.8.4\nLatency min/avg/max: 0/0.0/0\nMode: follower\nNode count: 5\n"


def test_the_mode_of_a_serving_zookeeper_is_read() -> None:
    assert four_letter_words.mode(SRVR) == "follower"
    assert four_letter_words.mode("This ZooKeeper instance is not currently serving requests\n") is None


def test_the_version_is_read_from_the_first_line() -> None:
    answer = SRVR.replace("3.8.4", "3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12 22:16 UTC")
    assert four_letter_words.version(answer) == "3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c"
    assert four_letter_words.version("This ZooKeeper instance is not currently serving requests\n") is None


def test_the_synced_followers_are_read_from_what_a_leader_monitors() -> None:
    answer = "zk_version\t3.8.4\nzk_server_state\tleader\nzk_synced_followers\t2\nzk_synced_observers\t0\n"
    assert four_letter_words.synced_followers(answer) == 2
    assert four_letter_words.synced_followers(answer.replace("followers\t2", "followers\t2.0")) == 2
    assert four_letter_words.synced_followers("zk_server_state\tfollower\n") is None
    assert four_letter_words.synced_followers("mntr is not executed because it is not in the whitelist.\n") is None


def test_what_answers_a_byte_at_a_time_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.05)

        thread = threading.Thread(target=trickle)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            four_letter_words.ask("127.0.0.1", server.getsockname()[1], "srvr", 0.3)
        assert time.monotonic() - begun < 2
        thread.join()
