"""A filesystem that does not answer: mounted for real, served by a process that has ceased to."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KIND = "fuse.silent"
_DEVICE = Path("/dev/fuse")
_LIBC = ctypes.CDLL(None, use_errno=True)
_DETACH = 2
_SERVER = """\
import os, struct, sys
device = int(sys.argv[1])
# The head of a question is 40 bytes long, its third field the number that the answer must have; see linux/fuse.h.
number = struct.unpack_from("<IIQ", os.read(device, 65536))[2]
# The first question is for the version of the protocol and for limits.
answer = struct.pack("<IIIIHHIIHH32x", 7, 31, 4096, 0, 12, 10, 4096, 1, 1, 0)
os.write(device, struct.pack("<IiQ", 16 + len(answer), 0, number) + answer)
print("serves", flush=True)
while True:
    os.read(device, 65536)
"""


@contextlib.contextmanager
def silent_mount(place: Path, *, takes: bool = False) -> Iterator[None]:
    """Mount a filesystem that answers nothing over a directory.

    Args:
        place: The directory.
        takes: Its server takes questions and answers none: not even SIGKILL ends the wait for an answer. Else it is
            stopped.
    """
    if not os.access(_DEVICE, os.R_OK | os.W_OK) or os.geteuid() != 0:
        pytest.skip(f"only root can mount a filesystem, and it needs {_DEVICE}")
    device = os.open(_DEVICE, os.O_RDWR | os.O_CLOEXEC)
    try:
        options = f"fd={device},rootmode={stat.S_IFDIR:o},user_id=0,group_id=0"
        _call("mount", b"silent", os.fsencode(place), KIND.encode(), 0, options.encode())
        command = [sys.executable, "-c", _SERVER, str(device)]
        server = subprocess.Popen(command, pass_fds=[device], stdout=subprocess.PIPE)
    finally:
        os.close(device)
    with server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == b"serves\n"
            if not takes:
                server.send_signal(signal.SIGSTOP)
            yield
        finally:
            server.kill()  # with it the connection ends, and all that wait are told so
            _call("umount2", os.fsencode(place), _DETACH)


def _call(function: str, *arguments: object) -> None:
    if getattr(_LIBC, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
