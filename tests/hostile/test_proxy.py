"""The way to brokers behind a bastion is open to the run that made it, and to no other user of the machine."""

from __future__ import annotations

import os
import socket

import pytest

from hiera_kafka.clients import via
from hiera_kafka.clients.ssh.proxy import Proxy
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from lib.machine import second_user

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="acts as a second user, which needs root")

ATTEMPT = """
import socket, sys
port, target = int(sys.argv[1]), int(sys.argv[2])
request = b"\\x05\\x01\\x00\\x01\\x7f\\x00\\x00\\x01" + target.to_bytes(2, "big")
without, either, password = b"\\x05\\x01\\x00", b"\\x05\\x02\\x00\\x02", b"\\x05\\x01\\x02"
for hello in (without, either, password + b"\\x01\\x01a\\x01b", password + b"\\x01\\x00\\x00"):
    with socket.create_connection(("127.0.0.1", port), 5) as made:
        made.sendall(hello)
        made.sendall(request)
        answer = b""
        try:
            while part := made.recv(100):
                answer += part
        except OSError:
            pass
        print(answer.hex())
"""


def test_another_user_of_the_machine_gets_nowhere_by_it() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as broker,
        Sessions([Reach.here("kafka1")]) as sessions,
        Proxy(sessions, {"127.0.0.1": "kafka1"}) as proxy,
    ):
        port, target = via.ProxyAddress.parse(proxy.url).port, broker.getsockname()[1]
        done = second_user.run(["/usr/bin/python3", "-c", ATTEMPT, str(port), str(target)])
        # No answer goes further than to a login that is refused.
        assert all(line in {"", "05ff", "0502", "05020101"} for line in done.stdout.split("\n")), done.stdout
        broker.settimeout(0.2)
        with pytest.raises(TimeoutError):
            broker.accept()
        # Whoever knows the password does.
        via.connect(proxy.url, ("127.0.0.1", target), 5).close()
        broker.accept()[0].close()


def test_its_password_stands_in_no_list_of_processes() -> None:
    with Sessions([]) as sessions, Proxy(sessions, {}) as proxy:
        password = via.ProxyAddress.parse(proxy.url).password
        lines = second_user.run(["ps", "-eww", "-o", "args"]).stdout

        assert password not in lines
        assert password not in "\0".join(f"{name}={value}" for name, value in os.environ.items())
