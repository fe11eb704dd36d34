"""How one host is reached, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """How one host is reached. What is None or empty here is decided by the configuration of ssh.

    Attributes:
        host: Name in the inventory.
        address: What ssh is given as the host.
        port: Its port.
        user: Who logs in.
        key: File of the key to log in with, tried before those of the configuration.
        first: Arguments of ssh that win over `port`, `user` and `key`, as Ansible's `ssh_args` do.
        arguments: Further arguments of ssh, such as `-o ProxyJump=bastion`.
        become: User that programs run as, by sudo; None is the one who logs in.
        python: Interpreter on the host.
        local: Whether it is this machine, and no SSH is needed.
    """

    host: str
    address: str
    port: int | None = None
    user: str | None = None
    key: str | None = None
    first: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    become: str | None = None
    python: str = "python3"
    local: bool = False

    @classmethod
    def here(cls, host: str) -> Reach:
        """Return how a host is reached that is this machine, as this user."""
        return cls(host, host, local=True)


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What a program on a host printed.

    Attributes:
        content: Its standard output.
        sent: When the program was sent, in seconds since 1970 by the clock of this machine.
        took_s: How long the answer took from then on, without the login.
    """

    content: bytes
    sent: float
    took_s: float
