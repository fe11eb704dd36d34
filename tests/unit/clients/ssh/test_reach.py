"""How a host of this machine is reached."""

from __future__ import annotations

from hiera_kafka.clients.ssh.reach import Reach


def test_a_host_of_this_machine_needs_no_ssh_and_no_other_user() -> None:
    here = Reach.here("kafka1")

    assert (here.host, here.local, here.become) == ("kafka1", True, None)
