"""Asks a real supervisord."""

from __future__ import annotations

import socketserver
import threading
from pathlib import Path

import pytest

from hiera_kafka.clients.supervisor import SOCKET, Program, processes, shut_down
from hiera_kafka.errors import ClientError
from lib.machine.supervisors import supervisord

pytestmark = pytest.mark.slow


def test_programs_are_listed_with_state_and_process_id(tmp_path: Path) -> None:
    with supervisord(tmp_path / "run"):
        sleeper, stopped = processes(tmp_path / "run")
        assert (sleeper.name, sleeper.state) == ("sleeper", "RUNNING")
        assert Path(f"/proc/{sleeper.pid}/comm").read_text() == "sleep\n"
        assert sleeper.seconds >= 0
        assert stopped == Program("stopped", "STOPPED", 0, 0)


def test_a_checkout_may_lie_deeper_than_a_sockets_name_may_be_long(tmp_path: Path) -> None:
    with supervisord(tmp_path / "run"):
        deep = tmp_path / ("d" * 120)
        deep.symlink_to("run")
        assert len(processes(deep)) == 2


def test_where_no_supervisord_runs_there_are_no_programs(tmp_path: Path) -> None:
    assert processes(tmp_path / "nowhere") == []
    assert processes(tmp_path) == []
    with supervisord(tmp_path / "run"):
        pass
    assert processes(tmp_path / "run") == []


def test_a_supervisord_ends_with_its_programs_and_then_there_is_nothing_to_end(tmp_path: Path) -> None:
    with supervisord(tmp_path / "run"):
        sleeper = processes(tmp_path / "run")[0]
        shut_down(tmp_path / "run", 20)
        assert not Path(f"/proc/{sleeper.pid}").exists()
        assert processes(tmp_path / "run") == []
        shut_down(tmp_path / "run", 20)


def test_a_supervisord_that_does_not_end_in_time_is_an_error(tmp_path: Path) -> None:
    with (
        supervisord(tmp_path / "run"),
        pytest.raises(ClientError, match=r"service-stop-timeout\].*still runs 0 s after"),
    ):
        shut_down(tmp_path / "run", 0)


class Nonsense(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.0 418 I am a teapot\r\n\r\n")


def test_something_else_at_the_socket_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socketserver.UnixStreamServer(SOCKET, Nonsense) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(ClientError, match=r"supervisor\.sock: error\[supervisor-not-answering\]"):
                processes(tmp_path)
        finally:
            server.shutdown()
            thread.join()
