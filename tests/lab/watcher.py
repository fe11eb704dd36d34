"""Takes a lab down when the process that made it ends, also when that was killed. Run as `python -m lab.watcher`."""

from __future__ import annotations

import os
import select
import sys

from lab.hosts import remove


def main(id_: str, owner: int) -> None:
    """Wait for the end of process `owner`, then remove the lab."""
    try:
        handle = os.pidfd_open(owner)
    except ProcessLookupError:
        remove(id_)
        return
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.poll()
    remove(id_)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
