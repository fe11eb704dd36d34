"""Runs `hiera-kafka` within bounds of memory and time: `limited.py SECONDS ARGUMENT...`.

It runs in a process of its own, since some of what it reads is made to keep a process busy without end. That all
expressions of a run may take together is bounded by two seconds here in place of the usual time.
"""

from __future__ import annotations

import resource
import sys

MEMORY = 2 * 2**30


def main(arguments: list[str]) -> int:
    from hiera_kafka.cli.main import run

    try:
        from hiera_kafka import bounded
    except ImportError:
        pass  # of the time before there was a bound
    else:
        bounded.RUN_SECONDS = 2.0
    return run(arguments)


if __name__ == "__main__":
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.exit(main(sys.argv[2:]))
