"""Whether anything listens, tried on real ports."""

from __future__ import annotations

import socket
import time

from hiera_kafka.clients.answering import any_answers


def test_one_that_listens_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert any_answers([("nowhere.invalid", 9092), ("192.0.2.1", 9092), ("127.0.0.1", port)])
    assert not any_answers([("127.0.0.1", port)])
    assert not any_answers([])


def test_nobody_is_waited_for_longer_than_agreed() -> None:
    with socket.socket() as full:
        # No more than one connection waits here; further ones get no answer at all.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        place = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(place)
        begun = time.monotonic()

        assert not any_answers([place, ("192.0.2.1", 9092)], 0.3)
        assert time.monotonic() - begun < 2
        for one in waiting:
            one.close()
