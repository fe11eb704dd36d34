"""One login a host and run: sessions are opened when they are needed, kept, and shared by looks and tunnels."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Self

from paramiko.transport import Transport

from hiera_kafka.clients.ssh import refusals
from hiera_kafka.clients.ssh.login import Deadline, log_in
from hiera_kafka.clients.ssh.options import HostOptions, Jump, options_of, options_of_jump
from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ClientError

CONNECT_S = 8.0
"""How long a host may take until somebody is logged in; also how long each host on the way may."""
_MOST_JUMPS = 8


class _Slot:
    """A session, or why there is none; whoever comes second waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.transport: Transport | None = None
        self.error: ClientError | None = None


class Sessions:
    """Sessions at hosts; a context manager, for several threads. Hosts on the way are logged in to once for all.

    Attributes:
        reaches: Host of the inventory to how it is reached.
        connect_s: How long a host may take until somebody is logged in.
    """

    def __init__(
        self, reaches: Iterable[Reach], *, connect_s: float = CONNECT_S, environ: Mapping[str, str] = os.environ
    ) -> None:
        """Connect nowhere yet.

        Args:
            reaches: How each host is reached.
            connect_s: See above.
            environ: Where the home directory and the agent are named.
        """
        self.reaches = {reach.host: reach for reach in reaches}
        self.connect_s = connect_s
        self._environ = environ
        self._slots: dict[Hashable, _Slot] = {}
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all sessions; none is opened any more."""
        with self._lock:
            self._closed = True
            slots = list(self._slots.values())
        # Those that were opened last lead through the others.
        for slot in reversed(slots):
            if slot.transport is not None:
                slot.transport.close()

    def session(self, host: str) -> Transport:
        """Return the session at a host, which is opened where there is none.

        Raises:
            ClientError: The host is not reached, or lets nobody in; the same at each call.
            KeyError: There is no such host.
        """
        reach = self.reaches[host]

        def opened() -> Transport:
            options = options_of(reach, self._environ)
            return self._logged_in(host, options, 0)

        return self._once(("host", host), opened)

    def user(self, host: str) -> str:
        """Return who is logged in at a host.

        Raises:
            ClientError: As above.
        """
        return str(self.session(host).get_username() or "")

    def _logged_in(self, host: str, options: HostOptions, jumps: int) -> Transport:
        if options.jump is None:
            return log_in(host, options, None, self._deadline(options))
        if jumps == _MOST_JUMPS:
            raise refusals.unreachable(host, options, f"more than {_MOST_JUMPS} hosts on the way, or a circle of them")
        between = self._jump(host, options.jump, options, jumps)
        return log_in(host, options, between, self._deadline(options))

    def _jump(self, host: str, jump: Jump, via: HostOptions, jumps: int) -> Transport:
        def opened() -> Transport:
            return self._logged_in(host, options_of_jump(jump, via, host, self._environ), jumps + 1)

        # A circle must not wait for itself, so that its length is part of the key.
        try:
            return self._once(("jump", jump, via.file, jumps), opened)
        except ClientError as error:
            raise refusals.through(jump.host, host, error) from error

    def _deadline(self, options: HostOptions) -> Deadline:
        return Deadline(min(self.connect_s, options.patience_s or self.connect_s))

    def _once(self, key: Hashable, opened: Callable[[], Transport]) -> Transport:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
        with slot.lock:
            if slot.error is not None:
                raise slot.error
            # One that broke meanwhile is opened again.
            if slot.transport is None or not slot.transport.is_active():
                try:
                    made = opened()
                except ClientError as error:
                    slot.error = error
                    raise
                with self._lock:
                    closed = self._closed
                    slot.transport = made
                if closed:
                    made.close()  # the run is over
            return slot.transport
